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

export type Mode =
  | 'LIVE'
  | 'SANDBOX';

export type OpsRole =
  | 'AUDIT'
  | 'CLAIMS'
  | 'FINANCE'
  | 'SALES'
  | 'SECURITY_ADMIN'
  | 'SERVICE'
  | 'SYSTEM_ADMIN'
  | 'UNDERWRITING';

export type SetPreferenceInput = {
  expectedRevision: number;
  key: string;
  value?: string | null | undefined;
};

export type MeQueryVariables = Exact<{
  enums?: Array<string> | string | null | undefined;
}>;


export type MeQuery = { viewer: { roles: Array<Types.OpsRole> | null, allows: Array<string> | null, mode: Types.Mode, revealsLeft: number | null, formKey: string | null, idleUntil: string | null, person: { id: string, name: string, displayName: string } | null, session: { id: string, expiresAt: string } | null, preferences: Array<{ id: string, key: string, value: string, revision: number }> | null }, terms: Array<{ coordinate: string, text: { zh: string, en: string } }> };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: { userErrors: Array<
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

export type SetPreferenceMutationVariables = Exact<{
  input: Types.SetPreferenceInput;
}>;


export type SetPreferenceMutation = { setPreference: { preference: { id: string, key: string, value: string, revision: number } | null, userErrors: Array<
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

export const MeDocument = new TypedDocumentString(`
    query Me($enums: [String!]) {
  viewer {
    roles
    allows
    mode
    revealsLeft
    formKey
    idleUntil
    person {
      id
      name
      displayName
    }
    session {
      id
      expiresAt
    }
    preferences {
      id
      key
      value
      revision
    }
  }
  terms(enums: $enums) {
    coordinate
    text {
      zh
      en
    }
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const LogoutDocument = new TypedDocumentString(`
    mutation Logout {
  logout {
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<LogoutMutation, LogoutMutationVariables>;
export const SetPreferenceDocument = new TypedDocumentString(`
    mutation SetPreference($input: SetPreferenceInput!) {
  setPreference(input: $input) {
    preference {
      id
      key
      value
      revision
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<SetPreferenceMutation, SetPreferenceMutationVariables>;