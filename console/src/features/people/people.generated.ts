/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AddPersonInput = {
  displayName: string;
  email: string;
  name: string;
  reason: string;
  requestNo: string;
  roles: Array<OpsRole>;
};

export type ApprovalKind =
  | 'AGREEMENT'
  | 'CLAIM_AUTHORITY'
  | 'CLAIM_PAYOUT'
  | 'CLAIM_REOPENING'
  | 'CREDENTIAL'
  | 'ERASURE'
  | 'EXPORT'
  | 'PUBLICATION'
  | 'RECOVERY'
  | 'REPORTING_TOKEN'
  | 'ROLES';

export type ChangePersonInput = {
  displayName?: string | null | undefined;
  email?: string | null | undefined;
  expectedRevision: number;
  id: string;
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

export type MoneyInput = {
  amount: string;
  currency: string;
};

export type OpsRole =
  | 'AUDIT'
  | 'CLAIMS'
  | 'FINANCE'
  | 'SALES'
  | 'SECURITY_ADMIN'
  | 'SERVICE'
  | 'SYSTEM_ADMIN'
  | 'UNDERWRITING';

export type PersonFilter = {
  locked?: boolean | null | undefined;
  name?: string | null | undefined;
  roles?: Array<OpsRole> | null | undefined;
  states?: Array<PersonState> | null | undefined;
};

export type PersonState =
  | 'ACTIVE'
  | 'SUSPENDED';

export type ReinstatePersonInput = {
  expectedRevision: number;
  id: string;
  reason: string;
};

export type RequestClaimAuthorityInput = {
  amount?: MoneyInput | null | undefined;
  personId?: string | null | undefined;
  productCode: string;
  reason: string;
  requestNo: string;
  role?: OpsRole | null | undefined;
};

export type RequestRecoveryInput = {
  expectedRevision: number;
  id: string;
  reason: string;
};

export type RequestReportingTokenInput = {
  expiresAt: string;
  name: string;
  reason: string;
  requestNo: string;
};

export type RequestRolesInput = {
  expectedRevision: number;
  id: string;
  reason: string;
  roles: Array<OpsRole>;
};

export type RevokeReportingTokenInput = {
  expectedRevision: number;
  id: string;
  reason: string;
};

export type SessionVia =
  | 'OIDC'
  | 'PASSWORD';

export type SuspendPersonInput = {
  expectedRevision: number;
  id: string;
  reason: string;
};

export type UnlockPersonInput = {
  expectedRevision: number;
  id: string;
};

export type PersonRowFragment = { id: string, name: string, displayName: string, email: string, roles: Array<Types.OpsRole>, state: Types.PersonState, secondFactor: boolean, revision: number, createdAt: string, lastLoginAt: string | null, lockedUntil: string | null };

export type WaitingRequestFragment = { id: string, kind: Types.ApprovalKind, object: string, content: Record<string, unknown>, requestedBy: { id: string, displayName: string } | null };

export type AuthorityFragment = { role: Types.OpsRole | null, productCode: string, person: { id: string } | null, amount: { amount: string, currency: string } };

export type PeopleQueryVariables = Exact<{
  filter?: Types.PersonFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PeopleQuery = { people: { edges: Array<{ node: { id: string, name: string, displayName: string, email: string, roles: Array<Types.OpsRole>, state: Types.PersonState, secondFactor: boolean, revision: number, createdAt: string, lastLoginAt: string | null, lockedUntil: string | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } } | null, locked: { count: { value: number, exact: boolean } } | null, waiting: { edges: Array<{ node: { id: string, kind: Types.ApprovalKind, object: string, content: Record<string, unknown>, requestedBy: { id: string, displayName: string } | null } }> }, claimAuthorities: Array<{ role: Types.OpsRole | null, productCode: string, person: { id: string } | null, amount: { amount: string, currency: string } }> | null };

export type RolePermissionsQueryVariables = Exact<{ [key: string]: never; }>;


export type RolePermissionsQuery = { rolePermissions: Array<{ role: Types.OpsRole, allows: Array<string> }> };

export type PersonPageQueryVariables = Exact<{
  id: string;
}>;


export type PersonPageQuery = { node:
    | { __typename: 'Agreement', id: string }
    | { __typename: 'Approval', id: string }
    | { __typename: 'AuditRecord', id: string }
    | { __typename: 'Channel', id: string }
    | { __typename: 'Claim', id: string }
    | { __typename: 'ClaimNote', id: string }
    | { __typename: 'Colleague', id: string }
    | { __typename: 'Credential', id: string }
    | { __typename: 'Delivery', id: string }
    | { __typename: 'Endorsement', id: string }
    | { __typename: 'Event', id: string }
    | { __typename: 'Job', id: string }
    | { __typename: 'Payout', id: string }
    | { __typename: 'Person', id: string, name: string, displayName: string, email: string, roles: Array<Types.OpsRole>, state: Types.PersonState, secondFactor: boolean, revision: number, createdAt: string, lastLoginAt: string | null, lockedUntil: string | null, allowed: Array<{ act: string, possible: boolean, reason:
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
         | null }> }
    | { __typename: 'Policy', id: string }
    | { __typename: 'Preference', id: string }
    | { __typename: 'ProductVersion', id: string }
    | { __typename: 'ReportingToken', id: string }
    | { __typename: 'ServiceRequest', id: string }
    | { __typename: 'Session', id: string }
    | { __typename: 'WebhookEndpoint', id: string }
   | null, sessions: Array<{ id: string, via: Types.SessionVia, address: string, userAgent: string, createdAt: string, lastSeenAt: string, current: boolean }>, waiting: { edges: Array<{ node: { id: string, kind: Types.ApprovalKind, object: string, content: Record<string, unknown>, requestedBy: { id: string, displayName: string } | null } }> }, claimAuthorities: Array<{ role: Types.OpsRole | null, productCode: string, person: { id: string } | null, amount: { amount: string, currency: string } }> | null };

export type AuthorityChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type AuthorityChoicesQuery = { publishedProducts: Array<{ code: string, name: { zh: string, en: string } }> };

export type ReportingTokensQueryVariables = Exact<{ [key: string]: never; }>;


export type ReportingTokensQuery = { reportingTokens: Array<{ id: string, name: string, revision: number, createdAt: string, expiresAt: string, revokedAt: string | null, lastUsedAt: string | null, madeBy: { id: string, displayName: string } }> | null, waiting: { edges: Array<{ node: { id: string, kind: Types.ApprovalKind, object: string, content: Record<string, unknown>, requestedBy: { id: string, displayName: string } | null } }> } };

export type AddPersonMutationVariables = Exact<{
  input: Types.AddPersonInput;
}>;


export type AddPersonMutation = { addPerson: { temporaryPassword: string | null, replayed: boolean, person: { id: string, name: string, displayName: string } | null, approval: { id: string } | null, userErrors: Array<
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

export type ChangePersonMutationVariables = Exact<{
  input: Types.ChangePersonInput;
}>;


export type ChangePersonMutation = { changePerson: { person: { id: string } | null, userErrors: Array<
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

export type RequestRolesMutationVariables = Exact<{
  input: Types.RequestRolesInput;
}>;


export type RequestRolesMutation = { requestRoles: { approval: { id: string } | null, userErrors: Array<
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

export type RequestRecoveryMutationVariables = Exact<{
  input: Types.RequestRecoveryInput;
}>;


export type RequestRecoveryMutation = { requestRecovery: { temporaryPassword: string | null, approval: { id: string } | null, userErrors: Array<
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

export type SuspendPersonMutationVariables = Exact<{
  input: Types.SuspendPersonInput;
}>;


export type SuspendPersonMutation = { suspendPerson: { person: { id: string, state: Types.PersonState } | null, userErrors: Array<
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

export type ReinstatePersonMutationVariables = Exact<{
  input: Types.ReinstatePersonInput;
}>;


export type ReinstatePersonMutation = { reinstatePerson: { person: { id: string, state: Types.PersonState } | null, userErrors: Array<
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

export type UnlockPersonMutationVariables = Exact<{
  input: Types.UnlockPersonInput;
}>;


export type UnlockPersonMutation = { unlockPerson: { person: { id: string, lockedUntil: string | null } | null, userErrors: Array<
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

export type EndPersonSessionMutationVariables = Exact<{
  input: Types.EndSessionInput;
}>;


export type EndPersonSessionMutation = { endSession: { userErrors: Array<
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

export type RequestClaimAuthorityMutationVariables = Exact<{
  input: Types.RequestClaimAuthorityInput;
}>;


export type RequestClaimAuthorityMutation = { requestClaimAuthority: { replayed: boolean, approval: { id: string } | null, userErrors: Array<
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

export type RequestReportingTokenMutationVariables = Exact<{
  input: Types.RequestReportingTokenInput;
}>;


export type RequestReportingTokenMutation = { requestReportingToken: { token: string | null, replayed: boolean, approval: { id: string } | null, userErrors: Array<
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

export type RevokeReportingTokenMutationVariables = Exact<{
  input: Types.RevokeReportingTokenInput;
}>;


export type RevokeReportingTokenMutation = { revokeReportingToken: { token: { id: string, revokedAt: string | null } | null, userErrors: Array<
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
export const PersonRowFragmentDoc = new TypedDocumentString(`
    fragment PersonRow on Person {
  id
  name
  displayName
  email
  roles
  state
  secondFactor
  revision
  createdAt
  lastLoginAt
  lockedUntil
}
    `, {"fragmentName":"PersonRow"}) as unknown as TypedDocumentString<PersonRowFragment, unknown>;
export const WaitingRequestFragmentDoc = new TypedDocumentString(`
    fragment WaitingRequest on Approval {
  id
  kind
  object
  content
  requestedBy {
    id
    displayName
  }
}
    `, {"fragmentName":"WaitingRequest"}) as unknown as TypedDocumentString<WaitingRequestFragment, unknown>;
export const AuthorityFragmentDoc = new TypedDocumentString(`
    fragment Authority on ClaimAuthority {
  person {
    id
  }
  role
  productCode
  amount {
    amount
    currency
  }
}
    `, {"fragmentName":"Authority"}) as unknown as TypedDocumentString<AuthorityFragment, unknown>;
export const PeopleDocument = new TypedDocumentString(`
    query People($filter: PersonFilter, $first: Int, $after: String, $last: Int, $before: String) {
  people(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        ...PersonRow
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
  locked: people(filter: {locked: true}, first: 1) {
    count {
      value
      exact
    }
  }
  waiting: approvals(filter: {kinds: [ROLES], states: [REQUESTED]}, first: 100) {
    edges {
      node {
        ...WaitingRequest
      }
    }
  }
  claimAuthorities {
    ...Authority
  }
}
    fragment PersonRow on Person {
  id
  name
  displayName
  email
  roles
  state
  secondFactor
  revision
  createdAt
  lastLoginAt
  lockedUntil
}
fragment WaitingRequest on Approval {
  id
  kind
  object
  content
  requestedBy {
    id
    displayName
  }
}
fragment Authority on ClaimAuthority {
  person {
    id
  }
  role
  productCode
  amount {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<PeopleQuery, PeopleQueryVariables>;
export const RolePermissionsDocument = new TypedDocumentString(`
    query RolePermissions {
  rolePermissions {
    role
    allows
  }
}
    `) as unknown as TypedDocumentString<RolePermissionsQuery, RolePermissionsQueryVariables>;
export const PersonPageDocument = new TypedDocumentString(`
    query PersonPage($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Person {
      ...PersonRow
      allowed {
        act
        possible
        reason {
          code
          message
        }
      }
    }
  }
  sessions(personId: $id) {
    id
    via
    address
    userAgent
    createdAt
    lastSeenAt
    current
  }
  waiting: approvals(
    filter: {kinds: [ROLES, RECOVERY, CLAIM_AUTHORITY], states: [REQUESTED]}
    first: 100
  ) {
    edges {
      node {
        ...WaitingRequest
      }
    }
  }
  claimAuthorities {
    ...Authority
  }
}
    fragment PersonRow on Person {
  id
  name
  displayName
  email
  roles
  state
  secondFactor
  revision
  createdAt
  lastLoginAt
  lockedUntil
}
fragment WaitingRequest on Approval {
  id
  kind
  object
  content
  requestedBy {
    id
    displayName
  }
}
fragment Authority on ClaimAuthority {
  person {
    id
  }
  role
  productCode
  amount {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<PersonPageQuery, PersonPageQueryVariables>;
export const AuthorityChoicesDocument = new TypedDocumentString(`
    query AuthorityChoices {
  publishedProducts {
    code
    name {
      zh
      en
    }
  }
}
    `) as unknown as TypedDocumentString<AuthorityChoicesQuery, AuthorityChoicesQueryVariables>;
export const ReportingTokensDocument = new TypedDocumentString(`
    query ReportingTokens {
  reportingTokens {
    id
    name
    revision
    createdAt
    expiresAt
    revokedAt
    lastUsedAt
    madeBy {
      id
      displayName
    }
  }
  waiting: approvals(
    filter: {kinds: [REPORTING_TOKEN], states: [REQUESTED]}
    first: 100
  ) {
    edges {
      node {
        ...WaitingRequest
      }
    }
  }
}
    fragment WaitingRequest on Approval {
  id
  kind
  object
  content
  requestedBy {
    id
    displayName
  }
}`) as unknown as TypedDocumentString<ReportingTokensQuery, ReportingTokensQueryVariables>;
export const AddPersonDocument = new TypedDocumentString(`
    mutation AddPerson($input: AddPersonInput!) {
  addPerson(input: $input) {
    person {
      id
      name
      displayName
    }
    temporaryPassword
    approval {
      id
    }
    replayed
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<AddPersonMutation, AddPersonMutationVariables>;
export const ChangePersonDocument = new TypedDocumentString(`
    mutation ChangePerson($input: ChangePersonInput!) {
  changePerson(input: $input) {
    person {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ChangePersonMutation, ChangePersonMutationVariables>;
export const RequestRolesDocument = new TypedDocumentString(`
    mutation RequestRoles($input: RequestRolesInput!) {
  requestRoles(input: $input) {
    approval {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RequestRolesMutation, RequestRolesMutationVariables>;
export const RequestRecoveryDocument = new TypedDocumentString(`
    mutation RequestRecovery($input: RequestRecoveryInput!) {
  requestRecovery(input: $input) {
    approval {
      id
    }
    temporaryPassword
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RequestRecoveryMutation, RequestRecoveryMutationVariables>;
export const SuspendPersonDocument = new TypedDocumentString(`
    mutation SuspendPerson($input: SuspendPersonInput!) {
  suspendPerson(input: $input) {
    person {
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
    `) as unknown as TypedDocumentString<SuspendPersonMutation, SuspendPersonMutationVariables>;
export const ReinstatePersonDocument = new TypedDocumentString(`
    mutation ReinstatePerson($input: ReinstatePersonInput!) {
  reinstatePerson(input: $input) {
    person {
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
    `) as unknown as TypedDocumentString<ReinstatePersonMutation, ReinstatePersonMutationVariables>;
export const UnlockPersonDocument = new TypedDocumentString(`
    mutation UnlockPerson($input: UnlockPersonInput!) {
  unlockPerson(input: $input) {
    person {
      id
      lockedUntil
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<UnlockPersonMutation, UnlockPersonMutationVariables>;
export const EndPersonSessionDocument = new TypedDocumentString(`
    mutation EndPersonSession($input: EndSessionInput!) {
  endSession(input: $input) {
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<EndPersonSessionMutation, EndPersonSessionMutationVariables>;
export const RequestClaimAuthorityDocument = new TypedDocumentString(`
    mutation RequestClaimAuthority($input: RequestClaimAuthorityInput!) {
  requestClaimAuthority(input: $input) {
    approval {
      id
    }
    replayed
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RequestClaimAuthorityMutation, RequestClaimAuthorityMutationVariables>;
export const RequestReportingTokenDocument = new TypedDocumentString(`
    mutation RequestReportingToken($input: RequestReportingTokenInput!) {
  requestReportingToken(input: $input) {
    approval {
      id
    }
    token
    replayed
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RequestReportingTokenMutation, RequestReportingTokenMutationVariables>;
export const RevokeReportingTokenDocument = new TypedDocumentString(`
    mutation RevokeReportingToken($input: RevokeReportingTokenInput!) {
  revokeReportingToken(input: $input) {
    token {
      id
      revokedAt
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeReportingTokenMutation, RevokeReportingTokenMutationVariables>;