export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** ISO 4217 alphabetic code. */
  CurrencyCode: { input: string; output: string; }
  /** A calendar day, RFC 3339 full-date, in the business time zone of the context. */
  Date: { input: string; output: string; }
  /** An instant, RFC 3339. Output is always UTC with Z and milliseconds; input may carry any offset, never none. */
  DateTime: { input: string; output: string; }
  /** An exact decimal number as a string: -?digits(.digits)?; no exponent, at most 18+6 digits. JSON numbers are refused. */
  Decimal: { input: string; output: string; }
  /** JSON object checked against the JSON Schema that its field's description names. */
  JSONObject: { input: Record<string, unknown>; output: Record<string, unknown>; }
  /** 64-bit integer as a string. */
  Long: { input: string; output: string; }
  /** An absolute https URL. */
  URL: { input: string; output: string; }
};

/** Add a channel, with a live and a sandbox half. */
export type AddChannelInput = {
  /** Code, 1 to 32 letters, digits and hyphens. */
  code: Scalars['String']['input'];
  /** Name, 1 to 128 characters. */
  name: Scalars['String']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** Its own layer of terms. */
  terms?: InputMaybe<Scalars['JSONObject']['input']>;
};

/** Add a person. Roles take effect once somebody else approves them. */
export type AddPersonInput = {
  /** Name for people. */
  displayName: Scalars['String']['input'];
  /** E-mail. */
  email: Scalars['String']['input'];
  /** Login, 2 to 32 small letters, digits, dots and hyphens. */
  name: Scalars['String']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** Roles to ask for. */
  roles: Array<OpsRole>;
};

/** An endpoint to add. */
export type AddWebhookEndpointInput = {
  /** Whose it is. */
  channelCode?: InputMaybe<Scalars['String']['input']>;
  /** Event types: policy.issued; claim.* for all of claims; * for all. */
  eventTypes: Array<Scalars['String']['input']>;
  /** Which half of it; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** Order; null: NONE. */
  ordering?: InputMaybe<WebhookOrdering>;
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** How deliveries are signed; null: V1A. */
  scheme?: InputMaybe<WebhookScheme>;
  /** Address: https, public, at most 500 characters. */
  url: Scalars['URL']['input'];
};

/** Find agreements. */
export type AgreementFilter = {
  /** Every version, not only the newest of each. */
  allVersions?: InputMaybe<Scalars['Boolean']['input']>;
  /** Channel. */
  channelCode?: InputMaybe<Scalars['String']['input']>;
  /** Code. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Only those that have not ended, and end before this. */
  endsBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Of which halves of the channels; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** Product. */
  productCode?: InputMaybe<Scalars['String']['input']>;
  /** Only those of which more than this share of a quota is used, 0 to 1. A page may have fewer than asked for while there are more: read on from its endCursor. */
  quotaAbove?: InputMaybe<Scalars['Decimal']['input']>;
  /** States. */
  states?: InputMaybe<Array<AgreementState>>;
};

/** States of an agreement version. */
export type AgreementState =
  /** Expired. */
  | 'EXPIRED'
  /** In force. */
  | 'IN_FORCE'
  /** Not begun. */
  | 'PENDING'
  /** A newer version is in force. */
  | 'SUPERSEDED'
  /** Ended by a person. */
  | 'TERMINATED';

/** Find requests for approval. */
export type ApprovalFilter = {
  /** Kinds. */
  kinds?: InputMaybe<Array<ApprovalKind>>;
  /** Only those that the caller may approve now. A page may have fewer than asked for while there are more: read on from its endCursor. */
  mayApprove?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only requests of the caller. */
  mine?: InputMaybe<Scalars['Boolean']['input']>;
  /** Exactly about this. */
  object?: InputMaybe<Scalars['String']['input']>;
  /** States. */
  states?: InputMaybe<Array<ApprovalState>>;
};

/** Acts that need another person's approval. Values will be added: take one that you do not know for something of which you know no more. */
export type ApprovalKind =
  /** An agreement's money: a new one, or a new version. */
  | 'AGREEMENT'
  /** The authority of a person or role to decide claims. */
  | 'CLAIM_AUTHORITY'
  /** A payout above the product's limit. */
  | 'CLAIM_PAYOUT'
  /** To reopen a declined claim. */
  | 'CLAIM_REOPENING'
  /** A credential of a channel. */
  | 'CREDENTIAL'
  /** To erase a person's data for good. */
  | 'ERASURE'
  /** A bulk export. */
  | 'EXPORT'
  /** To publish a product. */
  | 'PUBLICATION'
  /** A new password and second factor for a person. */
  | 'RECOVERY'
  /** A reporting token. */
  | 'REPORTING_TOKEN'
  /** A person's roles. */
  | 'ROLES';

/** States of a request for approval. */
export type ApprovalState =
  /** Approved by as many as needed, and in effect. */
  | 'APPROVED'
  /** Refused. */
  | 'REJECTED'
  /** Waits. */
  | 'REQUESTED'
  /** Its object changed meanwhile. */
  | 'VOID'
  /** Taken back by the one who asked. */
  | 'WITHDRAWN';

/** Kinds of votes. */
export type ApprovalVerdict =
  /** Yes. */
  | 'APPROVE'
  /** Neither. */
  | 'COMMENT'
  /** No. */
  | 'REJECT';

/** Approve; with the last approval that is needed it takes effect at once. */
export type ApproveApprovalInput = {
  /** Comment; optional. */
  comment?: InputMaybe<Scalars['String']['input']>;
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Assign a claim to a colleague, or to nobody. */
export type AssignClaimInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Refuse unless the claim still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** To whom; null: nobody. */
  personId?: InputMaybe<Scalars['ID']['input']>;
};

/** Assign claims to a colleague, or to nobody. */
export type AssignClaimsInput = {
  /** Which claims, 1 to 100. */
  claims: Array<ClaimRefInput>;
  /** To whom; null: nobody. */
  personId?: InputMaybe<Scalars['ID']['input']>;
};

/** Add the files to send. */
export type AttachToServiceRequestInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** From createFileUpload, for SERVICE_REQUEST. */
  fileIds: Array<Scalars['ID']['input']>;
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Callers of the one endpoint. Values will be added: take one that you do not know for something of which you know no more. */
export type Audience =
  /** A selling platform's machines. */
  | 'CHANNEL'
  /** The insurer's people. */
  | 'OPS'
  /** Anyone: verification of a policy document. */
  | 'PUBLIC'
  /** Read-only business-intelligence tools. */
  | 'REPORTING';

/** What is put on record. Values will be added: take one that you do not know for something of which you know no more. */
export type AuditAction =
  /** Added a settlement account. */
  | 'ACCOUNT_ADD'
  /** Settled something of an account. */
  | 'ACCOUNT_SETTLE'
  /** Changed an agreement. */
  | 'AGREEMENT_CHANGE'
  /** Ended an agreement. */
  | 'AGREEMENT_END'
  /** Made an agreement. */
  | 'AGREEMENT_MAKE'
  /** Approved a request. */
  | 'APPROVAL_APPROVE'
  /** Commented on a request. */
  | 'APPROVAL_COMMENT'
  /** Refused a request. */
  | 'APPROVAL_REJECT'
  /** Asked for approval. */
  | 'APPROVAL_REQUEST'
  /** A request became void. */
  | 'APPROVAL_VOID'
  /** Took a request for approval back. */
  | 'APPROVAL_WITHDRAW'
  /** Exported audit records. */
  | 'AUDIT_EXPORT'
  /** Had the audit record verified. */
  | 'AUDIT_VERIFY'
  /** Had a file of policies checked. */
  | 'BULK_CHECK'
  /** Issued policies from a file. */
  | 'BULK_ISSUE'
  /** Added a channel. */
  | 'CHANNEL_ADD'
  /** Changed a channel. */
  | 'CHANNEL_CHANGE'
  /** Closed a channel. */
  | 'CHANNEL_CLOSE'
  /** Opened a channel again. */
  | 'CHANNEL_REOPEN'
  /** Gave a claim to somebody. */
  | 'CLAIM_ASSIGN'
  /** Set an authority for claims. */
  | 'CLAIM_AUTHORITY_SET'
  /** Decided a claim. */
  | 'CLAIM_DECIDE'
  /** Exported claims. */
  | 'CLAIM_EXPORT'
  /** Wrote a note on a claim. */
  | 'CLAIM_NOTE'
  /** Opened a file of a claim. */
  | 'CLAIM_OPEN_FILE'
  /** Noted that money came back. */
  | 'CLAIM_RECOVER'
  /** Reopened a claim. */
  | 'CLAIM_REOPEN'
  /** Asked for evidence. */
  | 'CLAIM_REQUEST_EVIDENCE'
  /** Resolved a payout in dispute. */
  | 'CLAIM_RESOLVE_DISPUTE'
  /** Had a payment tried again. */
  | 'CLAIM_RETRY_PAYOUT'
  /** Entered a claim for a customer. */
  | 'CLAIM_SUBMIT'
  /** Took a claim to work on. */
  | 'CLAIM_TAKE'
  /** Corrected a claim for a customer. */
  | 'CLAIM_UPDATE'
  /** Took a claim back for a customer. */
  | 'CLAIM_WITHDRAW'
  /** Added a credential. */
  | 'CREDENTIAL_ADD'
  /** Changed the addresses of a credential. */
  | 'CREDENTIAL_ADDRESSES'
  /** Revoked a credential. */
  | 'CREDENTIAL_REVOKE'
  /** Added a webhook endpoint. */
  | 'ENDPOINT_ADD'
  /** Had a webhook endpoint challenged. */
  | 'ENDPOINT_CHALLENGE'
  /** Changed a webhook endpoint. */
  | 'ENDPOINT_CHANGE'
  /** Deleted a webhook endpoint. */
  | 'ENDPOINT_DELETE'
  /** Disabled a webhook endpoint. */
  | 'ENDPOINT_DISABLE'
  /** Had events delivered again. */
  | 'ENDPOINT_REPLAY'
  /** Rotated the key of a webhook endpoint. */
  | 'ENDPOINT_ROTATE'
  /** Sent an event to try a webhook endpoint. */
  | 'ENDPOINT_TEST'
  /** Had a step of the first run checked. */
  | 'FIRST_RUN_CHECK'
  /** Bound a company account. */
  | 'IDENTITY_BIND'
  /** Let a job go on. */
  | 'JOB_RESUME'
  /** Stopped a job. */
  | 'JOB_STOP'
  /** Retired a key of the keyring. */
  | 'KEYRING_RETIRE'
  /** Had data keys wrapped anew. */
  | 'KEYRING_REWRAP'
  /** Rotated the key of the keyring. */
  | 'KEYRING_ROTATE'
  /** Failed to log in. */
  | 'LOGIN_FAILURE'
  /** Logged in. */
  | 'LOGIN_SUCCESS'
  /** Closed an accounting month. */
  | 'MONTH_CLOSE'
  /** Changed their password. */
  | 'PASSWORD_CHANGE'
  /** Erased personal data. */
  | 'PERSONAL_ERASE'
  /** Had the index of persons made anew. */
  | 'PERSONAL_INDEX'
  /** Saw personal data in clear. */
  | 'PERSONAL_REVEAL'
  /** Added a person. */
  | 'PERSON_ADD'
  /** Changed a person. */
  | 'PERSON_CHANGE'
  /** Erased a customer's personal data. */
  | 'PERSON_ERASE'
  /** Recovered the account of a person. */
  | 'PERSON_RECOVER'
  /** Reinstated a person. */
  | 'PERSON_REINSTATE'
  /** Changed the roles of a person. */
  | 'PERSON_ROLES'
  /** Suspended a person. */
  | 'PERSON_SUSPEND'
  /** Unlocked a person. */
  | 'PERSON_UNLOCK'
  /** Cancelled a policy for a customer. */
  | 'POLICY_CANCEL'
  /** Changed a policy for a customer. */
  | 'POLICY_ENDORSE'
  /** Exported policies. */
  | 'POLICY_EXPORT'
  /** Renewed a policy for a customer. */
  | 'POLICY_RENEW'
  /** Searched policies by personal data. */
  | 'POLICY_SEARCH'
  /** Back-tested a product. */
  | 'PRODUCT_BACKTEST'
  /** Discarded a draft of a product. */
  | 'PRODUCT_DISCARD'
  /** Kept a product on sale. */
  | 'PRODUCT_KEEP'
  /** Published a product. */
  | 'PRODUCT_PUBLISH'
  /** Saved a draft of a product. */
  | 'PRODUCT_SAVE'
  /** Scheduled a product. */
  | 'PRODUCT_SCHEDULE'
  /** Took the schedule of a product back. */
  | 'PRODUCT_UNSCHEDULE'
  /** Withdrew a product from sale. */
  | 'PRODUCT_WITHDRAW'
  /** Used a recovery code. */
  | 'RECOVERY_CODE_USE'
  /** Added a reporting token. */
  | 'REPORTING_TOKEN_ADD'
  /** Revoked a reporting token. */
  | 'REPORTING_TOKEN_REVOKE'
  /** Confirmed a second factor. */
  | 'SECOND_FACTOR_CONFIRM'
  /** Enrolled a second factor. */
  | 'SECOND_FACTOR_ENROL'
  /** Proved a second factor. */
  | 'SECOND_FACTOR_PROVE'
  /** Attached a file to a service request. */
  | 'SERVICE_REQUEST_ATTACH'
  /** Cancelled a service request. */
  | 'SERVICE_REQUEST_CANCEL'
  /** Closed a service request. */
  | 'SERVICE_REQUEST_CLOSE'
  /** Exported service requests. */
  | 'SERVICE_REQUEST_EXPORT'
  /** Had a service request sent by e-mail. */
  | 'SERVICE_REQUEST_MAIL'
  /** An e-mail could not be sent. */
  | 'SERVICE_REQUEST_MAIL_FAILED'
  /** Opened a service request. */
  | 'SERVICE_REQUEST_OPEN'
  /** Opened a file of a service request. */
  | 'SERVICE_REQUEST_OPEN_FILE'
  /** Posted a service request. */
  | 'SERVICE_REQUEST_POST'
  /** An e-mail went out. */
  | 'SERVICE_REQUEST_SENT'
  /** Took a service request to work on. */
  | 'SERVICE_REQUEST_TAKE'
  /** Ended a session. */
  | 'SESSION_END'
  /** Made a statement. */
  | 'STATEMENT_MAKE';

