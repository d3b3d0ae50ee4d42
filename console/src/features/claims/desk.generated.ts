/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AssignClaimsInput = {
  claims: Array<ClaimRefInput>;
  personId?: string | null | undefined;
};

export type ClaimFilter = {
  assigneeId?: string | null | undefined;
  channelCodes?: Array<string> | null | undefined;
  claimedFrom?: MoneyInput | null | undefined;
  claimedTo?: MoneyInput | null | undefined;
  disputed?: boolean | null | undefined;
  mine?: boolean | null | undefined;
  mode?: Mode | null | undefined;
  numbers?: Array<string> | null | undefined;
  orderNos?: Array<string> | null | undefined;
  overdue?: boolean | null | undefined;
  payoutStates?: Array<PayoutState> | null | undefined;
  policyNumbers?: Array<string> | null | undefined;
  productCodes?: Array<string> | null | undefined;
  promisedAt?: PeriodInput | null | undefined;
  reasons?: Array<string> | null | undefined;
  scoreFrom?: number | null | undefined;
  scoreTo?: number | null | undefined;
  states?: Array<ClaimState> | null | undefined;
  submittedAt?: PeriodInput | null | undefined;
  unassigned?: boolean | null | undefined;
};

export type ClaimOrder =
  | 'CLAIMED_ASC'
  | 'CLAIMED_DESC'
  | 'PROMISED_AT_ASC'
  | 'PROMISED_AT_DESC'
  | 'SCORE_ASC'
  | 'SCORE_DESC'
  | 'SUBMITTED_AT_ASC'
  | 'SUBMITTED_AT_DESC';

export type ClaimRefInput = {
  claimNumber: string;
  expectedRevision: number;
};

export type ClaimState =
  | 'APPROVED'
  | 'CORRECTION_NEEDED'
  | 'DECLINED'
  | 'EVIDENCE_NEEDED'
  | 'IN_REVIEW'
  | 'PAID'
  | 'PAYOUT_FAILED'
  | 'SUBMITTED'
  | 'WITHDRAWN';

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

export type MoneyInput = {
  amount: string;
  currency: string;
};

export type PayoutState =
  | 'DECLINED'
  | 'DISPUTED'
  | 'ORDERED'
  | 'PAID'
  | 'UNKNOWN';

export type PeriodInput = {
  end: string;
  start: string;
};

export type TakeNextClaimInput = {
  channelCodes?: Array<string> | null | undefined;
  mode?: Mode | null | undefined;
  productCodes?: Array<string> | null | undefined;
  requestNo: string;
};

