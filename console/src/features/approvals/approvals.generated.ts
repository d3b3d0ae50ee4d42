/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ApprovalFilter = {
  kinds?: Array<ApprovalKind> | null | undefined;
  mayApprove?: boolean | null | undefined;
  mine?: boolean | null | undefined;
  object?: string | null | undefined;
  states?: Array<ApprovalState> | null | undefined;
};

export type ApprovalKind =
  | 'AGREEMENT'
  | 'CLAIM_AUTHORITY'
  | 'CLAIM_PAYOUT'
  | 'CLAIM_REOPENING'
  | 'CREDENTIAL'
  | 'ERASURE'
  | 'EXPORT'
  | 'PUBLICATION'
  | 'RECOVERY'
  | 'REPORTING_TOKEN'
  | 'ROLES';

export type ApprovalState =
  | 'APPROVED'
  | 'REJECTED'
  | 'REQUESTED'
  | 'VOID'
  | 'WITHDRAWN';

export type ApprovalVerdict =
  | 'APPROVE'
  | 'COMMENT'
  | 'REJECT';

export type ApproveApprovalInput = {
  comment?: string | null | undefined;
  expectedRevision: number;
  id: string;
};

export type CommentApprovalInput = {
  comment: string;
  id: string;
  requestNo: string;
};

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

export type RejectApprovalInput = {
  comment: string;
  expectedRevision: number;
  id: string;
};

export type WithdrawApprovalInput = {
  expectedRevision: number;
  id: string;
};

export type ApprovalsQueryVariables = Exact<{
  filter?: Types.ApprovalFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ApprovalsQuery = { approvals: { edges: Array<{ node: { id: string, kind: Types.ApprovalKind, state: Types.ApprovalState, object: string, reason: string, requestedAt: string, mayApprove: boolean, requestedBy: { id: string, displayName: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } } };

export type ApprovalPageQueryVariables = Exact<{
  id: string;
}>;


export type ApprovalPageQuery = { approval: { id: string, kind: Types.ApprovalKind, state: Types.ApprovalState, revision: number, object: string, content: Record<string, unknown>, inForce: Record<string, unknown> | null, reason: string, requestedAt: string, needed: number, outcome: string | null, decidedAt: string | null, mayApprove: boolean, requestedBy: { id: string, displayName: string } | null, differences: Array<{ path: string, before: string | null, after: string | null }>, votes: Array<{ verdict: Types.ApprovalVerdict, comment: string | null, at: string, person: { id: string, displayName: string } }>, allowed: Array<{ act: string, possible: boolean, reason:
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
       | null }> } | null };

export type ApproveMutationVariables = Exact<{
  input: Types.ApproveApprovalInput;
}>;


export type ApproveMutation = { approveApproval: { approval: { id: string, state: Types.ApprovalState } | null, userErrors: Array<
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

export type RejectMutationVariables = Exact<{
  input: Types.RejectApprovalInput;
}>;


export type RejectMutation = { rejectApproval: { approval: { id: string, state: Types.ApprovalState } | null, userErrors: Array<
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

export type WithdrawMutationVariables = Exact<{
  input: Types.WithdrawApprovalInput;
}>;


export type WithdrawMutation = { withdrawApproval: { approval: { id: string, state: Types.ApprovalState } | null, userErrors: Array<
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

export type CommentMutationVariables = Exact<{
  input: Types.CommentApprovalInput;
}>;


export type CommentMutation = { commentApproval: { approval: { id: string } | null, userErrors: Array<
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

export const ApprovalsDocument = new TypedDocumentString(`
    query Approvals($filter: ApprovalFilter, $first: Int, $after: String, $last: Int, $before: String) {
  approvals(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        kind
        state
        object
        reason
        requestedAt
        requestedBy {
          id
          displayName
        }
        mayApprove
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
    `) as unknown as TypedDocumentString<ApprovalsQuery, ApprovalsQueryVariables>;
export const ApprovalPageDocument = new TypedDocumentString(`
    query ApprovalPage($id: ID!) {
  approval(id: $id) {
    id
    kind
    state
    revision
    object
    content
    inForce
    reason
    requestedAt
    needed
    outcome
    decidedAt
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
    votes {
      verdict
      comment
      at
      person {
        id
        displayName
      }
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
}
    `) as unknown as TypedDocumentString<ApprovalPageQuery, ApprovalPageQueryVariables>;
export const ApproveDocument = new TypedDocumentString(`
    mutation Approve($input: ApproveApprovalInput!) {
  approveApproval(input: $input) {
    approval {
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
    `) as unknown as TypedDocumentString<ApproveMutation, ApproveMutationVariables>;
export const RejectDocument = new TypedDocumentString(`
    mutation Reject($input: RejectApprovalInput!) {
  rejectApproval(input: $input) {
    approval {
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
    `) as unknown as TypedDocumentString<RejectMutation, RejectMutationVariables>;
export const WithdrawDocument = new TypedDocumentString(`
    mutation Withdraw($input: WithdrawApprovalInput!) {
  withdrawApproval(input: $input) {
    approval {
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
    `) as unknown as TypedDocumentString<WithdrawMutation, WithdrawMutationVariables>;
export const CommentDocument = new TypedDocumentString(`
    mutation Comment($input: CommentApprovalInput!) {
  commentApproval(input: $input) {
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
    `) as unknown as TypedDocumentString<CommentMutation, CommentMutationVariables>;