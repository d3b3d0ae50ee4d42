/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type PolledList =
  | 'APPROVALS'
  | 'CLAIMS'
  | 'JOBS'
  | 'SERVICE_REQUESTS';

export type ChangesQueryVariables = Exact<{
  lists?: Array<Types.PolledList> | Types.PolledList | null | undefined;
  since?: string | null | undefined;
}>;


export type ChangesQuery = { changes: { token: string, lists: Array<{ list: Types.PolledList, reload: boolean, changed: Array<{ nodeId: string, changedAt: string }> }> } | null };

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

export const ChangesDocument = new TypedDocumentString(`
    query Changes($lists: [PolledList!], $since: String) {
  changes(lists: $lists, since: $since) {
    token
    lists {
      list
      reload
      changed {
        nodeId
        changedAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ChangesQuery, ChangesQueryVariables>;