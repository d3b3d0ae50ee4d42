/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AuditAction =
  | 'ACCOUNT_ADD'
  | 'ACCOUNT_SETTLE'
  | 'AGREEMENT_CHANGE'
  | 'AGREEMENT_END'
  | 'AGREEMENT_MAKE'
  | 'APPROVAL_APPROVE'
  | 'APPROVAL_COMMENT'
  | 'APPROVAL_REJECT'
  | 'APPROVAL_REQUEST'
  | 'APPROVAL_VOID'
  | 'APPROVAL_WITHDRAW'
  | 'AUDIT_EXPORT'
  | 'AUDIT_VERIFY'
  | 'BULK_CHECK'
  | 'BULK_ISSUE'
  | 'CHANNEL_ADD'
  | 'CHANNEL_CHANGE'
  | 'CHANNEL_CLOSE'
  | 'CHANNEL_REOPEN'
  | 'CLAIM_ASSIGN'
  | 'CLAIM_AUTHORITY_SET'
  | 'CLAIM_DECIDE'
  | 'CLAIM_EXPORT'
  | 'CLAIM_NOTE'
  | 'CLAIM_OPEN_FILE'
  | 'CLAIM_RECOVER'
  | 'CLAIM_REOPEN'
  | 'CLAIM_REQUEST_EVIDENCE'
  | 'CLAIM_RESOLVE_DISPUTE'
  | 'CLAIM_RETRY_PAYOUT'
  | 'CLAIM_SUBMIT'
  | 'CLAIM_TAKE'
  | 'CLAIM_UPDATE'
  | 'CLAIM_WITHDRAW'
  | 'CREDENTIAL_ADD'
  | 'CREDENTIAL_ADDRESSES'
  | 'CREDENTIAL_REVOKE'
  | 'ENDPOINT_ADD'
  | 'ENDPOINT_CHALLENGE'
  | 'ENDPOINT_CHANGE'
  | 'ENDPOINT_DELETE'
  | 'ENDPOINT_DISABLE'
  | 'ENDPOINT_REPLAY'
  | 'ENDPOINT_ROTATE'
  | 'ENDPOINT_TEST'
  | 'FIRST_RUN_CHECK'
  | 'IDENTITY_BIND'
  | 'JOB_RESUME'
  | 'JOB_STOP'
  | 'KEYRING_RETIRE'
  | 'KEYRING_REWRAP'
  | 'KEYRING_ROTATE'
  | 'LOGIN_FAILURE'
  | 'LOGIN_SUCCESS'
  | 'MONTH_CLOSE'
  | 'PASSWORD_CHANGE'
  | 'PERSONAL_ERASE'
  | 'PERSONAL_INDEX'
  | 'PERSONAL_REVEAL'
  | 'PERSON_ADD'
  | 'PERSON_CHANGE'
  | 'PERSON_ERASE'
  | 'PERSON_RECOVER'
  | 'PERSON_REINSTATE'
  | 'PERSON_ROLES'
  | 'PERSON_SUSPEND'
  | 'PERSON_UNLOCK'
  | 'POLICY_CANCEL'
  | 'POLICY_ENDORSE'
  | 'POLICY_EXPORT'
  | 'POLICY_RENEW'
  | 'POLICY_SEARCH'
  | 'PRODUCT_BACKTEST'
  | 'PRODUCT_DISCARD'
  | 'PRODUCT_KEEP'
  | 'PRODUCT_PUBLISH'
  | 'PRODUCT_SAVE'
  | 'PRODUCT_SCHEDULE'
  | 'PRODUCT_UNSCHEDULE'
  | 'PRODUCT_WITHDRAW'
  | 'RECOVERY_CODE_USE'
  | 'REPORTING_TOKEN_ADD'
  | 'REPORTING_TOKEN_REVOKE'
  | 'SECOND_FACTOR_CONFIRM'
  | 'SECOND_FACTOR_ENROL'
  | 'SECOND_FACTOR_PROVE'
  | 'SERVICE_REQUEST_ATTACH'
  | 'SERVICE_REQUEST_CANCEL'
  | 'SERVICE_REQUEST_CLOSE'
  | 'SERVICE_REQUEST_EXPORT'
  | 'SERVICE_REQUEST_MAIL'
  | 'SERVICE_REQUEST_MAIL_FAILED'
  | 'SERVICE_REQUEST_OPEN'
  | 'SERVICE_REQUEST_OPEN_FILE'
  | 'SERVICE_REQUEST_POST'
  | 'SERVICE_REQUEST_SENT'
  | 'SERVICE_REQUEST_TAKE'
  | 'SESSION_END'
  | 'STATEMENT_MAKE';

