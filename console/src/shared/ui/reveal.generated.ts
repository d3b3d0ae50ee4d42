/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/types.generated';

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

export type PersonalDataClass =
  | 'ACCOUNT'
  | 'CONTACT'
  | 'IDENTITY_NO'
  | 'NAME';

export type RevealPersonalDataInput = {
  classes: Array<PersonalDataClass>;
  id: string;
  reason: string;
};

export type RevealMutationVariables = Exact<{
  input: Types.RevealPersonalDataInput;
}>;


export type RevealMutation = { revealPersonalData: { remaining: number | null, values: Array<{ name: string, value: string }> | null, userErrors: Array<
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

export const RevealDocument = new TypedDocumentString(`
    mutation Reveal($input: RevealPersonalDataInput!) {
  revealPersonalData(input: $input) {
    values {
      name
      value
    }
    remaining
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RevealMutation, RevealMutationVariables>;