/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type BulkIssuePoliciesInput = {
  agreementCode: string;
  channelCode: string;
  dryRun?: boolean | null | undefined;
  fileId: string;
  mode?: Mode | null | undefined;
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

export type JobKind =
  | 'AUDIT_VERIFY'
  | 'BACK_TEST'
  | 'BULK_CHECK'
  | 'BULK_ISSUE'
  | 'EXPORT'
  | 'KEYRING_REWRAP'
  | 'PERSONAL_ERASE'
  | 'PERSONAL_INDEX'
  | 'RERATE'
  | 'WEBHOOKS_REPLAY';

export type JobState =
  | 'FAILED'
  | 'QUEUED'
  | 'RUNNING'
  | 'STOPPED'
  | 'SUCCEEDED';

export type Mode =
  | 'LIVE'
  | 'SANDBOX';

export type BulkChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type BulkChoicesQuery = { channels: { edges: Array<{ node: { id: string, code: string, name: string, open: boolean } }> }, agreements: { edges: Array<{ node: { id: string, code: string, productCode: string, version: number, channel: { id: string, code: string } } }> } };

export type BulkJobsQueryVariables = Exact<{ [key: string]: never; }>;


export type BulkJobsQuery = { jobs: { edges: Array<{ node: { createdAt: string, id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null, file: { id: string, name: string | null } | null, channel: { id: string, name: string } | null } }> } };

export type BulkJobQueryVariables = Exact<{
  id: string;
}>;


export type BulkJobQuery = { job: { problem: string | null, id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null, failureCodes: Array<{ code: string, rows: number }> } | null };

export type BulkIssueMutationVariables = Exact<{
  input: Types.BulkIssuePoliciesInput;
}>;


export type BulkIssueMutation = { bulkIssuePolicies: { job: { id: string } | null, userErrors: Array<
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

export const BulkChoicesDocument = new TypedDocumentString(`
    query BulkChoices {
  channels(first: 100) {
    edges {
      node {
        id
        code
        name
        open
      }
    }
  }
  agreements(first: 100, filter: {states: [IN_FORCE]}) {
    edges {
      node {
        id
        code
        productCode
        version
        channel {
          id
          code
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BulkChoicesQuery, BulkChoicesQueryVariables>;
export const BulkJobsDocument = new TypedDocumentString(`
    query BulkJobs {
  jobs(filter: {kinds: [BULK_ISSUE, BULK_CHECK]}, first: 10) {
    edges {
      node {
        ...JobProgress
        createdAt
        file {
          id
          name
        }
        channel {
          id
          name
        }
      }
    }
  }
}
    fragment JobProgress on Job {
  id
  kind
  state
  done
  total
  failed
  perMinute
  secondsLeft
}`) as unknown as TypedDocumentString<BulkJobsQuery, BulkJobsQueryVariables>;
export const BulkJobDocument = new TypedDocumentString(`
    query BulkJob($id: ID!) {
  job(id: $id) {
    ...JobProgress
    problem
    failureCodes {
      code
      rows
    }
  }
}
    fragment JobProgress on Job {
  id
  kind
  state
  done
  total
  failed
  perMinute
  secondsLeft
}`) as unknown as TypedDocumentString<BulkJobQuery, BulkJobQueryVariables>;
export const BulkIssueDocument = new TypedDocumentString(`
    mutation BulkIssue($input: BulkIssuePoliciesInput!) {
  bulkIssuePolicies(input: $input) {
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<BulkIssueMutation, BulkIssueMutationVariables>;