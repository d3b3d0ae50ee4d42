/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type InboxKind =
  | 'APPROVALS'
  | 'CLAIMS_MINE'
  | 'CLAIMS_OVERDUE'
  | 'CLAIMS_UNASSIGNED'
  | 'DRAFTS_WRONG'
  | 'ENDPOINTS_TROUBLED'
  | 'EVIDENCE_CAME'
  | 'JOBS_FAILED'
  | 'JOBS_RUNNING'
  | 'PAYOUTS_DISPUTED'
  | 'PAYOUT_APPROVALS'
  | 'REQUESTS_MINE'
  | 'REQUESTS_OPENED'
  | 'REQUESTS_OVERDUE'
  | 'REQUESTS_UNASSIGNED';

export type InboxList =
  | 'APPROVALS'
  | 'CLAIMS'
  | 'ENDPOINTS'
  | 'JOBS'
  | 'PRODUCTS'
  | 'SERVICE_REQUESTS';

export type InboxQueryVariables = Exact<{ [key: string]: never; }>;


export type InboxQuery = { viewer: { inbox: Array<{ kind: Types.InboxKind, oldest: string | null, nearestPromise: string | null, list: Types.InboxList, filter: Record<string, unknown>, count: { value: number, exact: boolean } }> | null } };

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

export const InboxDocument = new TypedDocumentString(`
    query Inbox {
  viewer {
    inbox {
      kind
      count {
        value
        exact
      }
      oldest
      nearestPromise
      list
      filter
    }
  }
}
    `) as unknown as TypedDocumentString<InboxQuery, InboxQueryVariables>;