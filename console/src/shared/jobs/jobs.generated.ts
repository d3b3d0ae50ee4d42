/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type RunningJobsQueryVariables = Exact<{ [key: string]: never; }>;


export type RunningJobsQuery = { jobs: { edges: Array<{ node: { id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null } }>, count: { value: number, exact: boolean } } };

export type JobProgressFragment = { id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null };

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
export const JobProgressFragmentDoc = new TypedDocumentString(`
    fragment JobProgress on Job {
  id
  kind
  state
  done
  total
  failed
  perMinute
  secondsLeft
}
    `, {"fragmentName":"JobProgress"}) as unknown as TypedDocumentString<JobProgressFragment, unknown>;
export const RunningJobsDocument = new TypedDocumentString(`
    query RunningJobs {
  jobs(filter: {states: [QUEUED, RUNNING], mine: true}, first: 5) {
    edges {
      node {
        ...JobProgress
      }
    }
    count {
      value
      exact
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
}`) as unknown as TypedDocumentString<RunningJobsQuery, RunningJobsQueryVariables>;