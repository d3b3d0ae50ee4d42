/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AgreementFilter = {
  allVersions?: boolean | null | undefined;
  channelCode?: string | null | undefined;
  code?: string | null | undefined;
  endsBefore?: string | null | undefined;
  mode?: Mode | null | undefined;
  productCode?: string | null | undefined;
  quotaAbove?: string | null | undefined;
  states?: Array<AgreementState> | null | undefined;
};

export type AgreementState =
  | 'EXPIRED'
  | 'IN_FORCE'
  | 'PENDING'
  | 'SUPERSEDED'
  | 'TERMINATED';

export type ChannelOperation =
  | 'CANCEL'
  | 'ENDORSE'
  | 'ISSUE'
  | 'RENEW';

export type ErrorCode =
  | 'BAD_CREDENTIALS'
  | 'BALANCE_TOO_LOW'
  | 'CHANNEL_CLOSED'
  | 'CONFLICT'
  | 'DUPLICATE_COVER'
  | 'FOUR_EYES'
  | 'INVALID_STATE'
  | 'INVALID_VALUE'
  | 'INVOICE_EXISTS'
  | 'LIMIT_REACHED'
  | 'LOCKED_OUT'
  | 'NOT_AGREED'
  | 'NOT_FOUND'
  | 'PREMIUM_MISMATCH'
  | 'PREVIEW_CHANGED'
  | 'PRODUCT_OFF_SALE'
  | 'QUOTA_EXHAUSTED'
  | 'REQUEST_MISMATCH'
  | 'REQUIRED'
  | 'RULE_REFUSED'
  | 'SECOND_FACTOR_REQUIRED'
  | 'UNSAFE_URL';

export type Mode =
  | 'LIVE'
  | 'SANDBOX';

export type PremiumTermsInput = {
  factor?: string | null | undefined;
  least?: string | null | undefined;
  most?: string | null | undefined;
};

export type ProductContentInput = {
  file?: string | null | undefined;
  productCode: string;
  version?: number | null | undefined;
};

export type QuotaInput = {
  measure: QuotaMeasure;
  most: string;
  per: QuotaSpan;
};

export type QuotaMeasure =
  | 'POLICIES'
  | 'PREMIUM';

export type QuotaSpan =
  | 'DAY'
  | 'MONTH'
  | 'TOTAL';

export type RequestAgreementInput = {
  agreementCode: string;
  channelCode: string;
  commissionRate: string;
  expectedRevision: number;
  operations?: Array<ChannelOperation> | null | undefined;
  plans?: Array<string> | null | undefined;
  premium?: PremiumTermsInput | null | undefined;
  productCode: string;
  quotas?: Array<QuotaInput> | null | undefined;
  reason: string;
  terms?: Record<string, unknown> | null | undefined;
  validFrom?: string | null | undefined;
  validUntil?: string | null | undefined;
};

export type TerminateAgreementInput = {
  agreementCode: string;
  channelCode: string;
  expectedRevision: number;
  reason: string;
};

