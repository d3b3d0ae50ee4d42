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

export type Mode =
  | 'LIVE'
  | 'SANDBOX';

export type MoneyInput = {
  amount: string;
  currency: string;
};

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

export type PolicyOrder =
  | 'BOUND_AT_ASC'
  | 'BOUND_AT_DESC'
  | 'COVER_END_ASC'
  | 'COVER_END_DESC'
  | 'PREMIUM_ASC'
  | 'PREMIUM_DESC';

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

export type PoliciesQueryVariables = Exact<{
  filter?: Types.PolicyFilter | null | undefined;
  orderBy?: Types.PolicyOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type PoliciesQuery = { policies: { edges: Array<{ node: { id: string, number: string, orderNo: string, state: Types.PolicyState, boundAt: string, payer: Types.PremiumPayer, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string }, insureds: Array<{ reference: string, name: string | null }>, offer: { productCode: string, productVersion: number, planCode: string, agreementCode: string, productName: { zh: string, en: string }, name: { zh: string, en: string } }, channel: { id: string, code: string, name: string }, commission: { amount: string, currency: string } | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } } };

export type PolicyChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type PolicyChoicesQuery = { channels: { edges: Array<{ node: { id: string, code: string, name: string } }> }, products: Array<{ code: string, name: { zh: string, en: string } }> };

export type ExportPoliciesMutationVariables = Exact<{
  input: Types.ExportListInput;
}>;


export type ExportPoliciesMutation = { exportList: { job: { id: string } | null, approval: { id: string } | null, userErrors: Array<
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

export const PoliciesDocument = new TypedDocumentString(`
    query Policies($filter: PolicyFilter, $orderBy: PolicyOrder, $first: Int, $after: String, $last: Int, $before: String) {
  policies(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        number
        orderNo
        state
        boundAt
        payer
        premium {
          amount
          currency
        }
        sumInsured {
          amount
          currency
        }
        period {
          start
          end
        }
        insureds {
          reference
          name
        }
        offer {
          productCode
          productName {
            zh
            en
          }
          productVersion
          planCode
          name {
            zh
            en
          }
          agreementCode
        }
        channel {
          id
          code
          name
        }
        commission {
          amount
          currency
        }
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
    `) as unknown as TypedDocumentString<PoliciesQuery, PoliciesQueryVariables>;
export const PolicyChoicesDocument = new TypedDocumentString(`
    query PolicyChoices {
  channels(first: 100) {
    edges {
      node {
        id
        code
        name
      }
    }
  }
  products {
    code
    name {
      zh
      en
    }
  }
}
    `) as unknown as TypedDocumentString<PolicyChoicesQuery, PolicyChoicesQueryVariables>;
export const ExportPoliciesDocument = new TypedDocumentString(`
    mutation ExportPolicies($input: ExportListInput!) {
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
    `) as unknown as TypedDocumentString<ExportPoliciesMutation, ExportPoliciesMutationVariables>;