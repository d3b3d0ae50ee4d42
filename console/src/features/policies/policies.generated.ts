/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Mode =
  | 'LIVE'
  | 'SANDBOX';

export type MoneyInput = {
  amount: string;
  currency: string;
};

export type PeriodInput = {
  end: string;
  start: string;
};

export type PolicyFilter = {
  agreementCodes?: Array<string> | null | undefined;
  boundAt?: PeriodInput | null | undefined;
  channelCodes?: Array<string> | null | undefined;
  coverEnd?: PeriodInput | null | undefined;
  email?: string | null | undefined;
  identityNo?: string | null | undefined;
  insuredReference?: string | null | undefined;
  mode?: Mode | null | undefined;
  numbers?: Array<string> | null | undefined;
  orderNos?: Array<string> | null | undefined;
  payers?: Array<PremiumPayer> | null | undefined;
  personName?: string | null | undefined;
  phone?: string | null | undefined;
  planCodes?: Array<string> | null | undefined;
  premiumFrom?: MoneyInput | null | undefined;
  premiumTo?: MoneyInput | null | undefined;
  productCodes?: Array<string> | null | undefined;
  searchValue?: string | null | undefined;
  states?: Array<PolicyState> | null | undefined;
};

export type PolicyOrder =
  | 'BOUND_AT_ASC'
  | 'BOUND_AT_DESC'
  | 'COVER_END_ASC'
  | 'COVER_END_DESC'
  | 'PREMIUM_ASC'
  | 'PREMIUM_DESC';

export type PolicyState =
  | 'CANCELLED'
  | 'EXPIRED'
  | 'IN_FORCE'
  | 'PENDING';

export type PremiumPayer =
  | 'CUSTOMER'
  | 'PLATFORM'
  | 'SELLER';

export type PoliciesQueryVariables = Exact<{
  filter?: Types.PolicyFilter | null | undefined;
  orderBy?: Types.PolicyOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PoliciesQuery = { policies: { edges: Array<{ node: { id: string, number: string, orderNo: string, state: Types.PolicyState, boundAt: string, payer: Types.PremiumPayer, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string }, insureds: Array<{ reference: string, name: string | null }>, offer: { productCode: string, productVersion: number, planCode: string, agreementCode: string, name: { zh: string, en: string } }, channel: { id: string, code: string, name: string }, commission: { amount: string, currency: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const PoliciesDocument = new TypedDocumentString(`
    query Policies($filter: PolicyFilter, $orderBy: PolicyOrder, $first: Int, $after: String, $last: Int, $before: String) {
  policies(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        number
        orderNo
        state
        boundAt
        payer
        premium {
          amount
          currency
        }
        sumInsured {
          amount
          currency
        }
        period {
          start
          end
        }
        insureds {
          reference
          name
        }
        offer {
          productCode
          productVersion
          planCode
          name {
            zh
            en
          }
          agreementCode
        }
        channel {
          id
          code
          name
        }
        commission {
          amount
          currency
        }
      }
    }
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    count {
      value
      exact
    }
  }
}
    `) as unknown as TypedDocumentString<PoliciesQuery, PoliciesQueryVariables>;