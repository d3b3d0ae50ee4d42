/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type HealthCode =
  | 'ALMOST_FULL'
  | 'AWAY'
  | 'BEHIND'
  | 'CLOCKS_APART'
  | 'FINE'
  | 'NOBODY_WORKS'
  | 'NOTHING_KNOWN'
  | 'NOT_SIGNED'
  | 'NOT_WRITABLE'
  | 'SLOW'
  | 'STUCK'
  | 'TIMED_OUT';

export type HealthMeasure =
  | 'CHECKPOINT'
  | 'DELAYED'
  | 'DIFFERENCE_MS'
  | 'DISPUTED'
  | 'ENDPOINTS_OFF'
  | 'FAILED'
  | 'FREE_BYTES'
  | 'LATENCY_MS'
  | 'OLDEST_SECONDS'
  | 'PROCESSES'
  | 'SEQUENCE'
  | 'TOTAL_BYTES'
  | 'UNSETTLED'
  | 'WAITING'
  | 'WORKERS';

export type HealthState =
  | 'OK'
  | 'TROUBLE'
  | 'UNKNOWN';

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

export type SystemPart =
  | 'AUDIT'
  | 'CLOCK'
  | 'DATABASE'
  | 'MAIL'
  | 'OUTBOX'
  | 'PAYMENTS'
  | 'QUEUES'
  | 'STORAGE'
  | 'TRACKING'
  | 'WEBHOOKS'
  | 'WORKERS';

export type SystemQueryVariables = Exact<{ [key: string]: never; }>;


export type SystemQuery = { installation: { version: string }, system: { at: string, databaseVersion: string | null, parts: Array<{ part: Types.SystemPart, state: Types.HealthState, code: Types.HealthCode, since: string | null, figures: Array<{ measure: Types.HealthMeasure, value: string }> }>, queues: Array<{ name: string, waiting: number, active: number, retried: number, stale: number, oldestSeconds: number, doneToday: number, failedToday: number }> | null, workers: Array<{ host: string, pid: number, startedAt: string, active: number, most: number }> | null } | null };

export type SystemLatelyQueryVariables = Exact<{ [key: string]: never; }>;


export type SystemLatelyQuery = { jobs: { edges: Array<{ node: { id: string, kind: Types.JobKind, state: Types.JobState, createdAt: string, finishedAt: string | null } }> } };

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

export const SystemDocument = new TypedDocumentString(`
    query System {
  installation {
    version
  }
  system {
    at
    databaseVersion
    parts {
      part
      state
      code
      since
      figures {
        measure
        value
      }
    }
    queues {
      name
      waiting
      active
      retried
      stale
      oldestSeconds
      doneToday
      failedToday
    }
    workers {
      host
      pid
      startedAt
      active
      most
    }
  }
}
    `) as unknown as TypedDocumentString<SystemQuery, SystemQueryVariables>;
export const SystemLatelyDocument = new TypedDocumentString(`
    query SystemLately {
  jobs(filter: {}, first: 8) {
    edges {
      node {
        id
        kind
        state
        createdAt
        finishedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SystemLatelyQuery, SystemLatelyQueryVariables>;