/** Columns of a list of audit records that is exported. Values will be added: take one that you do not know for something of which you know no more. */
export type AuditColumn =
  /** Action. */
  | 'ACTION'
  /** Who did it. */
  | 'ACTOR'
  /** From which address. */
  | 'ADDRESS'
  /** The changed part of the object after, as JSON. */
  | 'AFTER'
  /** When. */
  | 'AT'
  /** The changed part of the object before, as JSON. */
  | 'BEFORE'
  /** Its channel. */
  | 'CHANNEL'
  /** Object. */
  | 'OBJECT'
  /** Kind of object. */
  | 'OBJECT_KIND'
  /** Why. */
  | 'REASON'
  /** The request. */
  | 'REQUEST_ID'
  /** Sequence number in the chain. */
  | 'SEQUENCE';

/**
 * Filter of audit records. Every field uses an index, and a person or an actor with actions one together; of other fields together the
 * newest records of one are looked at: a page may have fewer than asked for while there are more: read on from its endCursor.
 */
export type AuditFilter = {
  /** Actions, 20 at most. */
  actions?: InputMaybe<Array<AuditAction>>;
  /** Or another actor: cli:root. */
  actor?: InputMaybe<Scalars['String']['input']>;
  /** From which address. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** Span of time. */
  at?: InputMaybe<PeriodInput>;
  /** Channel. */
  channelCode?: InputMaybe<Scalars['String']['input']>;
  /** Which half of it; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** Object. */
  object?: InputMaybe<Scalars['String']['input']>;
  /** Kind of object; required with object. */
  objectKind?: InputMaybe<AuditObjectKind>;
  /** Person who acted. */
  personId?: InputMaybe<Scalars['ID']['input']>;
  /** The request, as its answer told it. */
  requestId?: InputMaybe<Scalars['String']['input']>;
};

/** A list of audit records as a person sees it; for auditors and security admins. */
export type AuditListInput = {
  /** Which columns, in this order, each once; null: all. */
  columns?: InputMaybe<Array<AuditColumn>>;
  /** Which records, newest first. */
  filter?: InputMaybe<AuditFilter>;
};

/** Kinds of things that it is put on record of. Values will be added: take one that you do not know for something of which you know no more. */
export type AuditObjectKind =
  /** A settlement account. */
  | 'ACCOUNT'
  /** An accounting month. */
  | 'ACCOUNTING_MONTH'
  /** An agreement. */
  | 'AGREEMENT'
  /** A request for approval. */
  | 'APPROVAL'
  /** A channel. */
  | 'CHANNEL'
  /** A claim. */
  | 'CLAIM'
  /** An authority for claims. */
  | 'CLAIM_AUTHORITY'
  /** A credential. */
  | 'CREDENTIAL'
  /** A webhook endpoint. */
  | 'ENDPOINT'
  /** An export. */
  | 'EXPORT'
  /** A file. */
  | 'FILE'
  /** The installation itself. */
  | 'INSTALLATION'
  /** A job. */
  | 'JOB'
  /** The keyring. */
  | 'KEYRING'
  /** A person. */
  | 'PERSON'
  /** A policy. */
  | 'POLICY'
  /** A product version. */
  | 'PRODUCT'
  /** A reporting token. */
  | 'REPORTING_TOKEN'
  /** A service request. */
  | 'SERVICE_REQUEST'
  /** A statement. */
  | 'STATEMENT';

/** Dimensions of a back-test. Values will be added: take one that you do not know for something of which you know no more. */
export type BackTestDimension =
  /** Band of change of premium. */
  | 'BAND'
  /** Channel. */
  | 'CHANNEL'
  /** Plan. */
  | 'PLAN'
  /** Code of the rule that refuses. */
  | 'REFUSAL';

/** Rate a sample of stored policies again under a version. */
export type BackTestProductInput = {
  /** Policies bound in this span. */
  bound: PeriodInput;
  /** Product. */
  productCode: Scalars['String']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** Maximum number of policies, spread evenly over the span: 1 to 100,000; null: 10,000. */
  sample?: InputMaybe<Scalars['Int']['input']>;
  /** Version. */
  version: Scalars['Int']['input'];
};