export type ClaimDeskQueryVariables = Exact<{
  filter?: Types.ClaimFilter | null | undefined;
  orderBy?: Types.ClaimOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ClaimDeskQuery = { claims: { edges: Array<{ node: { id: string, number: string, revision: number, state: Types.ClaimState, submittedAt: string, promisedAt: string, score: number, computed: { amount: string, currency: string } | null, claimed: { amount: string, currency: string } | null, findings: Array<{ rule: string, points: number, sentence: { zh: string, en: string }, facts: Array<{ name: string, value: string }> }>, decision: { reason: string, sentence: { zh: string, en: string } } | null, assignee: { id: string, displayName: string } | null, channel: { id: string, code: string, name: string }, policy: { id: string, offer: { id: string, productCode: string, planCode: string, productName: { zh: string, en: string }, name: { zh: string, en: string } } } } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } | null } };

export type ClaimQueuesQueryVariables = Exact<{ [key: string]: never; }>;


export type ClaimQueuesQuery = { claimQueues: Array<{ state: Types.ClaimState, disputed: boolean, unassigned: number, oldest: string | null, count: { value: number, exact: boolean } }> | null };

export type SecondApprovalsQueryVariables = Exact<{ [key: string]: never; }>;


export type SecondApprovalsQuery = { approvals: { edges: Array<{ node: { id: string, object: string, requestedAt: string } }>, count: { value: number, exact: boolean } } };

export type DeskChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type DeskChoicesQuery = { products: Array<{ id: string, code: string, name: { zh: string, en: string } }>, channels: { edges: Array<{ node: { id: string, code: string, name: string } }> } };

export type ClaimHandlersQueryVariables = Exact<{ [key: string]: never; }>;


export type ClaimHandlersQuery = { colleagues: Array<{ id: string, name: string, displayName: string }> };

export type ClaimsBesideQueryVariables = Exact<{
  numbers: Array<string> | string;
}>;


export type ClaimsBesideQuery = { claims: { edges: Array<{ node: { id: string, number: string, revision: number, state: Types.ClaimState, occurredAt: string, submittedAt: string, promisedAt: string, score: number, computed: { amount: string, currency: string } | null, claimed: { amount: string, currency: string } | null, findings: Array<{ rule: string, points: number, sentence: { zh: string, en: string } }>, assignee: { id: string, displayName: string } | null, channel: { id: string, name: string }, policy: { id: string, number: string, offer: { id: string, claimFactsSchema: Record<string, unknown>, name: { zh: string, en: string } } }, revisions: Array<{ revision: number, facts: Record<string, unknown> }> } }> } };

export type AssignClaimsMutationVariables = Exact<{
  input: Types.AssignClaimsInput;
}>;


export type AssignClaimsMutation = { assignClaims: { claims: Array<{ id: string, number: string, revision: number, assignee: { id: string, displayName: string } | null }>, userErrors: Array<
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

export type TakeNextClaimMutationVariables = Exact<{
  input: Types.TakeNextClaimInput;
}>;


export type TakeNextClaimMutation = { takeNextClaim: { claim: { id: string, number: string } | null, userErrors: Array<
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

export const ClaimDeskDocument = new TypedDocumentString(`
    query ClaimDesk($filter: ClaimFilter, $orderBy: ClaimOrder, $first: Int, $after: String, $last: Int, $before: String) {
  claims(
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
        revision
        state
        submittedAt
        promisedAt
        score
        computed {
          amount
          currency
        }
        claimed {
          amount
          currency
        }
        findings {
          rule
          points
          sentence {
            zh
            en
          }
          facts {
            name
            value
          }
        }
        decision {
          reason
          sentence {
            zh
            en
          }
        }
        assignee {
          id
          displayName
        }
        channel {
          id
          code
          name
        }
        policy {
          id
          offer {
            id
            productCode
            planCode
            productName {
              zh
              en
            }
            name {
              zh
              en
            }
          }
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
    `) as unknown as TypedDocumentString<ClaimDeskQuery, ClaimDeskQueryVariables>;
export const ClaimQueuesDocument = new TypedDocumentString(`
    query ClaimQueues {
  claimQueues {
    state
    disputed
    unassigned
    oldest
    count {
      value
      exact
    }
  }
}
    `) as unknown as TypedDocumentString<ClaimQueuesQuery, ClaimQueuesQueryVariables>;
export const SecondApprovalsDocument = new TypedDocumentString(`
    query SecondApprovals {
  approvals(filter: {states: [REQUESTED], kinds: [CLAIM_PAYOUT]}, first: 100) {
    edges {
      node {
        id
        object
        requestedAt
      }
    }
    count {
      value
      exact
    }
  }
}
    `) as unknown as TypedDocumentString<SecondApprovalsQuery, SecondApprovalsQueryVariables>;
export const DeskChoicesDocument = new TypedDocumentString(`
    query DeskChoices {
  products {
    id
    code
    name {
      zh
      en
    }
  }
  channels(filter: {mode: LIVE}, first: 100) {
    edges {
      node {
        id
        code
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DeskChoicesQuery, DeskChoicesQueryVariables>;
export const ClaimHandlersDocument = new TypedDocumentString(`
    query ClaimHandlers {
  colleagues(role: CLAIMS) {
    id
    name
    displayName
  }
}
    `) as unknown as TypedDocumentString<ClaimHandlersQuery, ClaimHandlersQueryVariables>;
export const ClaimsBesideDocument = new TypedDocumentString(`
    query ClaimsBeside($numbers: [String!]!) {
  claims(filter: {numbers: $numbers}, first: 4) {
    edges {
      node {
        id
        number
        revision
        state
        occurredAt
        submittedAt
        promisedAt
        score
        computed {
          amount
          currency
        }
        claimed {
          amount
          currency
        }
        findings {
          rule
          points
          sentence {
            zh
            en
          }
        }
        assignee {
          id
          displayName
        }
        channel {
          id
          name
        }
        policy {
          id
          number
          offer {
            id
            claimFactsSchema
            name {
              zh
              en
            }
          }
        }
        revisions {
          revision
          facts
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ClaimsBesideQuery, ClaimsBesideQueryVariables>;
export const AssignClaimsDocument = new TypedDocumentString(`
    mutation AssignClaims($input: AssignClaimsInput!) {
  assignClaims(input: $input) {
    claims {
      id
      number
      revision
      assignee {
        id
        displayName
      }
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<AssignClaimsMutation, AssignClaimsMutationVariables>;
export const TakeNextClaimDocument = new TypedDocumentString(`
    mutation TakeNextClaim($input: TakeNextClaimInput!) {
  takeNextClaim(input: $input) {
    claim {
      id
      number
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<TakeNextClaimMutation, TakeNextClaimMutationVariables>;