export type AgreementsQueryVariables = Exact<{
  filter?: Types.AgreementFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AgreementsQuery = { agreements: { edges: Array<{ node: { id: string, code: string, version: number, productCode: string, commissionRate: string, state: Types.AgreementState, validFrom: string, validUntil: string | null, terminatedAt: string | null, channel: { id: string, code: string, name: string }, quotas: Array<{ id: string, measure: Types.QuotaMeasure, per: Types.QuotaSpan, most: string, used: string, left: string }> } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } } };

export type AgreementPageQueryVariables = Exact<{
  channel: string;
  code: string;
  object: string;
}>;


export type AgreementPageQuery = { agreement: { id: string, code: string, version: number, productCode: string, plans: Array<string>, operations: Array<Types.ChannelOperation>, commissionRate: string, terms: Record<string, unknown>, validFrom: string, validUntil: string | null, terminatedAt: string | null, state: Types.AgreementState, createdAt: string, channel: { id: string, code: string, name: string, open: boolean, revision: number }, quotas: Array<{ id: string, measure: Types.QuotaMeasure, per: Types.QuotaSpan, most: string, used: string, left: string }>, allowed: Array<{ act: string, possible: boolean, reason:
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
        | { code: Types.ErrorCode, message: string }
       | null }>, premium: { factor: string | null, least: string | null, most: string | null } | null, madeBy:
      | { __typename: 'ChannelKey', keyId: string }
      | { __typename: 'Colleague', id: string, displayName: string }
      | { __typename: 'CommandLine', user: string }
      | { __typename: 'System', name: string }
     | null } | null, versions: { edges: Array<{ node: { id: string, code: string, version: number, productCode: string, plans: Array<string>, operations: Array<Types.ChannelOperation>, commissionRate: string, terms: Record<string, unknown>, validFrom: string, validUntil: string | null, terminatedAt: string | null, state: Types.AgreementState, createdAt: string, quotas: Array<{ id: string, measure: Types.QuotaMeasure, per: Types.QuotaSpan, most: string, used: string, left: string }>, premium: { factor: string | null, least: string | null, most: string | null } | null, madeBy:
          | { __typename: 'ChannelKey', keyId: string }
          | { __typename: 'Colleague', id: string, displayName: string }
          | { __typename: 'CommandLine', user: string }
          | { __typename: 'System', name: string }
         | null } }> }, products: Array<{ id: string, code: string, name: { zh: string, en: string }, onSale: { id: string, version: number, plans: Array<{ code: string, name: { zh: string, en: string } }> } | null }>, asked: { edges: Array<{ node: { id: string, requestedAt: string, mayApprove: boolean, requestedBy: { id: string, displayName: string } | null, differences: Array<{ path: string, before: string | null, after: string | null }> } }> } };

export type AgreementVersionFragment = { id: string, code: string, version: number, productCode: string, plans: Array<string>, operations: Array<Types.ChannelOperation>, commissionRate: string, terms: Record<string, unknown>, validFrom: string, validUntil: string | null, terminatedAt: string | null, state: Types.AgreementState, createdAt: string, premium: { factor: string | null, least: string | null, most: string | null } | null, madeBy:
    | { __typename: 'ChannelKey', keyId: string }
    | { __typename: 'Colleague', id: string, displayName: string }
    | { __typename: 'CommandLine', user: string }
    | { __typename: 'System', name: string }
   | null };

export type FilingQueryVariables = Exact<{
  input: Types.ProductContentInput;
}>;


export type FilingQuery = { productContent: { content: { filing: { premiumLeast: string | null, premiumMost: string | null, factorLeast: string | null, factorMost: string | null, commissionMost: string | null, expenseLoading: string | null } | null } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
      | { code: Types.ErrorCode, message: string }
    > } | null };

export type AgreementTermsQueryVariables = Exact<{
  channel: string;
  agreement: string;
  plan: string;
}>;


export type AgreementTermsQuery = { policyTerms: Array<{ path: string, value: string, layer: string, title: { zh: string, en: string }, overridden: Array<{ layer: string, value: string }> }> | null };

export type NewAgreementQueryVariables = Exact<{
  channel: string;
}>;


export type NewAgreementQuery = { channel: { id: string, code: string, name: string, open: boolean, revision: number, agreements: Array<{ id: string, code: string }> } | null, products: Array<{ id: string, code: string, name: { zh: string, en: string }, onSale: { id: string, version: number, plans: Array<{ code: string, name: { zh: string, en: string } }> } | null }> };

export type ChannelOpenQueryVariables = Exact<{
  channel: string;
}>;


export type ChannelOpenQuery = { channel: { id: string, open: boolean, revision: number } | null };

export type RequestAgreementMutationVariables = Exact<{
  input: Types.RequestAgreementInput;
}>;


export type RequestAgreementMutation = { requestAgreement: { approval: { id: string } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

export type TerminateAgreementMutationVariables = Exact<{
  input: Types.TerminateAgreementInput;
}>;


export type TerminateAgreementMutation = { terminateAgreement: { agreement: { id: string, state: Types.AgreementState } | null, userErrors: Array<
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
      | { code: Types.ErrorCode, message: string, path: Array<string> | null }
    > } };

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
export const AgreementVersionFragmentDoc = new TypedDocumentString(`
    fragment AgreementVersion on Agreement {
  id
  code
  version
  productCode
  plans
  operations
  commissionRate
  premium {
    factor
    least
    most
  }
  terms
  validFrom
  validUntil
  terminatedAt
  state
  createdAt
  madeBy {
    __typename
    ... on Colleague {
      id
      displayName
    }
    ... on CommandLine {
      user
    }
    ... on ChannelKey {
      keyId
    }
    ... on System {
      name
    }
  }
}
    `, {"fragmentName":"AgreementVersion"}) as unknown as TypedDocumentString<AgreementVersionFragment, unknown>;
export const AgreementsDocument = new TypedDocumentString(`
    query Agreements($filter: AgreementFilter, $first: Int, $after: String, $last: Int, $before: String) {
  agreements(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        code
        version
        productCode
        commissionRate
        state
        validFrom
        validUntil
        terminatedAt
        channel {
          id
          code
          name
        }
        quotas {
          ...QuotaLine
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
    fragment QuotaLine on Quota {
  id
  measure
  per
  most
  used
  left
}`) as unknown as TypedDocumentString<AgreementsQuery, AgreementsQueryVariables>;
export const AgreementPageDocument = new TypedDocumentString(`
    query AgreementPage($channel: String!, $code: String!, $object: String!) {
  agreement(channelCode: $channel, code: $code) {
    ...AgreementVersion
    channel {
      id
      code
      name
      open
      revision
    }
    quotas {
      ...QuotaLine
    }
    allowed {
      act
      possible
      reason {
        code
        message
      }
    }
  }
  versions: agreements(
    filter: {channelCode: $channel, code: $code, allVersions: true}
    first: 50
  ) {
    edges {
      node {
        ...AgreementVersion
        quotas {
          ...QuotaLine
        }
      }
    }
  }
  products {
    id
    code
    name {
      zh
      en
    }
    onSale {
      id
      version
      plans {
        code
        name {
          zh
          en
        }
      }
    }
  }
  asked: approvals(
    filter: {object: $object, states: [REQUESTED], kinds: [AGREEMENT]}
    first: 1
  ) {
    edges {
      node {
        id
        requestedAt
        mayApprove
        requestedBy {
          id
          displayName
        }
        differences {
          path
          before
          after
        }
      }
    }
  }
}
    fragment AgreementVersion on Agreement {
  id
  code
  version
  productCode
  plans
  operations
  commissionRate
  premium {
    factor
    least
    most
  }
  terms
  validFrom
  validUntil
  terminatedAt
  state
  createdAt
  madeBy {
    __typename
    ... on Colleague {
      id
      displayName
    }
    ... on CommandLine {
      user
    }
    ... on ChannelKey {
      keyId
    }
    ... on System {
      name
    }
  }
}
fragment QuotaLine on Quota {
  id
  measure
  per
  most
  used
  left
}`) as unknown as TypedDocumentString<AgreementPageQuery, AgreementPageQueryVariables>;
export const FilingDocument = new TypedDocumentString(`
    query Filing($input: ProductContentInput!) {
  productContent(input: $input) {
    content {
      filing {
        premiumLeast
        premiumMost
        factorLeast
        factorMost
        commissionMost
        expenseLoading
      }
    }
    userErrors {
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<FilingQuery, FilingQueryVariables>;
export const AgreementTermsDocument = new TypedDocumentString(`
    query AgreementTerms($channel: String!, $agreement: String!, $plan: String!) {
  policyTerms(channelCode: $channel, agreementCode: $agreement, planCode: $plan) {
    path
    title {
      zh
      en
    }
    value
    layer
    overridden {
      layer
      value
    }
  }
}
    `) as unknown as TypedDocumentString<AgreementTermsQuery, AgreementTermsQueryVariables>;
export const NewAgreementDocument = new TypedDocumentString(`
    query NewAgreement($channel: String!) {
  channel(code: $channel) {
    id
    code
    name
    open
    revision
    agreements {
      id
      code
    }
  }
  products {
    id
    code
    name {
      zh
      en
    }
    onSale {
      id
      version
      plans {
        code
        name {
          zh
          en
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NewAgreementQuery, NewAgreementQueryVariables>;
export const ChannelOpenDocument = new TypedDocumentString(`
    query ChannelOpen($channel: String!) {
  channel(code: $channel) {
    id
    open
    revision
  }
}
    `) as unknown as TypedDocumentString<ChannelOpenQuery, ChannelOpenQueryVariables>;
export const RequestAgreementDocument = new TypedDocumentString(`
    mutation RequestAgreement($input: RequestAgreementInput!) {
  requestAgreement(input: $input) {
    approval {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RequestAgreementMutation, RequestAgreementMutationVariables>;
export const TerminateAgreementDocument = new TypedDocumentString(`
    mutation TerminateAgreement($input: TerminateAgreementInput!) {
  terminateAgreement(input: $input) {
    agreement {
      id
      state
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<TerminateAgreementMutation, TerminateAgreementMutationVariables>;