export type AuditColumn =
  | 'ACTION'
  | 'ACTOR'
  | 'ADDRESS'
  | 'AFTER'
  | 'AT'
  | 'BEFORE'
  | 'CHANNEL'
  | 'OBJECT'
  | 'OBJECT_KIND'
  | 'REASON'
  | 'REQUEST_ID'
  | 'SEQUENCE';

export type AuditFilter = {
  actions?: Array<AuditAction> | null | undefined;
  actor?: string | null | undefined;
  address?: string | null | undefined;
  at?: PeriodInput | null | undefined;
  channelCode?: string | null | undefined;
  mode?: Mode | null | undefined;
  object?: string | null | undefined;
  objectKind?: AuditObjectKind | null | undefined;
  personId?: string | null | undefined;
  requestId?: string | null | undefined;
};

export type AuditListInput = {
  columns?: Array<AuditColumn> | null | undefined;
  filter?: AuditFilter | null | undefined;
};

export type AuditObjectKind =
  | 'ACCOUNT'
  | 'ACCOUNTING_MONTH'
  | 'AGREEMENT'
  | 'APPROVAL'
  | 'CHANNEL'
  | 'CLAIM'
  | 'CLAIM_AUTHORITY'
  | 'CREDENTIAL'
  | 'ENDPOINT'
  | 'EXPORT'
  | 'FILE'
  | 'INSTALLATION'
  | 'JOB'
  | 'KEYRING'
  | 'PERSON'
  | 'POLICY'
  | 'PRODUCT'
  | 'REPORTING_TOKEN'
  | 'SERVICE_REQUEST'
  | 'STATEMENT';

export type ClaimColumn =
  | 'ASSIGNEE'
  | 'CHANNEL'
  | 'CLAIMED'
  | 'COMPUTED'
  | 'CURRENCY'
  | 'NUMBER'
  | 'OCCURRED_AT'
  | 'ORDER_NO'
  | 'PAYABLE'
  | 'POLICY'
  | 'PRODUCT'
  | 'PROMISED_AT'
  | 'REASON'
  | 'RECOVERED'
  | 'SCORE'
  | 'STATE'
  | 'SUBMITTED_AT';

export type ClaimFilter = {
  assigneeId?: string | null | undefined;
  channelCodes?: Array<string> | null | undefined;
  claimedFrom?: MoneyInput | null | undefined;
  claimedTo?: MoneyInput | null | undefined;
  disputed?: boolean | null | undefined;
  mine?: boolean | null | undefined;
  mode?: Mode | null | undefined;
  numbers?: Array<string> | null | undefined;
  orderNos?: Array<string> | null | undefined;
  overdue?: boolean | null | undefined;
  payoutStates?: Array<PayoutState> | null | undefined;
  policyNumbers?: Array<string> | null | undefined;
  productCodes?: Array<string> | null | undefined;
  promisedAt?: PeriodInput | null | undefined;
  reasons?: Array<string> | null | undefined;
  scoreFrom?: number | null | undefined;
  scoreTo?: number | null | undefined;
  states?: Array<ClaimState> | null | undefined;
  submittedAt?: PeriodInput | null | undefined;
  unassigned?: boolean | null | undefined;
};

export type ClaimListInput = {
  columns?: Array<ClaimColumn> | null | undefined;
  filter?: ClaimFilter | null | undefined;
};

export type ClaimState =
  | 'APPROVED'
  | 'CORRECTION_NEEDED'
  | 'DECLINED'
  | 'EVIDENCE_NEEDED'
  | 'IN_REVIEW'
  | 'PAID'
  | 'PAYOUT_FAILED'
  | 'SUBMITTED'
  | 'WITHDRAWN';

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

export type ExportFormat =
  | 'CSV'
  | 'NDJSON'
  | 'XLSX';

export type ExportListInput = {
  auditRecords?: AuditListInput | null | undefined;
  claims?: ClaimListInput | null | undefined;
  format: ExportFormat;
  personal?: boolean | null | undefined;
  policies?: PolicyListInput | null | undefined;
  reason: string;
  requestNo: string;
  serviceRequests?: ServiceRequestListInput | null | undefined;
};

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

