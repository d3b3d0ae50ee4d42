/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ChangePasswordInput = {
  current: string;
  new: string;
};

export type ConfirmSecondFactorInput = {
  code: string;
};

export type EndSessionInput = {
  id: string;
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

export type InstallationMode =
  | 'DEVELOPMENT'
  | 'PRODUCTION';

export type LoginInput = {
  code?: string | null | undefined;
  name: string;
  password: string;
};

export type SessionVia =
  | 'OIDC'
  | 'PASSWORD';

export type SetupStep =
  | 'CHANGE_PASSWORD'
  | 'CONFIRM_SECOND_FACTOR'
  | 'ENROL_SECOND_FACTOR';

export type InstallationQueryVariables = Exact<{ [key: string]: never; }>;


export type InstallationQuery = { installation: { name: string, version: string, mode: Types.InstallationMode, companyAccount: boolean, secondFactorRequired: boolean, passwordRules: { least: number, most: number, different: number } } };

export type LoginMutationVariables = Exact<{
  input: Types.LoginInput;
}>;


export type LoginMutation = { login: { viewer: { setup: Array<Types.SetupStep> | null } | null, userErrors: Array<
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

export type SetupQueryVariables = Exact<{ [key: string]: never; }>;


export type SetupQuery = { viewer: { setup: Array<Types.SetupStep> | null } };

export type ChangePasswordMutationVariables = Exact<{
  input: Types.ChangePasswordInput;
}>;


export type ChangePasswordMutation = { changePassword: { userErrors: Array<
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

export type EnrolSecondFactorMutationVariables = Exact<{ [key: string]: never; }>;


export type EnrolSecondFactorMutation = { enrolSecondFactor: { secret: string | null, uri: string | null, userErrors: Array<
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

export type ConfirmSecondFactorMutationVariables = Exact<{
  input: Types.ConfirmSecondFactorInput;
}>;


export type ConfirmSecondFactorMutation = { confirmSecondFactor: { recoveryCodes: Array<string> | null, userErrors: Array<
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

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { sessions: Array<{ id: string, via: Types.SessionVia, address: string, userAgent: string, createdAt: string, lastSeenAt: string, expiresAt: string, current: boolean }> };

export type EndSessionMutationVariables = Exact<{
  input: Types.EndSessionInput;
}>;


export type EndSessionMutation = { endSession: { userErrors: Array<
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

export const InstallationDocument = new TypedDocumentString(`
    query Installation {
  installation {
    name
    version
    mode
    companyAccount
    secondFactorRequired
    passwordRules {
      least
      most
      different
    }
  }
}
    `) as unknown as TypedDocumentString<InstallationQuery, InstallationQueryVariables>;
export const LoginDocument = new TypedDocumentString(`
    mutation Login($input: LoginInput!) {
  login(input: $input) {
    viewer {
      setup
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<LoginMutation, LoginMutationVariables>;
export const SetupDocument = new TypedDocumentString(`
    query Setup {
  viewer {
    setup
  }
}
    `) as unknown as TypedDocumentString<SetupQuery, SetupQueryVariables>;
export const ChangePasswordDocument = new TypedDocumentString(`
    mutation ChangePassword($input: ChangePasswordInput!) {
  changePassword(input: $input) {
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const EnrolSecondFactorDocument = new TypedDocumentString(`
    mutation EnrolSecondFactor {
  enrolSecondFactor {
    secret
    uri
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<EnrolSecondFactorMutation, EnrolSecondFactorMutationVariables>;
export const ConfirmSecondFactorDocument = new TypedDocumentString(`
    mutation ConfirmSecondFactor($input: ConfirmSecondFactorInput!) {
  confirmSecondFactor(input: $input) {
    recoveryCodes
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ConfirmSecondFactorMutation, ConfirmSecondFactorMutationVariables>;
export const SessionsDocument = new TypedDocumentString(`
    query Sessions {
  sessions {
    id
    via
    address
    userAgent
    createdAt
    lastSeenAt
    expiresAt
    current
  }
}
    `) as unknown as TypedDocumentString<SessionsQuery, SessionsQueryVariables>;
export const EndSessionDocument = new TypedDocumentString(`
    mutation EndSession($input: EndSessionInput!) {
  endSession(input: $input) {
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<EndSessionMutation, EndSessionMutationVariables>;