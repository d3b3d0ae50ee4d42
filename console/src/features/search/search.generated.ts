/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type SearchKind =
  | 'CHANNEL'
  | 'CLAIM'
  | 'COLLEAGUE'
  | 'ENDORSEMENT'
  | 'POLICY'
  | 'PRODUCT'
  | 'SERVICE_REQUEST';

export type SearchMatch =
  | 'CODE'
  | 'EMAIL'
  | 'IDENTITY_NO'
  | 'INSURED'
  | 'NAME'
  | 'NUMBER'
  | 'ORDER_NO'
  | 'PERSON_NAME'
  | 'PHONE'
  | 'SEARCH_VALUE';

export type SearchQueryVariables = Exact<{
  text: string;
  persons?: boolean | null | undefined;
}>;


export type SearchQuery = { search: { personal: boolean, hits: Array<{ kind: Types.SearchKind, nodeId: string, by: Types.SearchMatch, title: string, about: string, state: string | null, policyNumber: string | null, name: string | null, channel: { id: string, code: string, name: string } | null }> } };

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

export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!, $persons: Boolean) {
  search(text: $text, first: 5, persons: $persons) {
    hits {
      kind
      nodeId
      by
      title
      about
      state
      channel {
        id
        code
        name
      }
      policyNumber
      name
    }
    personal
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;