/** Issue policies from a file, row by row, by the same rules as issuePolicy. */
export type BulkIssuePoliciesInput = {
  /** Under which agreement. */
  agreementCode: Scalars['String']['input'];
  /** For which channel. */
  channelCode: Scalars['String']['input'];
  /** Check only; nothing is issued. */
  dryRun?: InputMaybe<Scalars['Boolean']['input']>;
  /** From createFileUpload, for BULK_ISSUE. */
  fileId: Scalars['ID']['input'];
  /** Which half of it; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
};

/** Cancel a policy. */
export type CancelPolicyInput = {
  /** Why, on the customer's behalf: needed, and kept on record; 1 to 500 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Policy number. */
  policyNumber: Scalars['String']['input'];
  /** From cancellationPreview: refuse unless its figures hold still. */
  previewToken?: InputMaybe<Scalars['String']['input']>;
  /** Reason code, one of those that the product's terms permit: CUSTOMER_REQUEST. */
  reason: Scalars['String']['input'];
  /** The channel's number for this cancellation, unique among its endorsements and cancellations, [A-Za-z0-9_-]{1,64}. Each of the insurer's people has numbers of their own. */
  requestNo: Scalars['String']['input'];
};

/** Cancel one that was not sent. */
export type CancelServiceRequestInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** What a cancellation would do. */
export type CancellationPreviewInput = {
  /** Policy number. */
  policyNumber: Scalars['String']['input'];
  /** Reason code, as of cancelPolicy. */
  reason: Scalars['String']['input'];
};

/** Change a channel's name and terms. */
export type ChangeChannelInput = {
  /** Channel. */
  channelCode: Scalars['String']['input'];
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Name; null: as it is. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** Its own layer of terms; null: as it is. */
  terms?: InputMaybe<Scalars['JSONObject']['input']>;
};

/** Choose another password. */
export type ChangePasswordInput = {
  /** Current password. */
  current: Scalars['String']['input'];
  /** The new one: 12 to 128 characters, no common password. */
  new: Scalars['String']['input'];
};

/** Change a person's name and e-mail. */
export type ChangePersonInput = {
  /** Name for people; null: as it is. */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** E-mail; null: as it is. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** A product file and what is to be changed of it. */
export type ChangeProductFileInput = {
  /** Changes, made one after another. */
  changes: Array<ProductFileChange>;
  /** The product file, YAML; empty: a new one. */
  file: Scalars['String']['input'];
  /** The product; null: one that has no code yet. */
  productCode?: InputMaybe<Scalars['String']['input']>;
  /** The version that it began from; null: the newest. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** What to change of an endpoint; null: as it is. */
export type ChangeWebhookEndpointInput = {
  /** Event types: policy.issued; claim.* for all of claims; * for all. */
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** Order. */
  ordering?: InputMaybe<WebhookOrdering>;
  /** How deliveries are signed; another scheme makes a key of its own, and the old one signs for a day beside it. */
  scheme?: InputMaybe<WebhookScheme>;
  /** Address: https, public, at most 500 characters. A new one is challenged first. */
  url?: InputMaybe<Scalars['URL']['input']>;
};

/** Find channels. */
export type ChannelFilter = {
  /** Beginning of the code. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Which halves; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** Open or closed ones only. */
  open?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only those with a webhook endpoint that is paused or off, or only the others. */
  troubled?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What an agreement can permit. Values will be added: take one that you do not know for something of which you know no more. */
export type ChannelOperation =
  /** Cancel. */
  | 'CANCEL'
  /** Endorse. */
  | 'ENDORSE'
  /** Quote and issue. */
  | 'ISSUE'
  /** Renew. */
  | 'RENEW';

/** Have a step of the first run checked. */
export type CheckFirstRunInput = {
  /** Which. */
  task: FirstRunTask;
};

/** A product file to be checked. */
export type CheckProductInput = {
  /** The version whose examples and documents are used; null: the newest. */
  attachmentsOf?: InputMaybe<Scalars['Int']['input']>;
  /** Other examples, instead of the stored ones. */
  examples?: InputMaybe<Scalars['String']['input']>;
  /** The product file, YAML. */
  file: Scalars['String']['input'];
  /** The product that the file must define; null: any. */
  productCode?: InputMaybe<Scalars['String']['input']>;
};

/** Columns of a list of claims that is exported. Values will be added: take one that you do not know for something of which you know no more. */
export type ClaimColumn =
  /** Who works on it. */
  | 'ASSIGNEE'
  /** Channel. */
  | 'CHANNEL'
  /** The loss that is claimed. */
  | 'CLAIMED'
  /** What the product would pay. */
  | 'COMPUTED'
  /** Currency. */
  | 'CURRENCY'
  /** Claim number. */
  | 'NUMBER'
  /** When the loss happened. */
  | 'OCCURRED_AT'
  /** The channel's order number. */
  | 'ORDER_NO'
  /** Paid or to be paid. */
  | 'PAYABLE'
  /** Number of its policy. */
  | 'POLICY'
  /** Product. */
  | 'PRODUCT'
  /** Until when it is to be paid. */
  | 'PROMISED_AT'
  /** Code of its newest decision. */
  | 'REASON'
  /** What came back. */
  | 'RECOVERED'
  /** Fraud points. */
  | 'SCORE'
  /** State now. */
  | 'STATE'
  /** When it was submitted. */
  | 'SUBMITTED_AT';

/** What a claim costs the insurer; more values may come. Values will be added: take one that you do not know for something of which you know no more. */
export type ClaimCost =
  /** What it costs to settle this claim (直接理赔费用). */
  | 'EXPENSE'
  /** What the insured is paid (赔款). */
  | 'INDEMNITY';

/**
 * Filter of claims; what is given must all hold. Every list holds 1 to 100 values, and an empty one says nothing. What is found fits the filter. Where no
 * index says all that is asked together, a call looks at some 1,000 claims, and may answer fewer than first while there are more: read on from endCursor.
 */
export type ClaimFilter = {
  /** Who works on it. */
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  /** Channels. */
  channelCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Claimed at least; claims that say no loss are left out. */
  claimedFrom?: InputMaybe<MoneyInput>;
  /** Claimed at most, in the same currency. */
  claimedTo?: InputMaybe<MoneyInput>;
  /** Only claims with a disputed payout. */
  disputed?: InputMaybe<Scalars['Boolean']['input']>;
  /** Mine and nobody's. */
  mine?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of which halves of the channels; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** Claim numbers. */
  numbers?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Order numbers of their policies. */
  orderNos?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Only claims past their payment deadline. */
  overdue?: InputMaybe<Scalars['Boolean']['input']>;
  /** States of their newest payouts. */
  payoutStates?: InputMaybe<Array<PayoutState>>;
  /** Numbers of their policies. */
  policyNumbers?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Products. */
  productCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** To be paid by, in. */
  promisedAt?: InputMaybe<PeriodInput>;
  /** Reasons: codes of their newest decisions. */
  reasons?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Fraud points, at least. */
  scoreFrom?: InputMaybe<Scalars['Int']['input']>;
  /** Fraud points, at most. */
  scoreTo?: InputMaybe<Scalars['Int']['input']>;
  /** States. */
  states?: InputMaybe<Array<ClaimState>>;
  /** Submitted in. */
  submittedAt?: InputMaybe<PeriodInput>;
  /** Nobody's. */
  unassigned?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A list of claims as a person sees it; for claims handlers, customer service, finance, underwriters and auditors. */
export type ClaimListInput = {
  /** Which columns, in this order, each once; null: all. */
  columns?: InputMaybe<Array<ClaimColumn>>;
  /** Which claims, oldest first. */
  filter?: InputMaybe<ClaimFilter>;
};

/** Which claim; exactly one. */
export type ClaimLookup =
  /** By its global id. */
  { id: Scalars['ID']['input']; number?: never; }
  |  /** By claim number. */
  { id?: never; number: Scalars['String']['input']; };

/** Kinds of notes. Values will be added: take one that you do not know for something of which you know no more. */
export type ClaimNoteKind =
  /** Beside a decision. */
  | 'DECISION'
  /** Asked of the claimant. */
  | 'EVIDENCE_REQUEST'
  /** For colleagues. */
  | 'NOTE'
  /** Why it is reopened. */
  | 'REOPENING';

/** Order of a list of claims; those that are equal in it come in the order of their keys. Values will be added: take one that you do not know for something of which you know no more. */
export type ClaimOrder =
  /** By the loss that is claimed, smallest first; those that say none before all others. */
  | 'CLAIMED_ASC'
  /** By the loss that is claimed, largest first; those that say none after all others. */
  | 'CLAIMED_DESC'
  /** By until when they are to be paid, nearest first. */
  | 'PROMISED_AT_ASC'
  /** By until when they are to be paid, furthest first. */
  | 'PROMISED_AT_DESC'
  /** By fraud points, fewest first. */
  | 'SCORE_ASC'
  /** By fraud points, most first. */
  | 'SCORE_DESC'
  /** By when they were submitted, oldest first: a queue. */
  | 'SUBMITTED_AT_ASC'
  /** By when they were submitted, newest first. */
  | 'SUBMITTED_AT_DESC';

/** What a person decides. */
export type ClaimOutcome =
  /** Pay. */
  | 'APPROVE'
  /** Refuse for good. */
  | 'DECLINE';

/** A claim to look at before it is submitted. */
export type ClaimPreviewInput = {
  /** The loss, where facts do not say it, as of submitClaim. */
  claimed?: InputMaybe<MoneyInput>;
  /** Facts, checked against the product's claim schema. */
  facts: Scalars['JSONObject']['input'];
  /** When the loss happened, as of submitClaim. */
  occurredAt: Scalars['DateTime']['input'];
  /** Policy number. */
  policyNumber: Scalars['String']['input'];
  /** When the loss was reported, as of submitClaim. */
  reportedAt?: InputMaybe<Scalars['DateTime']['input']>;
};

/** A claim as the caller saw it. */
export type ClaimRefInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Refuse unless the claim still has this revision. */
  expectedRevision: Scalars['Int']['input'];
};

/** Causes of a revision of a claim. Values will be added: take one that you do not know for something of which you know no more. */
export type ClaimRevisionKind =
  /** Submitted. */
  | 'SUBMIT'
  /** Updated by the claimant. */
  | 'UPDATE'
  /** Withdrawn by the claimant. */
  | 'WITHDRAW';

/** States of a claim. PAID, DECLINED and WITHDRAWN are closed. Values will be added: take one that you do not know for something of which you know no more. */
export type ClaimState =
  /** Accepted, being paid. */
  | 'APPROVED'
  /** Refused for a fact that the claimant can correct with updateClaim. */
  | 'CORRECTION_NEEDED'
  /** Refused; it may be reopened. */
  | 'DECLINED'
  /** Evidence is awaited. */
  | 'EVIDENCE_NEEDED'
  /** A person decides. */
  | 'IN_REVIEW'
  /** Paid. */
  | 'PAID'
  /** The payout failed; it is retried, or corrected with updateClaim. */
  | 'PAYOUT_FAILED'
  /** Stored; a worker will adjudicate it. */
  | 'SUBMITTED'
  /** Taken back by the claimant. */
  | 'WITHDRAWN';

/** What a product makes of a claim. */
export type ClaimVerdict =
  /** It is paid. */
  | 'APPROVE'
  /** The claimant must correct or add something. */
  | 'CORRECT'
  /** It is refused. */
  | 'DECLINE'
  /** A person decides. */
  | 'REFER';

/** Close a channel: it can no longer quote, issue, endorse or renew; claims and cancellations are still accepted. */
export type CloseChannelInput = {
  /** Channel. */
  channelCode: Scalars['String']['input'];
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Close one that was sent. */
export type CloseServiceRequestInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** In words. */
  outcome?: InputMaybe<Scalars['String']['input']>;
};

/** Comment on a request. */
export type CommentApprovalInput = {
  /** In words, 1 to 1,000 characters. */
  comment: Scalars['String']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
};

/** A place where a condition is written. */
export type ConditionCompletionInput = {
  /** The act in which the condition is judged; CLAIM also for scores of claims. */
  act: RuleAct;
  /** A product file used instead of the stored one, with the stored attachments. */
  file?: InputMaybe<Scalars['String']['input']>;
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Version; null: the newest. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** Show that the authenticator works, or prove it in a session that began without it. */
export type ConfirmSecondFactorInput = {
  /** Its code now; of one that is set up already, a recovery code does as well. */
  code: Scalars['String']['input'];
};

/** What a product computes by steps. Values will be added: take one that you do not know for something of which you know no more. */
export type ContentSheet =
  /** What a claim comes to. */
  | 'CLAIM_AMOUNT'
  /** The premium. */
  | 'PREMIUM'
  /** The sum insured. */
  | 'SUM_INSURED';

/** A file to come. */
export type CreateFileUploadInput = {
  /** Name for people, 1 to 100 characters. */
  name: Scalars['String']['input'];
  /** Purpose. */
  purpose: FilePurpose;
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** SHA-256, hex; other bytes are refused. */
  sha256: Scalars['String']['input'];
  /** Bytes. */
  size: Scalars['Long']['input'];
};

/** How a credential proves who calls (RFC 9421). Values will be added: take one that you do not know for something of which you know no more. */
export type CredentialAlgorithm =
  /** A key sent as it is; in the sandbox alone. */
  | 'BEARER'
  /** Signatures with a private key that the channel keeps. */
  | 'ED25519'
  /** Signatures with a shared secret. */
  | 'HMAC_SHA256';

/** Decide a claim that waits for a person: one that is IN_REVIEW or EVIDENCE_NEEDED. */
export type DecideClaimInput = {
  /** Amount to pay, at most what was claimed and what its limits leave; null: what the product computes. */
  amount?: InputMaybe<MoneyInput>;
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Refuse unless the claim still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** In words, for the record, 1 to 500 characters. */
  note: Scalars['String']['input'];
  /** Pay or not. */
  outcome: ClaimOutcome;
  /** Reason code: one of claimReasons of its product. */
  reason: Scalars['String']['input'];
};

/** Which endpoint to delete. */
export type DeleteWebhookEndpointInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Why a webhook got no answer. Values will be added: take one that you do not know for something of which you know no more. */
export type DeliveryFailure =
  /** This server stopped meanwhile; it is sent again, and does not count. */
  | 'CANCELED'
  /** No connection, or one that broke before the answer was whole. */
  | 'CONNECT'
  /** The name of its address was not found. */
  | 'DNS'
  /** An address that nothing is sent to: a private one, or one that is not https. */
  | 'REFUSED_ADDRESS'
  /** No answer in time. */
  | 'TIMEOUT'
  /** TLS failed: a certificate that is not trusted or not of this name. */
  | 'TLS';

/** Which deliveries. */
export type DeliveryFilter = {
  /** Span of time. */
  at?: InputMaybe<PeriodInput>;
  /** Event types. */
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** States. */
  states?: InputMaybe<Array<DeliveryState>>;
};

/** States of a delivery. */
export type DeliveryState =
  /** Answered 2xx. */
  | 'DELIVERED'
  /** All attempts used. */
  | 'EXHAUSTED'
  /** Held back while the endpoint is off. */
  | 'HELD'
  /** Waits. */
  | 'PENDING';

/** Which endpoint to switch off. */
export type DisableWebhookEndpointInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Discard a draft. */
export type DiscardDraftInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Version. */
  version: Scalars['Int']['input'];
};

/** End a session: one of your own, or as SECURITY_ADMIN anybody's. */
export type EndSessionInput = {
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Change a policy. */
export type EndorsePolicyInput = {
  /** What to change; exactly one. */
  change: PolicyChangeInput;
  /** From when; null: now. */
  effectiveAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why, on the customer's behalf: needed, and kept on record; 1 to 500 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Policy number. */
  policyNumber: Scalars['String']['input'];
  /** From endorsementPreview: refuse unless its figures hold still. */
  previewToken?: InputMaybe<Scalars['String']['input']>;
  /** The channel's number for this change, unique among its endorsements and cancellations, [A-Za-z0-9_-]{1,64}. Each of the insurer's people has numbers of their own. */
  requestNo: Scalars['String']['input'];
};

/** Kinds of endorsements. Values will be added: take one that you do not know for something of which you know no more. */
export type EndorsementKind =
  /** Cancelled. */
  | 'CANCELLATION'
  /** Data of an insured changed. */
  | 'INSURED_CHANGE'
  /** Plan changed. */
  | 'PLAN_CHANGE';

/** Which endorsement; exactly one. */
export type EndorsementLookup =
  /** By its number. */
  { number: Scalars['String']['input']; };

/** What a change would do. */
export type EndorsementPreviewInput = {
  /** What would change; exactly one. */
  change: PolicyChangeInput;
  /** From when; null: now. */
  effectiveAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Policy number. */
  policyNumber: Scalars['String']['input'];
};

/** Stable error codes. A code is never removed or given another meaning; new ones are announced as dangerous changes. Values will be added: take one that you do not know for something of which you know no more. */
export type ErrorCode =
  /** Name, password or code is wrong. */
  | 'BAD_CREDENTIALS'
  /** The payer's settlement account has not paid enough ahead, or owes as much as its credit permits. */
  | 'BALANCE_TOO_LOW'
  /** The channel is closed. */
  | 'CHANNEL_CLOSED'
  /** It was changed meanwhile. */
  | 'CONFLICT'
  /** Another policy covers this insured already. */
  | 'DUPLICATE_COVER'
  /** Another person must do this. */
  | 'FOUR_EYES'
  /** Its state does not allow this. */
  | 'INVALID_STATE'
  /** A value breaks its format or range. */
  | 'INVALID_VALUE'
  /** There is an invoice of this policy for this payer. */
  | 'INVOICE_EXISTS'
  /** A limit is reached: of a day, or of what may be kept. */
  | 'LIMIT_REACHED'
  /** Too many failures; wait. */
  | 'LOCKED_OUT'
  /** The agreement does not permit it. */
  | 'NOT_AGREED'
  /** The object does not exist, or the caller may not see it. */
  | 'NOT_FOUND'
  /** The sent premium is not the computed one. */
  | 'PREMIUM_MISMATCH'
  /** It would do something else by now than was previewed. */
  | 'PREVIEW_CHANGED'
  /** The product is off sale. */
  | 'PRODUCT_OFF_SALE'
  /** The agreement's quota is used up. */
  | 'QUOTA_EXHAUSTED'
  /** The same request number came before with other content. */
  | 'REQUEST_MISMATCH'
  /** A value that this product requires is missing. */
  | 'REQUIRED'
  /** A product rule refused it. */
  | 'RULE_REFUSED'
  /** A code of the second factor is needed too. */
  | 'SECOND_FACTOR_REQUIRED'
  /** The webhook address is refused. */
  | 'UNSAFE_URL';

/** Kinds of files of an export. Values will be added: take one that you do not know for something of which you know no more. */
export type ExportFormat =
  /** Comma-separated values in UTF-8, as spreadsheets read them; texts of others are made harmless. */
  | 'CSV'
  /** A JSON object a line, by the names of the columns. */
  | 'NDJSON'
  /** A spreadsheet in which every cell is a text and none a formula. */
  | 'XLSX';

/** Ask for a file of what a list shows: exactly one of the lists. */
export type ExportListInput = {
  /** Audit records. */
  auditRecords?: InputMaybe<AuditListInput>;
  /** Claims. */
  claims?: InputMaybe<ClaimListInput>;
  /** What file. */
  format: ExportFormat;
  /** True: personal data in clear, in columns that are masked otherwise; for those who may reveal it, and always with the approval of somebody else. */
  personal?: InputMaybe<Scalars['Boolean']['input']>;
  /** Policies. */
  policies?: InputMaybe<PolicyListInput>;
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** Service requests. */
  serviceRequests?: InputMaybe<ServiceRequestListInput>;
};

/** Types of values in a product file. Values will be added: take one that you do not know for something of which you know no more. */
export type FactorType =
  /** True or false. */
  | 'BOOLEAN'
  /** An exact decimal, at most 18 digits before and 6 after the point. */
  | 'DECIMAL'
  /** A moment, to the millisecond. */
  | 'INSTANT'
  /** A whole number within 2^53 of zero. */
  | 'INTEGER'
  /** A list. */
  | 'LIST'
  /** An object with fields. */
  | 'OBJECT'
  /** A text. */
  | 'STRING';

/** What a file is for. Values will be added: take one that you do not know for something of which you know no more. */
export type FilePurpose =
  /** Rows of a bulk issue: CSV; 1 GiB at most. */
  | 'BULK_ISSUE'
  /** Evidence of a claim: PDF, JPEG, PNG; 20 MiB at most. */
  | 'CLAIM_EVIDENCE'
  /** A product as a zip archive, or a document of one: PDF, Markdown, HTML; 16 MiB at most. */
  | 'PRODUCT'
  /** Documents for a service request: PDF, JPEG, PNG; 20 MiB at most. */
  | 'SERVICE_REQUEST';

/** How a step of the first run is, in a word. Values will be added: take one that you do not know for something of which you know no more. */
export type FirstRunFinding =
  /** Nothing is left to do. */
  | 'DONE'
  /** Somebody has never logged in. */
  | 'NEVER_CAME'
  /** No product is on sale. */
  | 'NOTHING_ON_SALE'
  /** It was not tried yet, or not as it is configured now. */
  | 'NOT_CHECKED'
  /** Nothing of it is configured. */
  | 'NOT_CONFIGURED'
  /** Nothing was signed yet: no worker ran. */
  | 'NOT_SIGNED'
  /** The caller has no e-mail address. */
  | 'NO_ADDRESS'
  /** A channel is open, and none has an agreement in force. */
  | 'NO_AGREEMENT'
  /** No channel of live business is open. */
  | 'NO_CHANNEL'
  /** A channel has an agreement, and none has a credential that works. */
  | 'NO_CREDENTIAL'
  /** Somebody has no second factor. */
  | 'NO_FACTOR'
  /** The audit record was signed with another keyring than that of the server that answers. */
  | 'OTHER_KEYS'
  /** It was tried, and failed; said has the words of what failed. */
  | 'REFUSED'
  /** There are fewer than two. */
  | 'TOO_FEW';

/** What has to be set up before the first business. Values will be added: take one that you do not know for something of which you know no more. */
export type FirstRunTask =
  /** A channel of live business that is open, with an agreement in force and a credential that works. */
  | 'CHANNEL'
  /** The keyring: what it sealed is opened, and the audit record is signed with the same one by a worker. */
  | 'KEYS'
  /** The mail server. Its check sends a mail to the caller. */
  | 'MAIL'
  /** The payment gateway. Its check asks for an order that nobody made, which moves no money. */
  | 'PAYMENTS'
  /** A product on sale. */
  | 'PRODUCT'
  /** A second security administrator: each approves what the other asks for. Both have logged in. */
  | 'SECOND_ADMIN'
  /** A second factor of every security and system administrator. */
  | 'SECOND_FACTOR'
  /** Storage of files. Its check writes a file and reads it again. */
  | 'STORAGE';

/** How a part is, in a word. Values will be added: take one that you do not know for something of which you know no more. */
export type HealthCode =
  /** There is little room left. */
  | 'ALMOST_FULL'
  /** It does not answer, or answers with an error. */
  | 'AWAY'
  /** Work waits longer than it should: events 10 seconds, tasks a minute, audit records 5 seconds. */
  | 'BEHIND'
  /** The clocks are more than 5 seconds apart. */
  | 'CLOCKS_APART'
  /** All is well. */
  | 'FINE'
  /** No worker runs. */
  | 'NOBODY_WORKS'
  /** Nothing is known. */
  | 'NOTHING_KNOWN'
  /** Something was sealed, and no checkpoint was signed for 5 minutes. */
  | 'NOT_SIGNED'
  /** Nothing can be written. */
  | 'NOT_WRITABLE'
  /** It answers slowly: a statement that asks for nothing took more than 250 ms. */
  | 'SLOW'
  /** Something that was due 5 minutes ago was not done. */
  | 'STUCK'
  /** It did not answer within 2 seconds. */
  | 'TIMED_OUT';

/** What a figure is of. Values will be added: take one that you do not know for something of which you know no more. */
export type HealthMeasure =
  /** That of its newest signed checkpoint. */
  | 'CHECKPOINT'
  /** Claims that wait for a carrier; 1,000 are counted at most. */
  | 'DELAYED'
  /** Milliseconds that the database's clock is ahead; negative: behind. */
  | 'DIFFERENCE_MS'
  /** Payments of which the bank says another amount; 1,000 are counted at most. */
  | 'DISPUTED'
  /** Webhook endpoints that are paused or disabled. */
  | 'ENDPOINTS_OFF'
  /** What failed: tasks today, mails in 24 hours. */
  | 'FAILED'
  /** Bytes that are free. */
  | 'FREE_BYTES'
  /** Milliseconds of an answer. */
  | 'LATENCY_MS'
  /** Seconds that the oldest has waited. */
  | 'OLDEST_SECONDS'
  /** Processes that live. */
  | 'PROCESSES'
  /** Newest sequence number of the audit chain. */
  | 'SEQUENCE'
  /** Bytes in all. */
  | 'TOTAL_BYTES'
  /** Payments whose outcome is not known; 1,000 are counted at most. */
  | 'UNSETTLED'
  /** What waits; 1,000 are counted at most, of audit records 10,000. */
  | 'WAITING'
  /** Processes that work tasks. */
  | 'WORKERS';

/** How a part is. */
export type HealthState =
  /** As it should be. */
  | 'OK'
  /** Somebody should look. */
  | 'TROUBLE'
  /** It cannot be told: nothing used it for 24 hours, or nothing of it is configured. */
  | 'UNKNOWN';

/** Kinds of identity documents (证件类型). Values will be added: take one that you do not know for something of which you know no more. */
export type IdentityType =
  /** Permanent residence card of foreigners (外国人永久居留身份证). */
  | 'FOREIGN_RESIDENCE'
  /** Travel permit of residents of Hong Kong and Macau (港澳居民来往内地通行证). */
  | 'HK_MACAU_PERMIT'
  /** Residence permit of residents of Hong Kong, Macau and Taiwan (港澳台居民居住证). */
  | 'HK_MACAU_TAIWAN_RESIDENCE'
  /** Household register (户口簿). */
  | 'HOUSEHOLD_REGISTER'
  /** Resident identity card (居民身份证); its number is checked. */
  | 'ID_CARD'
  /** Identity card of the armed forces (军人身份证). */
  | 'MILITARY_ID'
  /** Another one. */
  | 'OTHER'
  /** Passport (护照). */
  | 'PASSPORT'
  /** Travel permit of residents of Taiwan (台湾居民来往大陆通行证). */
  | 'TAIWAN_PERMIT';

/** What waits. Values will be added: take one that you do not know for something of which you know no more. */
export type InboxKind =
  /** Requests for approval that the caller may approve now. */
  | 'APPROVALS'
  /** Claims that the caller works on and that are not decided. */
  | 'CLAIMS_MINE'
  /** Claims that were not paid by the time that was promised. */
  | 'CLAIMS_OVERDUE'
  /** Claims that wait for a decision and that nobody works on. */
  | 'CLAIMS_UNASSIGNED'
  /** Drafts of products with mistakes, among the newest 20 drafts that could still go on sale. */
  | 'DRAFTS_WRONG'
  /** Webhook endpoints that are paused or disabled. */
  | 'ENDPOINTS_TROUBLED'
  /** Those of them for which evidence was asked for, and that came back for a decision. */
  | 'EVIDENCE_CAME'
  /** Jobs that the caller asked for and that failed. */
  | 'JOBS_FAILED'
  /** Jobs that the caller asked for and that wait or run. */
  | 'JOBS_RUNNING'
  /** Claims with a disputed payout. */
  | 'PAYOUTS_DISPUTED'
  /** Those of them that are payouts of claims. */
  | 'PAYOUT_APPROVALS'
  /** Service requests that the caller works on and that are not sent. */
  | 'REQUESTS_MINE'
  /** Service requests that the caller opened and that are not sent. */
  | 'REQUESTS_OPENED'
  /** Service requests of the caller's desk that were not sent by the time that was promised. */
  | 'REQUESTS_OVERDUE'
  /** Service requests of the caller's desk that nobody works on. */
  | 'REQUESTS_UNASSIGNED';

/** Which list shows what waits. Values will be added: take one that you do not know for something of which you know no more. */
export type InboxList =
  /** The field approvals. */
  | 'APPROVALS'
  /** The field claims. */
  | 'CLAIMS'
  /** The field endpoints. */
  | 'ENDPOINTS'
  /** The field jobs. */
  | 'JOBS'
  /** The field products, which takes no filter: draft and mistakes show which. */
  | 'PRODUCTS'
  /** The field serviceRequests. */
  | 'SERVICE_REQUESTS';

/** Whether an installation does real business. */
export type InstallationMode =
  /** For trying and developing: samples, and passwords that everybody knows. */
  | 'DEVELOPMENT'
  /** For real business. */
  | 'PRODUCTION';

/** What changes of an insured. */
export type InsuredChangeInput = {
  /** What changes of the person or organisation. */
  party: PartyChangeInput;
  /** The insured. */
  reference: Scalars['String']['input'];
};

/** Find jobs. */
export type JobFilter = {
  /** Kinds, 20 at most. */
  kinds?: InputMaybe<Array<JobKind>>;
  /** Only those that the caller asked for. */
  mine?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only those of channels in this mode; those of no channel are LIVE. */
  mode?: InputMaybe<Mode>;
  /** States. */
  states?: InputMaybe<Array<JobState>>;
};

/** Kinds of jobs. Values will be added: take one that you do not know for something of which you know no more. */
export type JobKind =
  /** Recompute the audit record. */
  | 'AUDIT_VERIFY'
  /** Rate the book again under a version of a product. */
  | 'BACK_TEST'
  /** Check a file of policies without issuing them. */
  | 'BULK_CHECK'
  /** Issue policies from a file. */
  | 'BULK_ISSUE'
  /** Write a file of what a list shows. */
  | 'EXPORT'
  /** Wrap the keys of sealed data by the newest key. */
  | 'KEYRING_REWRAP'
  /** Erase a person's data. */
  | 'PERSONAL_ERASE'
  /** Make the indexes anew by which persons are found. */
  | 'PERSONAL_INDEX'
  /** Rate the policies of a day again, from what is stored with them. */
  | 'RERATE'
  /** Deliver events to a webhook endpoint again. */
  | 'WEBHOOKS_REPLAY';

/** States of a job. */
export type JobState =
  /** Failed; can be resumed. */
  | 'FAILED'
  /** Waits. */
  | 'QUEUED'
  /** Runs. */
  | 'RUNNING'
  /** Stopped by a person; can be resumed. */
  | 'STOPPED'
  /** Done. */
  | 'SUCCEEDED';

/** Cancel a planned withdrawal: the product stays on sale. */
export type KeepProductOnSaleInput = {
  /** Refuse unless the version on sale still has this revision; changing its withdrawal increases it. */
  expectedRevision: Scalars['Int']['input'];
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Prove who you are. */
export type LoginInput = {
  /** Code of the second factor, or a recovery code; left out at first, if you like. */
  code?: InputMaybe<Scalars['String']['input']>;
  /** Login. */
  name: Scalars['String']['input'];
  /** Password. */
  password: Scalars['String']['input'];
};

/** Send its files by e-mail. */
export type MailServiceRequestInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** Text beside the template, up to 1,000 characters. */
  remark?: InputMaybe<Scalars['String']['input']>;
};

/** States of a mail. */
export type MailState =
  /** Refused for good, or tried too often. */
  | 'FAILED'
  /** Waits. */
  | 'QUEUED'
  /** Taken by the mail server. */
  | 'SENT';

/** Texts of mails. Values will be added: take one that you do not know for something of which you know no more. */
export type MailTemplate =
  /** With an invoice. */
  | 'INVOICE'
  /** With a policy document. */
  | 'POLICY_DOCUMENT';

/** Record that the letter was posted. */
export type MarkServiceRequestPostedInput = {
  /** Carrier. */
  carrier: Scalars['String']['input'];
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** Tracking number. */
  trackingNo: Scalars['String']['input'];
};

/** Which half of a channel's business. */
export type Mode =
  /** Real business. */
  | 'LIVE'
  /** Tried out: no money moves, and nobody outside is told. */
  | 'SANDBOX';

/** An amount of money. */
export type MoneyInput = {
  /** Exact amount. */
  amount: Scalars['Decimal']['input'];
  /** Its currency. */
  currency: Scalars['CurrencyCode']['input'];
};

/** Add a note for colleagues. */
export type NoteClaimInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** In words, 1 to 2,000 characters. */
  text: Scalars['String']['input'];
};

/** Which file to open. */
export type OpenFileInput = {
  /** Which: of a claim or a service request. */
  fileId: Scalars['ID']['input'];
};

/** Open a service request for a customer. */
export type OpenServiceRequestInput = {
  /** How it is sent. */
  delivery: ServiceDelivery;
  /** What is wanted. */
  kind: ServiceRequestKind;
  /** In words, up to 1,000 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** Of an invoice: whose premium it is for, CUSTOMER or SELLER; left out: who paid. */
  payer?: InputMaybe<PremiumPayer>;
  /** Policy. */
  policyNumber: Scalars['String']['input'];
  /** Address. */
  recipient: ServiceRecipientInput;
  /** Number of this request, unique for the person, [A-Za-z0-9_-]{1,64}. */
  requestNo: Scalars['String']['input'];
};

/** What a person of the insurer may do. Values will be added: take one that you do not know for something of which you know no more. */
export type OpsRole =
  /** Reads the audit record and everything else; changes nothing. */
  | 'AUDIT'
  /** Claims. */
  | 'CLAIMS'
  /** Payouts, statements, invoices. */
  | 'FINANCE'
  /** Channels and agreements. */
  | 'SALES'
  /** People, roles, credentials, erasure. */
  | 'SECURITY_ADMIN'
  /** Customer service: lookups, service requests, endorsements and claims for a caller. */
  | 'SERVICE'
  /** Endpoints, jobs, keys at rest; sees no unmasked personal data. */
  | 'SYSTEM_ADMIN'
  /** Products, rules, documents; service requests for policy documents. */
  | 'UNDERWRITING';

/** An order of a channel. */
export type OrderLookup = {
  /** Channel. */
  channelCode: Scalars['String']['input'];
  /** Which half of the channel; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** Its order number. */
  orderNo: Scalars['String']['input'];
};

/** What changes of a person or an organisation: a field that is left out stays, null removes it. Of an organisation phone and email are its contact's. */
export type PartyChangeInput = {
  /** Name of who speaks for an organisation. */
  contactName?: InputMaybe<Scalars['String']['input']>;
  /** Unified social credit code of an organisation; a person has none. */
  creditCode?: InputMaybe<Scalars['String']['input']>;
  /** E-mail. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Its number. */
  identityNo?: InputMaybe<Scalars['String']['input']>;
  /** Kind of identity document. */
  identityType?: InputMaybe<IdentityType>;
  /** Name. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Telephone. */
  phone?: InputMaybe<Scalars['String']['input']>;
};

/** States of a payout. */
export type PayoutState =
  /** Declined. */
  | 'DECLINED'
  /** The bank reports another amount, or contradicts itself; a person must decide. */
  | 'DISPUTED'
  /** To be sent. */
  | 'ORDERED'
  /** Paid. */
  | 'PAID'
  /** Sent; the outcome is being asked for. */
  | 'UNKNOWN';

/** A half-open span of time. */
export type PeriodInput = {
  /** First instant outside. */
  end: Scalars['DateTime']['input'];
  /** First instant inside. */
  start: Scalars['DateTime']['input'];
};

/** Find people. */
export type PersonFilter = {
  /** Whether they must wait after failed logins. */
  locked?: InputMaybe<Scalars['Boolean']['input']>;
  /** Beginning of the login. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Any of these roles. */
  roles?: InputMaybe<Array<OpsRole>>;
  /** States. */
  states?: InputMaybe<Array<PersonState>>;
};

/** States of a person. */
export type PersonState =
  /** May log in. */
  | 'ACTIVE'
  /** May not. */
  | 'SUSPENDED';

/** Kinds of personal data. Values will be added: take one that you do not know for something of which you know no more. */
export type PersonalDataClass =
  /** Payment account. */
  | 'ACCOUNT'
  /** Telephone, e-mail, address. */
  | 'CONTACT'
  /** Identity document number. */
  | 'IDENTITY_NO'
  /** Name of a person. */
  | 'NAME';

/** One change. */
export type PolicyChangeInput =
  /** Data of an insured. */
  { insured: InsuredChangeInput; planCode?: never; }
  |  /** Another plan of the product. */
  { insured?: never; planCode: Scalars['String']['input']; };

/** Columns of a list of policies that is exported. Values will be added: take one that you do not know for something of which you know no more. */
export type PolicyColumn =
  /** When it was bound. */
  | 'BOUND_AT'
  /** Channel. */
  | 'CHANNEL'
  /** Commission; for sales and finance. */
  | 'COMMISSION'
  /** Currency. */
  | 'CURRENCY'
  /** End of cover. */
  | 'END'
  /** References of the insureds. */
  | 'INSURED'
  /** Names of the insureds; masked, unless personal data is exported in clear. */
  | 'INSURED_NAME'
  /** Policy number. */
  | 'NUMBER'
  /** The channel's order number. */
  | 'ORDER_NO'
  /** Who paid when it was bound. */
  | 'PAYER'
  /** Plan. */
  | 'PLAN'
  /** Premium now. */
  | 'PREMIUM'
  /** Product. */
  | 'PRODUCT'
  /** Start of cover. */
  | 'START'
  /** State now. */
  | 'STATE'
  /** Sum insured now. */
  | 'SUM_INSURED';

/**
 * Find policies; what is given must all hold. An empty filter finds all of the live channels. Every list holds 1 to 100
 * values, and an empty one says nothing. What is found fits the filter at that instant. Each part of the filter has an index; where no index says all
 * that is asked together, a call looks at some 1,000 policies, and may answer fewer than first while there are more: read on from endCursor.
 */
export type PolicyFilter = {
  /** Agreements, in any version. */
  agreementCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Bound in. */
  boundAt?: InputMaybe<PeriodInput>;
  /** Channels. */
  channelCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Cover ends in, as it was bound. */
  coverEnd?: InputMaybe<PeriodInput>;
  /** Exact e-mail. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Exact identity number. */
  identityNo?: InputMaybe<Scalars['String']['input']>;
  /** Exact reference of an insured: an account. Found where the product has a rule against duplicate cover, or the policy names a person. */
  insuredReference?: InputMaybe<Scalars['String']['input']>;
  /** Of which halves of the channels; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** Numbers. */
  numbers?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The channels' order numbers; of all channels unless these are named. With more than 100 channels, name them. */
  orderNos?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Who paid when it was bound. */
  payers?: InputMaybe<Array<PremiumPayer>>;
  /** Exact name of an insured or applicant; looked up by keyed hash, as are the next three. More than 5,000 policies: name channels or a time. */
  personName?: InputMaybe<Scalars['String']['input']>;
  /** Exact telephone number; spaces and hyphens do not matter. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** Plans in force; of the one product that is named. */
  planCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Premium now, after endorsements: at least this. */
  premiumFrom?: InputMaybe<MoneyInput>;
  /** Premium now, after endorsements: at most this, in the same currency. */
  premiumTo?: InputMaybe<MoneyInput>;
  /** Products. */
  productCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Exact value of a factor, or of a fact of a claim, by which the product is searched: a tracking number, outbound or returned. Only letters and digits are compared, small or capital. */
  searchValue?: InputMaybe<Scalars['String']['input']>;
  /** States now. */
  states?: InputMaybe<Array<PolicyState>>;
};

/** A list of policies as a person sees it; for sales, finance, underwriters and customer service. */
export type PolicyListInput = {
  /** Which columns, in this order, each once; null: all that the caller may see. */
  columns?: InputMaybe<Array<PolicyColumn>>;
  /** Which policies, oldest first; not by personal data. */
  filter?: InputMaybe<PolicyFilter>;
};

/** Which policy; exactly one. */
export type PolicyLookup =
  /** By its global id. */
  { id: Scalars['ID']['input']; number?: never; order?: never; }
  |  /** By policy number. */
  { id?: never; number: Scalars['String']['input']; order?: never; }
  |  /** By a channel and its order number. */
  { id?: never; number?: never; order: OrderLookup; };

/** Order of a list of policies; those that are equal in it come in the order of their keys. Values will be added: take one that you do not know for something of which you know no more. */
export type PolicyOrder =
  /** By when they were bound, oldest first. */
  | 'BOUND_AT_ASC'
  /** By when they were bound, newest first. */
  | 'BOUND_AT_DESC'
  /** By when cover ends, nearest first. */
  | 'COVER_END_ASC'
  /** By when cover ends, furthest first. */
  | 'COVER_END_DESC'
  /** By premium, smallest first. */
  | 'PREMIUM_ASC'
  /** By premium, largest first. */
  | 'PREMIUM_DESC';

/** States of a policy. */
export type PolicyState =
  /** Cancelled. */
  | 'CANCELLED'
  /** Expired. */
  | 'EXPIRED'
  /** In force. */
  | 'IN_FORCE'
  /** Bound, cover not begun. */
  | 'PENDING';

/** Lists that are asked what changed. What waits in viewer.inbox changes with these, and with endpoints. Values will be added: take one that you do not know for something of which you know no more. */
export type PolledList =
  /** The field approvals. */
  | 'APPROVALS'
  /** The field claims. */
  | 'CLAIMS'
  /** The field jobs. */
  | 'JOBS'
  /** The field serviceRequests; for those who may list them. */
  | 'SERVICE_REQUESTS';

/** Who pays. Values will be added: take one that you do not know for something of which you know no more. */
export type PremiumPayer =
  /** The buyer or account owner. */
  | 'CUSTOMER'
  /** The platform. */
  | 'PLATFORM'
  /** The seller on the platform. */
  | 'SELLER';

/** What an agreement adjusts of a product's premium (保费条款), within what the product filed. */
export type PremiumTermsInput = {
  /** Factor of the premium before it is rounded; null: none. */
  factor?: InputMaybe<Scalars['Decimal']['input']>;
  /** Least premium, in major units of the product's currency; null: as the product says. */
  least?: InputMaybe<Scalars['Decimal']['input']>;
  /** Most premium, in major units of the product's currency; null: as the product says. */
  most?: InputMaybe<Scalars['Decimal']['input']>;
};

/** A sample risk. */
export type PreviewInput = {
  /** Its code. */
  agreementCode?: InputMaybe<Scalars['String']['input']>;
  /** Instant; null: now. */
  at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Under the terms of this channel's agreement. */
  channelCode?: InputMaybe<Scalars['String']['input']>;
  /** Factors. */
  factors: Scalars['JSONObject']['input'];
  /** A product file used instead of the stored one, with the stored attachments. */
  file?: InputMaybe<Scalars['String']['input']>;
  /** Who pays; null: CUSTOMER. */
  payer?: InputMaybe<PremiumPayer>;
  /** Cover wanted. */
  period?: InputMaybe<PeriodInput>;
  /** Plan. */
  planCode: Scalars['String']['input'];
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Version; null: the newest. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** A product file to be read by its parts. */
export type ProductContentInput = {
  /** A product file used instead of the stored one, with the stored attachments. */
  file?: InputMaybe<Scalars['String']['input']>;
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Version; null: the newest. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** A document of a product, to lie beside its file. */
export type ProductDocumentInput = {
  /** The document: an upload for PRODUCT. */
  fileId: Scalars['ID']['input'];
  /** Its name as the product file says it: bike-01/terms.md. It takes the place of one of that name. */
  name: Scalars['String']['input'];
};

/** Kinds of product documents. Values will be added: take one that you do not know for something of which you know no more. */
export type ProductDocumentKind =
  /** How to claim. */
  | 'CLAIM_GUIDE'
  /** Notice to the applicant. */
  | 'NOTICE'
  /** Insurance terms. */
  | 'TERMS';

/** A change of one part of a product file. */
export type ProductFileChange = {
  /** The part, from the top: keys, and of a list the code or the name of an item, or its place from 0: ["rating", "tables", "base", "rows", "3", "value"]. */
  at: Array<Scalars['String']['input']>;
  /** What is done. */
  operation: ProductFileOperation;
  /** What it is to be, as JSON, whose numbers and decimals keep their digits; null to remove it; to move it the place that it then has, from 0. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** What is done with a part of a product file, as by JSON Patch (RFC 6902). Values will be added: take one that you do not know for something of which you know no more. */
export type ProductFileOperation =
  /** Put in: a key, or an item of a list before the place that the path says; - is its end. A key that is there is replaced, and what a key lies in is made. */
  | 'ADD'
  /** Give an item of a list another place in it; the comments above the item go with it. */
  | 'MOVE'
  /** Take a part out. */
  | 'REMOVE'
  /** Put something else in the place of a part. */
  | 'REPLACE';

/** States of a product version. */
export type ProductState =
  /** May be changed; not for sale. */
  | 'DRAFT'
  /** On sale, unless a newer version is. */
  | 'PUBLISHED'
  /** Off sale. */
  | 'WITHDRAWN';

/** A limit on issued policies. */
export type QuotaInput = {
  /** What is counted. */
  measure: QuotaMeasure;
  /** At most: policies, or an amount of premium in the product's currency. */
  most: Scalars['Decimal']['input'];
  /** In which span. */
  per: QuotaSpan;
};

/** What a quota counts. Values will be added: take one that you do not know for something of which you know no more. */
export type QuotaMeasure =
  /** Policies. */
  | 'POLICIES'
  /** Premium. */
  | 'PREMIUM';

/** Over which span a quota counts; days are the insurer's. Values will be added: take one that you do not know for something of which you know no more. */
export type QuotaSpan =
  /** Day. */
  | 'DAY'
  /** Month. */
  | 'MONTH'
  /** For ever. */
  | 'TOTAL';

/** Record money that came back. */
export type RecordRecoveryInput = {
  /** Amount. */
  amount: MoneyInput;
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Why it came back. */
  kind?: InputMaybe<RecoveryKind>;
  /** When it came. */
  receivedAt: Scalars['DateTime']['input'];
  /** Number of this record, unique for the claim, [A-Za-z0-9_-]{1,64}. */
  requestNo: Scalars['String']['input'];
  /** Who paid it back, 1 to 128 characters. */
  source: Scalars['String']['input'];
};

/** Why money comes back after a claim was paid. Values will be added: take one that you do not know for something of which you know no more. */
export type RecoveryKind =
  /** 误付追回: it was paid by mistake. */
  | 'MISTAKEN_PAYMENT'
  /** 损余: for what is left of the damaged thing. */
  | 'SALVAGE'
  /** 代位追偿: from who caused the loss. */
  | 'SUBROGATION';

/** Reinstate a suspended person. */
export type ReinstatePersonInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Refuse. */
export type RejectApprovalInput = {
  /** Why, 1 to 1,000 characters. */
  comment: Scalars['String']['input'];
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Renew a policy. */
export type RenewPolicyInput = {
  /** Agreement to renew under; null: that of the policy. Where its product is off sale: one that sells the product's successor. */
  agreementCode?: InputMaybe<Scalars['String']['input']>;
  /** Refuse unless the computed premium is this. */
  expectedPremium?: InputMaybe<MoneyInput>;
  /** Why, on the customer's behalf: needed, and kept on record; 1 to 500 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** The channel's order number of the new policy. Each of the insurer's people has numbers of their own. */
  orderNo: Scalars['String']['input'];
  /** Another payer, where the term renew.payer permits it; null: as before. */
  payer?: InputMaybe<PremiumPayer>;
  /** Another plan, where the term renew.plan permits it, or a plan of the successor; null: that in force. */
  planCode?: InputMaybe<Scalars['String']['input']>;
  /** Policy to renew. */
  policyNumber: Scalars['String']['input'];
  /** From renewalPreview: refuse unless plan, payer, price, agreement and product version hold still. */
  previewToken?: InputMaybe<Scalars['String']['input']>;
};

/** What a renewal would be. */
export type RenewalPreviewInput = {
  /** Agreement to renew under, as of renewPolicy; null: that of the policy. */
  agreementCode?: InputMaybe<Scalars['String']['input']>;
  /** Another payer, as of renewPolicy; null: as before. */
  payer?: InputMaybe<PremiumPayer>;
  /** Another plan, as of renewPolicy; null: that in force. */
  planCode?: InputMaybe<Scalars['String']['input']>;
  /** Policy to renew. */
  policyNumber: Scalars['String']['input'];
};

/** Open a closed channel again. */
export type ReopenChannelInput = {
  /** Channel. */
  channelCode: Scalars['String']['input'];
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Ask to reopen a declined claim; another person approves. */
export type ReopenClaimInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Refuse unless the claim still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Deliver again: some events, or everything that failed in a span. */
export type ReplayWebhooksInput = {
  /** These events. */
  eventIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Global id of the endpoint. */
  id: Scalars['ID']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** Or everything undelivered in this span. */
  undelivered?: InputMaybe<PeriodInput>;
};

/** What has become of a reporting token. */
export type ReportingTokenState =
  /** It works. */
  | 'ACTIVE'
  /** Its time is over. */
  | 'EXPIRED'
  /** It was revoked. */
  | 'REVOKED';

/** Request an agreement: a channel may sell a product; or a new version of one. */
export type RequestAgreementInput = {
  /** Agreement. */
  agreementCode: Scalars['String']['input'];
  /** Channel. */
  channelCode: Scalars['String']['input'];
  /** Share of premium: a decimal with at most six digits after the point, up to the commission that the product filed. */
  commissionRate: Scalars['Decimal']['input'];
  /** Newest version known to the caller; 0: none. */
  expectedRevision: Scalars['Int']['input'];
  /** What the channel may do; none: everything. */
  operations?: InputMaybe<Array<ChannelOperation>>;
  /** Plans that may be sold; none: all. */
  plans?: InputMaybe<Array<Scalars['String']['input']>>;
  /** What it adjusts of the product's premium, within what the product filed; null: nothing. */
  premium?: InputMaybe<PremiumTermsInput>;
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Bounds. */
  quotas?: InputMaybe<Array<QuotaInput>>;
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** Topmost layer of terms. */
  terms?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Start; null: at approval. */
  validFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Until when; null: without end. */
  validUntil?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Ask for an authority; a security administrator whom it is not about approves. */
export type RequestClaimAuthorityInput = {
  /** Up to which amount they decide alone; 0: nothing; null: no bound of their own. */
  amount?: InputMaybe<MoneyInput>;
  /** Whose: a person who decides claims, or else a role. */
  personId?: InputMaybe<Scalars['ID']['input']>;
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** Whose: CLAIMS, or else a person. */
  role?: InputMaybe<OpsRole>;
};

/** Request a credential; it may replace another one, which stays valid for some hours. */
export type RequestCredentialInput = {
  /** Address ranges (CIDR) that may use it; none: all. */
  addresses?: InputMaybe<Array<Scalars['String']['input']>>;
  /** How it proves who calls; BEARER in the sandbox alone. */
  algorithm: CredentialAlgorithm;
  /** Channel. */
  channelCode: Scalars['String']['input'];
  /** When it stops working. */
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Key id, 1 to 64 letters, digits, _ and -. */
  keyId: Scalars['String']['input'];
  /** Which half of it; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** Hours for which the replaced credential stays valid, 1 to 720; null: 24. */
  overlapHours?: InputMaybe<Scalars['Int']['input']>;
  /** base64: the public key for ed25519; null: a secret is made. */
  publicKey?: InputMaybe<Scalars['String']['input']>;
  /** Cost points a second, 1 or more; null: 1,000. */
  ratePerSecond?: InputMaybe<Scalars['Int']['input']>;
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** Key id of the credential it replaces. */
  replaces?: InputMaybe<Scalars['String']['input']>;
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** The replaced credential stops at once; not together with overlapHours. */
  withoutOverlap?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Ask to erase the personal data of a person for good; policies, claims and totals stay. */
export type RequestErasureInput = {
  /** Of which channel, beside insuredReference. */
  channelCode?: InputMaybe<Scalars['String']['input']>;
  /** The person's exact identity number. */
  identityNo?: InputMaybe<Scalars['String']['input']>;
  /** Or the exact reference of an insured. */
  insuredReference?: InputMaybe<Scalars['String']['input']>;
  /** Or their exact telephone number. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
};

/** Ask the claimant for evidence; the channel hears of it. */
export type RequestEvidenceInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Refuse unless the claim still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** What is needed, shown to the channel, 1 to 1,000 characters. */
  text: Scalars['String']['input'];
};

/** Ask to put a draft on sale. All its examples must pass. */
export type RequestPublicationInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Start of sale; null: at approval. */
  publishAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** Version. */
  version: Scalars['Int']['input'];
};

/** Request a new password and the removal of the second factor for a person who lost access. */
export type RequestRecoveryInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Ask for a token for a business-intelligence tool. */
export type RequestReportingTokenInput = {
  /** When it stops working, at most 400 days on. */
  expiresAt: Scalars['DateTime']['input'];
  /** Name for people, 1 to 64 characters. */
  name: Scalars['String']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
};

/** Ask for other roles for a person. */
export type RequestRolesInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** All roles the person will have. */
  roles: Array<OpsRole>;
};

/** Record what really happened to a payout for which the bank reported another amount. */
export type ResolveDisputedPayoutInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Refuse unless the claim still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** The amount really paid, as the bank now confirms; null: nothing was paid and it is paid again, which the bank must confirm. */
  paid?: InputMaybe<MoneyInput>;
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** The job to resume. */
export type ResumeJobInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Try to pay a claim again whose payout failed, or ask the bank at once about one that hangs. */
export type RetryPayoutInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Refuse unless the claim still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Show unmasked personal data; the access is recorded. */
export type RevealPersonalDataInput = {
  /** Which classes. */
  classes: Array<PersonalDataClass>;
  /** Of which policy, claim or service request. */
  id: Scalars['ID']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Revoke a credential at once. */
export type RevokeCredentialInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Key id. */
  keyId: Scalars['String']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Revoke a token at once. */
export type RevokeReportingTokenInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Give an endpoint a new key; both sign until the old one retires. */
export type RotateWebhookKeyInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id of the endpoint. */
  id: Scalars['ID']['input'];
  /** Hours for which the old key still signs, 1 to 168; null: 24. */
  overlapHours?: InputMaybe<Scalars['Int']['input']>;
  /** The old key stops at once; not together with overlapHours. */
  withoutOverlap?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What is done with a policy when a rule is judged. Values will be added: take one that you do not know for something of which you know no more. */
export type RuleAct =
  /** A policy is cancelled. */
  | 'CANCEL'
  /** A claim is decided. */
  | 'CLAIM'
  /** A policy is changed. */
  | 'ENDORSE'
  /** A policy is issued. */
  | 'ISSUE'
  /** A risk is quoted. */
  | 'QUOTE'
  /** A policy is renewed. */
  | 'RENEW';

/** A sample risk that all rules are tried on. */
export type RuleBenchInput = {
  /** Judge each rule in this act where it is a rule of that; null: QUOTE. */
  act?: InputMaybe<RuleAct>;
  /** Its code. */
  agreementCode?: InputMaybe<Scalars['String']['input']>;
  /** Instant; null: now. */
  at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Under the terms of this channel's agreement. */
  channelCode?: InputMaybe<Scalars['String']['input']>;
  /** Factors. */
  factors: Scalars['JSONObject']['input'];
  /** Facts of a claim; null: rules that ask for them have no answer. */
  facts?: InputMaybe<Scalars['JSONObject']['input']>;
  /** A product file used instead of the stored one, with the stored attachments. */
  file?: InputMaybe<Scalars['String']['input']>;
  /** When the loss happened, unless the facts say it; null: rules that ask for it have no answer. */
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Who pays; null: CUSTOMER. */
  payer?: InputMaybe<PremiumPayer>;
  /** Cover wanted. */
  period?: InputMaybe<PeriodInput>;
  /** The plan before an endorsement; null: rules that ask for it have no answer. */
  planBefore?: InputMaybe<Scalars['String']['input']>;
  /** Plan. */
  planCode: Scalars['String']['input'];
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Reason of a cancellation; null: rules that ask for it have no answer. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** When the loss was reported, unless the facts say it; null: rules that ask for it have no answer. */
  reportedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** Version; null: the newest. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** What follows where the condition of a rule holds. Values will be added: take one that you do not know for something of which you know no more. */
export type RuleEffect =
  /** The claimant must correct something. */
  | 'CORRECT'
  /** A person decides; a quote or an issue is refused. */
  | 'REFER'
  /** It is refused. */
  | 'REFUSE'
  /** Something is missing. */
  | 'REQUIRE'
  /** The claim gets fraud points. */
  | 'SCORE';

/** Save a draft. The whole file is checked; every mistake is reported with its path and line. */
export type SaveProductInput = {
  /** A zip archive of file, examples and documents: an upload for PRODUCT. */
  archiveId?: InputMaybe<Scalars['ID']['input']>;
  /** Without an archive: the version whose attachments are used; null: those of the draft, or for a new draft those of the newest version. */
  attachmentsOf?: InputMaybe<Scalars['Int']['input']>;
  /**
   * The file that the change began from. Where the draft has another revision than the one expected, what was saved meanwhile and this change are brought
   * together; CONFLICT where both changed the same part. Null: another revision is a CONFLICT.
   */
  base?: InputMaybe<Scalars['String']['input']>;
  /** Documents more, or instead of stored ones. */
  documents?: InputMaybe<Array<ProductDocumentInput>>;
  /** Other examples, instead of the stored ones. */
  examples?: InputMaybe<Scalars['String']['input']>;
  /** Refuse unless the draft still has this revision; needed with version. */
  expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  /** The product file, YAML; null where an archive is given. */
  file?: InputMaybe<Scalars['String']['input']>;
  /** The product that the file must define; CONFLICT if it defines another. Required with version. Null: any product. */
  productCode?: InputMaybe<Scalars['String']['input']>;
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
  /** Version of the draft to change; null: a new draft. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** Kinds of things that a text finds. Values will be added: take one that you do not know for something of which you know no more. */
export type SearchKind =
  /** A channel. */
  | 'CHANNEL'
  /** A claim. */
  | 'CLAIM'
  /** A colleague. */
  | 'COLLEAGUE'
  /** An endorsement. */
  | 'ENDORSEMENT'
  /** A policy. */
  | 'POLICY'
  /** A product. */
  | 'PRODUCT'
  /** A service request. */
  | 'SERVICE_REQUEST';

/** By what a text finds a thing. Values will be added: take one that you do not know for something of which you know no more. */
export type SearchMatch =
  /** The beginning of a code or login. */
  | 'CODE'
  /** The whole e-mail address of one. */
  | 'EMAIL'
  /** The whole identity number of one. */
  | 'IDENTITY_NO'
  /** The whole reference of an insured: an account. */
  | 'INSURED'
  /** A part of the name of a channel, product or colleague. */
  | 'NAME'
  /** Its own number. */
  | 'NUMBER'
  /** The channel's order number. */
  | 'ORDER_NO'
  /** The whole name of an insured or applicant. */
  | 'PERSON_NAME'
  /** The whole telephone number of one. */
  | 'PHONE'
  /** A factor, or a fact of a claim, by which the product is searched: a tracking number. */
  | 'SEARCH_VALUE';

/** Try an endpoint. */
export type SendTestEventInput = {
  /** Global id of the endpoint. */
  id: Scalars['ID']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
};

/** How it is sent. Values will be added: take one that you do not know for something of which you know no more. */
export type ServiceDelivery =
  /** By e-mail. */
  | 'EMAIL'
  /** By post. */
  | 'POST';

/** Desk that works on it. Values will be added: take one that you do not know for something of which you know no more. */
export type ServiceDesk =
  /** Finance. */
  | 'FINANCE'
  /** Underwriting. */
  | 'UNDERWRITING';

/** Where a service request goes. */
export type ServiceRecipientInput = {
  /** Postal address, up to 300 characters; needed for POST. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** E-mail; needed for EMAIL. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Title of an invoice; needed for INVOICE. */
  invoiceTitle?: InputMaybe<Scalars['String']['input']>;
  /** Name, 1 to 100 characters. */
  name: Scalars['String']['input'];
  /** Telephone; needed for POST. */
  phone?: InputMaybe<Scalars['String']['input']>;
  /** Tax number of a company. */
  taxNo?: InputMaybe<Scalars['String']['input']>;
};

/** Columns of a list of service requests that is exported. Values will be added: take one that you do not know for something of which you know no more. */
export type ServiceRequestColumn =
  /** Who works on it. */
  | 'ASSIGNEE'
  /** Carrier of a letter. */
  | 'CARRIER'
  /** Channel. */
  | 'CHANNEL'
  /** When it was closed. */
  | 'CLOSED_AT'
  /** How it is sent. */
  | 'DELIVERY'
  /** Desk that works on it. */
  | 'DESK'
  /** What is wanted. */
  | 'KIND'
  /** Number. */
  | 'NUMBER'
  /** When. */
  | 'OPENED_AT'
  /** Who opened it. */
  | 'OPENED_BY'
  /** Of an invoice: whose premium it is for. */
  | 'PAYER'
  /** Number of its policy. */
  | 'POLICY'
  /** Until when it is to be sent. */
  | 'PROMISED_AT'
  /** Name of the recipient; masked, unless personal data is exported in clear. */
  | 'RECIPIENT'
  /** When it was sent. */
  | 'SENT_AT'
  /** State now. */
  | 'STATE'
  /** Its tracking number. */
  | 'TRACKING_NO';

/** Find service requests. */
export type ServiceRequestFilter = {
  /** Who works on it. */
  assigneeId?: InputMaybe<Scalars['ID']['input']>;
  /** Desks. */
  desks?: InputMaybe<Array<ServiceDesk>>;
  /** Kinds. */
  kinds?: InputMaybe<Array<ServiceRequestKind>>;
  /** Only those that the caller works on. */
  mine?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of policies of channels in this mode; null: all. */
  mode?: InputMaybe<Mode>;
  /** Exactly this number. */
  number?: InputMaybe<Scalars['String']['input']>;
  /** Only those that the caller opened and that are not sent yet. */
  opened?: InputMaybe<Scalars['Boolean']['input']>;
  /** Opened in this span. */
  openedAt?: InputMaybe<PeriodInput>;
  /** Past their deadline and not sent. */
  overdue?: InputMaybe<Scalars['Boolean']['input']>;
  /** Of this policy. */
  policyNumber?: InputMaybe<Scalars['String']['input']>;
  /** States. */
  states?: InputMaybe<Array<ServiceRequestState>>;
  /** Only those that nobody works on. */
  unassigned?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Kinds of service requests. Values will be added: take one that you do not know for something of which you know no more. */
export type ServiceRequestKind =
  /** An invoice; finance makes it. */
  | 'INVOICE'
  /** The policy document; underwriting makes it. */
  | 'POLICY_DOCUMENT';

/** A list of service requests as a person sees it; for those who may list them. */
export type ServiceRequestListInput = {
  /** Which columns, in this order, each once; null: all. */
  columns?: InputMaybe<Array<ServiceRequestColumn>>;
  /** Which requests, that with the nearest promise first. */
  filter?: InputMaybe<ServiceRequestFilter>;
};

/** Which service request: exactly one of these. */
export type ServiceRequestLookup =
  /** Global id. */
  { id: Scalars['ID']['input']; number?: never; }
  |  /** Number. */
  { id?: never; number: Scalars['String']['input']; };

/** States of a service request. */
export type ServiceRequestState =
  /** Not wanted any more, or not possible. */
  | 'CANCELLED'
  /** Done. */
  | 'CLOSED'
  /** A person works on it. */
  | 'IN_WORK'
  /** Not taken yet. */
  | 'OPEN'
  /** The mail is on its way. */
  | 'SENDING'
  /** Sent or posted. */
  | 'SENT';

/** How a session began. Values will be added: take one that you do not know for something of which you know no more. */
export type SessionVia =
  /** The insurer's identity provider. */
  | 'OIDC'
  /** Password and second factor. */
  | 'PASSWORD';

/** Set the addresses that may use a credential. */
export type SetCredentialAddressesInput = {
  /** Ranges (CIDR); none: all. */
  addresses: Array<Scalars['String']['input']>;
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Key id. */
  keyId: Scalars['String']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Keep how the caller likes to work, or forget it. */
export type SetPreferenceInput = {
  /** Refuse unless it still has this revision; 0: unless there is none yet. */
  expectedRevision: Scalars['Int']['input'];
  /** Key: 1 to 64 letters, digits, dots, underscores and hyphens; a person has at most 100. */
  key: Scalars['String']['input'];
  /** Whatever the program writes, at most 65,536 bytes; null: it is forgotten. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** What a person must do before anything else. Values will be added: take one that you do not know for something of which you know no more. */
export type SetupStep =
  /** Choose their own password: changePassword. */
  | 'CHANGE_PASSWORD'
  /** Prove the second factor in this session, which began without it at the identity provider: confirmSecondFactor. */
  | 'CONFIRM_SECOND_FACTOR'
  /** Set up a second factor: enrolSecondFactor, confirmSecondFactor. */
  | 'ENROL_SECOND_FACTOR';

/** What a step of a computation does. Values will be added: take one that you do not know for something of which you know no more. */
export type StepKind =
  /** Add a number. */
  | 'ADD'
  /** Keep between a least and a most. */
  | 'BOUNDS'
  /** Compute a formula. */
  | 'FORMULA'
  /** Multiply by a number. */
  | 'MULTIPLY'
  /** Round. */
  | 'ROUND'
  /** Begin with a number. */
  | 'SET';

/** The job to stop. */
export type StopJobInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Claim under a policy. */
export type SubmitClaimInput = {
  /** The loss, where facts do not say it; no more than this is paid. Null: by the fact that the product names. */
  claimed?: InputMaybe<MoneyInput>;
  /** Facts, checked against the product's claim schema. */
  facts: Scalars['JSONObject']['input'];
  /** Uploaded evidence. */
  fileIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** When the loss happened; what that means the product says, and its facts lie at most a day from it. */
  occurredAt: Scalars['DateTime']['input'];
  /** Policy number. */
  policyNumber: Scalars['String']['input'];
  /** When the loss was reported to the channel or the insurer; null: by the fact that the product names, else now. */
  reportedAt?: InputMaybe<Scalars['DateTime']['input']>;
  /** The channel's number for this claim, unique among its submissions, updates and withdrawals, [A-Za-z0-9_-]{1,64}. */
  requestNo: Scalars['String']['input'];
};

/** Suspend a person; their sessions end. */
export type SuspendPersonInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Parts of the system. Values will be added: take one that you do not know for something of which you know no more. */
export type SystemPart =
  /** The audit record: sealed and signed. */
  | 'AUDIT'
  /** The clock of the server that answers, beside the database's. */
  | 'CLOCK'
  /** The database: latency of a statement that asks for nothing. */
  | 'DATABASE'
  /** Mails that were due 5 minutes ago and not sent, and those that failed in 24 hours. */
  | 'MAIL'
  /** Events that were stored and not relayed yet. */
  | 'OUTBOX'
  /** Payments: the gateway is not asked, since a question is an act there; orders whose outcome is not known for 5 minutes say how it is. */
  | 'PAYMENTS'
  /** Queues of tasks. */
  | 'QUEUES'
  /** Storage of files: whether it takes one, and how much room there is. Trouble below 1 GiB or 5 %. */
  | 'STORAGE'
  /** Carriers are not asked, either; claims that were tried three times and wait say how it is. */
  | 'TRACKING'
  /** Webhooks: deliveries that were due 5 minutes ago and that nobody sent, and endpoints that are off. */
  | 'WEBHOOKS'
  /** Processes that work tasks, and processes that said in the last 25 minutes that they live. */
  | 'WORKERS';

/** Take a claim to work on it. */
export type TakeClaimInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Refuse unless the claim still has this revision. */
  expectedRevision: Scalars['Int']['input'];
};

/** Take the next claim. */
export type TakeNextClaimInput = {
  /** Of which channels, at most 100; null: any. */
  channelCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Of which halves of the channels; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** Of which products, at most 100; null: any. */
  productCodes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was taken. */
  requestNo: Scalars['String']['input'];
};

/** Take one to work on it. */
export type TakeServiceRequestInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** End an agreement: nothing new is issued under any version of it. */
export type TerminateAgreementInput = {
  /** Agreement. */
  agreementCode: Scalars['String']['input'];
  /** Channel. */
  channelCode: Scalars['String']['input'];
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};

/** Kinds of entries. Values will be added: take one that you do not know for something of which you know no more. */
export type TimelineKind =
  /** One of the insurer's people did or saw something. */
  | 'AUDIT'
  /** A claim changed state. */
  | 'CLAIM'
  /** A webhook told the channel. */
  | 'DELIVERY'
  /** A file came. */
  | 'DOCUMENT'
  /** A note on a claim. */
  | 'NOTE'
  /** A payment of a claim was ordered, paid, declined. */
  | 'PAYOUT'
  /** The policy was issued, changed, renewed, cancelled. */
  | 'POLICY'
  /** A service request changed state. */
  | 'SERVICE_REQUEST';

/** Clear the failed logins of a person. */
export type UnlockPersonInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Correct a claim that is not closed. */
export type UpdateClaimInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** Refuse unless the claim still has this revision. */
  expectedRevision?: InputMaybe<Scalars['Int']['input']>;
  /** Corrected facts; omitted keys stay unchanged, null removes an optional fact. */
  facts: Scalars['JSONObject']['input'];
  /** More evidence. */
  fileIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** The channel's number for this change, unique among its submissions, updates and withdrawals, [A-Za-z0-9_-]{1,64}. */
  requestNo: Scalars['String']['input'];
};

/** Ask for a verification of the audit record. */
export type VerifyAuditRecordInput = {
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
  /** The caller's number for this, unique among their numbers, [A-Za-z0-9_-]{1,64}; sent again with the same content, it answers what was made. */
  requestNo: Scalars['String']['input'];
};

/** Find webhook endpoints. */
export type WebhookEndpointFilter = {
  /** Channel. */
  channelCode?: InputMaybe<Scalars['String']['input']>;
  /** Of which halves of the channels; null: LIVE. */
  mode?: InputMaybe<Mode>;
  /** States. */
  states?: InputMaybe<Array<WebhookEndpointState>>;
};

/** States of an endpoint. */
export type WebhookEndpointState =
  /** Delivers. */
  | 'ACTIVE'
  /** Off, by the channel, by 410, or after five failing days; events wait 30 days for replay. */
  | 'DISABLED'
  /** Breaker open: probes only; events wait. */
  | 'PAUSED'
  /** Waits for the challenge. */
  | 'UNVERIFIED';

/** Order of deliveries. Values will be added: take one that you do not know for something of which you know no more. */
export type WebhookOrdering =
  /** As soon as possible; sort by sequence. */
  | 'NONE'
  /** Events of one policy or claim wait for each other. */
  | 'PER_OBJECT';

/** How deliveries are signed, by Standard Webhooks. Values will be added: take one that you do not know for something of which you know no more. */
export type WebhookScheme =
  /** HMAC-SHA-256 with a shared secret, whsec_. */
  | 'V1'
  /** Ed25519; the public key is whpk_. */
  | 'V1A';

/** Take your own request back. */
export type WithdrawApprovalInput = {
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Global id. */
  id: Scalars['ID']['input'];
};

/** Take a claim back. */
export type WithdrawClaimInput = {
  /** Which claim. */
  claimNumber: Scalars['String']['input'];
  /** The channel's number for this change, unique among its submissions, updates and withdrawals, [A-Za-z0-9_-]{1,64}. */
  requestNo: Scalars['String']['input'];
};

/** Take a product off sale. */
export type WithdrawProductInput = {
  /** From when; null: at once. */
  at?: InputMaybe<Scalars['DateTime']['input']>;
  /** Refuse unless it still has this revision. */
  expectedRevision: Scalars['Int']['input'];
  /** Product. */
  productCode: Scalars['String']['input'];
  /** Why; kept on record, 1 to 500 characters. */
  reason: Scalars['String']['input'];
};