export type Mode =
  | 'LIVE'
  | 'SANDBOX';

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

export type PayoutState =
  | 'DECLINED'
  | 'DISPUTED'
  | 'ORDERED'
  | 'PAID'
  | 'UNKNOWN';

export type PeriodInput = {
  end: string;
  start: string;
};

export type PersonFilter = {
  locked?: boolean | null | undefined;
  name?: string | null | undefined;
  roles?: Array<OpsRole> | null | undefined;
  states?: Array<PersonState> | null | undefined;
};

export type PersonState =
  | 'ACTIVE'
  | 'SUSPENDED';

export type PolicyColumn =
  | 'BOUND_AT'
  | 'CHANNEL'
  | 'COMMISSION'
  | 'CURRENCY'
  | 'END'
  | 'INSURED'
  | 'INSURED_NAME'
  | 'NUMBER'
  | 'ORDER_NO'
  | 'PAYER'
  | 'PLAN'
  | 'PREMIUM'
  | 'PRODUCT'
  | 'START'
  | 'STATE'
  | 'SUM_INSURED';

export type PolicyFilter = {
  agreementCodes?: Array<string> | null | undefined;
  boundAt?: PeriodInput | null | undefined;
  channelCodes?: Array<string> | null | undefined;
  coverEnd?: PeriodInput | null | undefined;
  email?: string | null | undefined;
  identityNo?: string | null | undefined;
  insuredReference?: string | null | undefined;
  mode?: Mode | null | undefined;
  numbers?: Array<string> | null | undefined;
  orderNos?: Array<string> | null | undefined;
  payers?: Array<PremiumPayer> | null | undefined;
  personName?: string | null | undefined;
  phone?: string | null | undefined;
  planCodes?: Array<string> | null | undefined;
  premiumFrom?: MoneyInput | null | undefined;
  premiumTo?: MoneyInput | null | undefined;
  productCodes?: Array<string> | null | undefined;
  searchValue?: string | null | undefined;
  states?: Array<PolicyState> | null | undefined;
};

export type PolicyListInput = {
  columns?: Array<PolicyColumn> | null | undefined;
  filter?: PolicyFilter | null | undefined;
};

export type PolicyState =
  | 'CANCELLED'
  | 'EXPIRED'
  | 'IN_FORCE'
  | 'PENDING';

export type PremiumPayer =
  | 'CUSTOMER'
  | 'PLATFORM'
  | 'SELLER';

export type ServiceDesk =
  | 'FINANCE'
  | 'UNDERWRITING';

export type ServiceRequestColumn =
  | 'ASSIGNEE'
  | 'CARRIER'
  | 'CHANNEL'
  | 'CLOSED_AT'
  | 'DELIVERY'
  | 'DESK'
  | 'KIND'
  | 'NUMBER'
  | 'OPENED_AT'
  | 'OPENED_BY'
  | 'PAYER'
  | 'POLICY'
  | 'PROMISED_AT'
  | 'RECIPIENT'
  | 'SENT_AT'
  | 'STATE'
  | 'TRACKING_NO';

export type ServiceRequestFilter = {
  assigneeId?: string | null | undefined;
  desks?: Array<ServiceDesk> | null | undefined;
  kinds?: Array<ServiceRequestKind> | null | undefined;
  mine?: boolean | null | undefined;
  mode?: Mode | null | undefined;
  number?: string | null | undefined;
  opened?: boolean | null | undefined;
  openedAt?: PeriodInput | null | undefined;
  overdue?: boolean | null | undefined;
  policyNumber?: string | null | undefined;
  states?: Array<ServiceRequestState> | null | undefined;
  unassigned?: boolean | null | undefined;
};

export type ServiceRequestKind =
  | 'INVOICE'
  | 'POLICY_DOCUMENT';

export type ServiceRequestListInput = {
  columns?: Array<ServiceRequestColumn> | null | undefined;
  filter?: ServiceRequestFilter | null | undefined;
};

export type ServiceRequestState =
  | 'CANCELLED'
  | 'CLOSED'
  | 'IN_WORK'
  | 'OPEN'
  | 'SENDING'
  | 'SENT';

export type VerifyAuditRecordInput = {
  reason: string;
  requestNo: string;
};

