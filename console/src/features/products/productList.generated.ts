/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ApprovalState =
  | 'APPROVED'
  | 'REJECTED'
  | 'REQUESTED'
  | 'VOID'
  | 'WITHDRAWN';

export type ProductsQueryVariables = Exact<{ [key: string]: never; }>;


export type ProductsQuery = { products: Array<{ id: string, code: string, name: { zh: string, en: string }, onSale: { id: string, version: number, publishedAt: string | null, withdrawAt: string | null } | null, draft: { id: string, version: number, publishAt: string | null, approval: { id: string, state: Types.ApprovalState } | null } | null, agreements: Array<{ id: string }> }> };

export type DraftMistakesQueryVariables = Exact<{ [key: string]: never; }>;


export type DraftMistakesQuery = { products: Array<{ id: string, draft: { id: string, mistakes: number | null } | null }> };

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

export const ProductsDocument = new TypedDocumentString(`
    query Products {
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
      publishedAt
      withdrawAt
    }
    draft {
      id
      version
      publishAt
      approval {
        id
        state
      }
    }
    agreements {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<ProductsQuery, ProductsQueryVariables>;
export const DraftMistakesDocument = new TypedDocumentString(`
    query DraftMistakes {
  products {
    id
    draft {
      id
      mistakes
    }
  }
}
    `) as unknown as TypedDocumentString<DraftMistakesQuery, DraftMistakesQueryVariables>;