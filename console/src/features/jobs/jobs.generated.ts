/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type JobFilter = {
  kinds?: Array<JobKind> | null | undefined;
  mine?: boolean | null | undefined;
  mode?: Mode | null | undefined;
  states?: Array<JobState> | null | undefined;
};

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

export type ResumeJobInput = {
  expectedRevision: number;
  id: string;
};

export type StopJobInput = {
  expectedRevision: number;
  id: string;
};

export type JobsQueryVariables = Exact<{
  filter?: Types.JobFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type JobsQuery = { jobs: { edges: Array<{ node: { revision: number, createdAt: string, finishedAt: string | null, problem: string | null, resultUrl: string | null, id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null, channel: { id: string, code: string, name: string } | null, agreement: { id: string, code: string } | null, file: { id: string, name: string | null } | null, productVersion: { id: string, version: number } | null, endpoint: { id: string, url: string } | null, madeBy:
          | { __typename: 'ChannelKey', keyId: string }
          | { __typename: 'Colleague', id: string, displayName: string }
          | { __typename: 'CommandLine', user: string }
          | { __typename: 'System', name: string }
         | null, allowed: Array<{ act: string, possible: boolean, reason:
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
           | null }> } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } } };

export type JobPageQueryVariables = Exact<{
  id: string;
}>;


export type JobPageQuery = { job: { revision: number, failuresUrl: string | null, createdAt: string, finishedAt: string | null, problem: string | null, resultUrl: string | null, id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null, failureCodes: Array<{ code: string, rows: number }>, failures: Array<{ line: string, code: string, path: string, message: string }>, channel: { id: string, code: string, name: string } | null, agreement: { id: string, code: string } | null, file: { id: string, name: string | null } | null, productVersion: { id: string, version: number } | null, endpoint: { id: string, url: string } | null, madeBy:
      | { __typename: 'ChannelKey', keyId: string }
      | { __typename: 'Colleague', id: string, displayName: string }
      | { __typename: 'CommandLine', user: string }
      | { __typename: 'System', name: string }
     | null, allowed: Array<{ act: string, possible: boolean, reason:
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

export type JobRowFragment = { revision: number, createdAt: string, finishedAt: string | null, problem: string | null, resultUrl: string | null, id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null, channel: { id: string, code: string, name: string } | null, agreement: { id: string, code: string } | null, file: { id: string, name: string | null } | null, productVersion: { id: string, version: number } | null, endpoint: { id: string, url: string } | null, madeBy:
    | { __typename: 'ChannelKey', keyId: string }
    | { __typename: 'Colleague', id: string, displayName: string }
    | { __typename: 'CommandLine', user: string }
    | { __typename: 'System', name: string }
   | null, allowed: Array<{ act: string, possible: boolean, reason:
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
     | null }> };

export type StopJobMutationVariables = Exact<{
  input: Types.StopJobInput;
}>;


export type StopJobMutation = { stopJob: { job: { id: string, state: Types.JobState } | null, userErrors: Array<
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

export type ResumeJobMutationVariables = Exact<{
  input: Types.ResumeJobInput;
}>;


export type ResumeJobMutation = { resumeJob: { job: { id: string, state: Types.JobState } | null, userErrors: Array<
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
export const JobRowFragmentDoc = new TypedDocumentString(`
    fragment JobRow on Job {
  ...JobProgress
  revision
  createdAt
  finishedAt
  problem
  resultUrl
  channel {
    id
    code
    name
  }
  agreement {
    id
    code
  }
  file {
    id
    name
  }
  productVersion {
    id
    version
  }
  endpoint {
    id
    url
  }
  madeBy {
    __typename
    ... on Colleague {
      id
      displayName
    }
    ... on System {
      name
    }
    ... on CommandLine {
      user
    }
    ... on ChannelKey {
      keyId
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
    fragment JobProgress on Job {
  id
  kind
  state
  done
  total
  failed
  perMinute
  secondsLeft
}`, {"fragmentName":"JobRow"}) as unknown as TypedDocumentString<JobRowFragment, unknown>;
export const JobsDocument = new TypedDocumentString(`
    query Jobs($filter: JobFilter, $first: Int, $after: String, $last: Int, $before: String) {
  jobs(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        ...JobRow
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
    fragment JobRow on Job {
  ...JobProgress
  revision
  createdAt
  finishedAt
  problem
  resultUrl
  channel {
    id
    code
    name
  }
  agreement {
    id
    code
  }
  file {
    id
    name
  }
  productVersion {
    id
    version
  }
  endpoint {
    id
    url
  }
  madeBy {
    __typename
    ... on Colleague {
      id
      displayName
    }
    ... on System {
      name
    }
    ... on CommandLine {
      user
    }
    ... on ChannelKey {
      keyId
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
fragment JobProgress on Job {
  id
  kind
  state
  done
  total
  failed
  perMinute
  secondsLeft
}`) as unknown as TypedDocumentString<JobsQuery, JobsQueryVariables>;
export const JobPageDocument = new TypedDocumentString(`
    query JobPage($id: ID!) {
  job(id: $id) {
    ...JobRow
    revision
    failuresUrl
    failureCodes {
      code
      rows
    }
    failures {
      line
      code
      path
      message
    }
  }
}
    fragment JobRow on Job {
  ...JobProgress
  revision
  createdAt
  finishedAt
  problem
  resultUrl
  channel {
    id
    code
    name
  }
  agreement {
    id
    code
  }
  file {
    id
    name
  }
  productVersion {
    id
    version
  }
  endpoint {
    id
    url
  }
  madeBy {
    __typename
    ... on Colleague {
      id
      displayName
    }
    ... on System {
      name
    }
    ... on CommandLine {
      user
    }
    ... on ChannelKey {
      keyId
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
fragment JobProgress on Job {
  id
  kind
  state
  done
  total
  failed
  perMinute
  secondsLeft
}`) as unknown as TypedDocumentString<JobPageQuery, JobPageQueryVariables>;
export const StopJobDocument = new TypedDocumentString(`
    mutation StopJob($input: StopJobInput!) {
  stopJob(input: $input) {
    job {
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
    `) as unknown as TypedDocumentString<StopJobMutation, StopJobMutationVariables>;
export const ResumeJobDocument = new TypedDocumentString(`
    mutation ResumeJob($input: ResumeJobInput!) {
  resumeJob(input: $input) {
    job {
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
    `) as unknown as TypedDocumentString<ResumeJobMutation, ResumeJobMutationVariables>;