export type AuditRowFragment = { id: string, at: string, address: string | null, action: Types.AuditAction, objectKind: Types.AuditObjectKind, object: string, subjectId: string | null, before: Record<string, unknown> | null, after: Record<string, unknown> | null, reason: string | null, requestId: string | null, sequence: string | null, actor:
    | { __typename: 'ChannelKey', keyId: string }
    | { __typename: 'Colleague', id: string, displayName: string }
    | { __typename: 'CommandLine', user: string }
    | { __typename: 'System', name: string }
  , channel: { id: string, code: string, name: string } | null };

export type AuditRecordsQueryVariables = Exact<{
  filter?: Types.AuditFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AuditRecordsQuery = { auditRecords: { edges: Array<{ node: { id: string, at: string, address: string | null, action: Types.AuditAction, objectKind: Types.AuditObjectKind, object: string, subjectId: string | null, before: Record<string, unknown> | null, after: Record<string, unknown> | null, reason: string | null, requestId: string | null, sequence: string | null, actor:
          | { __typename: 'ChannelKey', keyId: string }
          | { __typename: 'Colleague', id: string, displayName: string }
          | { __typename: 'CommandLine', user: string }
          | { __typename: 'System', name: string }
        , channel: { id: string, code: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } } | null };

export type AuditRecordQueryVariables = Exact<{
  id: string;
}>;


export type AuditRecordQuery = { node:
    | { __typename: 'Agreement', id: string }
    | { __typename: 'Approval', id: string }
    | { __typename: 'AuditRecord', id: string, at: string, address: string | null, action: Types.AuditAction, objectKind: Types.AuditObjectKind, object: string, subjectId: string | null, before: Record<string, unknown> | null, after: Record<string, unknown> | null, reason: string | null, requestId: string | null, sequence: string | null, actor:
        | { __typename: 'ChannelKey', keyId: string }
        | { __typename: 'Colleague', id: string, displayName: string }
        | { __typename: 'CommandLine', user: string }
        | { __typename: 'System', name: string }
      , channel: { id: string, code: string, name: string } | null }
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
    | { __typename: 'Person', id: string }
    | { __typename: 'Policy', id: string }
    | { __typename: 'Preference', id: string }
    | { __typename: 'ProductVersion', id: string }
    | { __typename: 'ReportingToken', id: string }
    | { __typename: 'ServiceRequest', id: string }
    | { __typename: 'Session', id: string }
    | { __typename: 'WebhookEndpoint', id: string }
   | null };

export type AuditChainQueryVariables = Exact<{ [key: string]: never; }>;


export type AuditChainQuery = { auditChain: { sequence: string, sealedAt: string | null, checkpoint: string, signedAt: string | null, pending: number, verification: { at: string, whole: boolean, wrong: string | null, links: string, records: string, checkpoints: string, fileLines: string | null, pending: string } | null } | null, running: { edges: Array<{ node: { id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null } }> } };

export type AuditTermsQueryVariables = Exact<{
  enums?: Array<string> | string | null | undefined;
}>;


export type AuditTermsQuery = { terms: Array<{ coordinate: string, text: { zh: string, en: string } }> };

export type AuditPeopleQueryVariables = Exact<{
  filter?: Types.PersonFilter | null | undefined;
}>;


export type AuditPeopleQuery = { people: { edges: Array<{ node: { id: string, name: string, displayName: string } }> } | null };

export type AuditPersonQueryVariables = Exact<{
  id: string;
}>;


export type AuditPersonQuery = { node:
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
    | { __typename: 'Person', displayName: string, id: string }
    | { __typename: 'Policy', id: string }
    | { __typename: 'Preference', id: string }
    | { __typename: 'ProductVersion', id: string }
    | { __typename: 'ReportingToken', id: string }
    | { __typename: 'ServiceRequest', id: string }
    | { __typename: 'Session', id: string }
    | { __typename: 'WebhookEndpoint', id: string }
   | null };

export type AuditJobQueryVariables = Exact<{
  id: string;
}>;


export type AuditJobQuery = { job: { problem: string | null, resultUrl: string | null, id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null } | null };

export type VerifyAuditRecordMutationVariables = Exact<{
  input: Types.VerifyAuditRecordInput;
}>;


export type VerifyAuditRecordMutation = { verifyAuditRecord: { replayed: boolean, job: { id: string } | null, userErrors: Array<
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

export type ExportAuditMutationVariables = Exact<{
  input: Types.ExportListInput;
}>;


export type ExportAuditMutation = { exportList: { job: { id: string } | null, approval: { id: string } | null, userErrors: Array<
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
export const AuditRowFragmentDoc = new TypedDocumentString(`
    fragment AuditRow on AuditRecord {
  id
  at
  actor {
    __typename
    ... on Colleague {
      id
      displayName
    }
    ... on System {
      name
    }
    ... on CommandLine {
      user
    }
    ... on ChannelKey {
      keyId
    }
  }
  address
  action
  objectKind
  object
  subjectId
  channel {
    id
    code
    name
  }
  before
  after
  reason
  requestId
  sequence
}
    `, {"fragmentName":"AuditRow"}) as unknown as TypedDocumentString<AuditRowFragment, unknown>;
export const AuditRecordsDocument = new TypedDocumentString(`
    query AuditRecords($filter: AuditFilter, $first: Int, $after: String, $last: Int, $before: String) {
  auditRecords(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        ...AuditRow
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
}
    fragment AuditRow on AuditRecord {
  id
  at
  actor {
    __typename
    ... on Colleague {
      id
      displayName
    }
    ... on System {
      name
    }
    ... on CommandLine {
      user
    }
    ... on ChannelKey {
      keyId
    }
  }
  address
  action
  objectKind
  object
  subjectId
  channel {
    id
    code
    name
  }
  before
  after
  reason
  requestId
  sequence
}`) as unknown as TypedDocumentString<AuditRecordsQuery, AuditRecordsQueryVariables>;
export const AuditRecordDocument = new TypedDocumentString(`
    query AuditRecord($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on AuditRecord {
      ...AuditRow
    }
  }
}
    fragment AuditRow on AuditRecord {
  id
  at
  actor {
    __typename
    ... on Colleague {
      id
      displayName
    }
    ... on System {
      name
    }
    ... on CommandLine {
      user
    }
    ... on ChannelKey {
      keyId
    }
  }
  address
  action
  objectKind
  object
  subjectId
  channel {
    id
    code
    name
  }
  before
  after
  reason
  requestId
  sequence
}`) as unknown as TypedDocumentString<AuditRecordQuery, AuditRecordQueryVariables>;
export const AuditChainDocument = new TypedDocumentString(`
    query AuditChain {
  auditChain {
    sequence
    sealedAt
    checkpoint
    signedAt
    pending
    verification {
      at
      whole
      wrong
      links
      records
      checkpoints
      fileLines
      pending
    }
  }
  running: jobs(
    filter: {kinds: [AUDIT_VERIFY], states: [QUEUED, RUNNING]}
    first: 1
  ) {
    edges {
      node {
        ...JobProgress
      }
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
}`) as unknown as TypedDocumentString<AuditChainQuery, AuditChainQueryVariables>;
export const AuditTermsDocument = new TypedDocumentString(`
    query AuditTerms($enums: [String!]) {
  terms(enums: $enums) {
    coordinate
    text {
      zh
      en
    }
  }
}
    `) as unknown as TypedDocumentString<AuditTermsQuery, AuditTermsQueryVariables>;
export const AuditPeopleDocument = new TypedDocumentString(`
    query AuditPeople($filter: PersonFilter) {
  people(filter: $filter, first: 10) {
    edges {
      node {
        id
        name
        displayName
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AuditPeopleQuery, AuditPeopleQueryVariables>;
export const AuditPersonDocument = new TypedDocumentString(`
    query AuditPerson($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Person {
      displayName
    }
  }
}
    `) as unknown as TypedDocumentString<AuditPersonQuery, AuditPersonQueryVariables>;
export const AuditJobDocument = new TypedDocumentString(`
    query AuditJob($id: ID!) {
  job(id: $id) {
    ...JobProgress
    problem
    resultUrl
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
}`) as unknown as TypedDocumentString<AuditJobQuery, AuditJobQueryVariables>;
export const VerifyAuditRecordDocument = new TypedDocumentString(`
    mutation VerifyAuditRecord($input: VerifyAuditRecordInput!) {
  verifyAuditRecord(input: $input) {
    job {
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
    `) as unknown as TypedDocumentString<VerifyAuditRecordMutation, VerifyAuditRecordMutationVariables>;
export const ExportAuditDocument = new TypedDocumentString(`
    mutation ExportAudit($input: ExportListInput!) {
  exportList(input: $input) {
    job {
      id
    }
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
    `) as unknown as TypedDocumentString<ExportAuditMutation, ExportAuditMutationVariables>;