/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AddChannelInput = {
  code: string;
  name: string;
  requestNo: string;
  terms?: Record<string, unknown> | null | undefined;
};

export type AddWebhookEndpointInput = {
  channelCode?: string | null | undefined;
  eventTypes: Array<string>;
  mode?: Mode | null | undefined;
  ordering?: WebhookOrdering | null | undefined;
  requestNo: string;
  scheme?: WebhookScheme | null | undefined;
  url: string;
};

export type AgreementState =
  | 'EXPIRED'
  | 'IN_FORCE'
  | 'PENDING'
  | 'SUPERSEDED'
  | 'TERMINATED';

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

export type ChangeChannelInput = {
  channelCode: string;
  expectedRevision: number;
  name?: string | null | undefined;
  reason: string;
  terms?: Record<string, unknown> | null | undefined;
};

export type ChangeWebhookEndpointInput = {
  eventTypes?: Array<string> | null | undefined;
  expectedRevision: number;
  id: string;
  ordering?: WebhookOrdering | null | undefined;
  scheme?: WebhookScheme | null | undefined;
  url?: string | null | undefined;
};

export type ChannelFilter = {
  code?: string | null | undefined;
  mode?: Mode | null | undefined;
  open?: boolean | null | undefined;
  troubled?: boolean | null | undefined;
};

export type CloseChannelInput = {
  channelCode: string;
  expectedRevision: number;
  reason: string;
};

export type CredentialAlgorithm =
  | 'BEARER'
  | 'ED25519'
  | 'HMAC_SHA256';

export type DeleteWebhookEndpointInput = {
  expectedRevision: number;
  id: string;
};

export type DeliveryFailure =
  | 'CANCELED'
  | 'CONNECT'
  | 'DNS'
  | 'REFUSED_ADDRESS'
  | 'TIMEOUT'
  | 'TLS';

export type DeliveryFilter = {
  at?: PeriodInput | null | undefined;
  eventTypes?: Array<string> | null | undefined;
  states?: Array<DeliveryState> | null | undefined;
};

export type DeliveryState =
  | 'DELIVERED'
  | 'EXHAUSTED'
  | 'HELD'
  | 'PENDING';

export type DisableWebhookEndpointInput = {
  expectedRevision: number;
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

export type PeriodInput = {
  end: string;
  start: string;
};

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

export type PolicyState =
  | 'CANCELLED'
  | 'EXPIRED'
  | 'IN_FORCE'
  | 'PENDING';

export type PremiumPayer =
  | 'CUSTOMER'
  | 'PLATFORM'
  | 'SELLER';

export type QuotaMeasure =
  | 'POLICIES'
  | 'PREMIUM';

export type QuotaSpan =
  | 'DAY'
  | 'MONTH'
  | 'TOTAL';

export type ReopenChannelInput = {
  channelCode: string;
  expectedRevision: number;
  reason: string;
};

export type ReplayWebhooksInput = {
  eventIds?: Array<string> | null | undefined;
  id: string;
  requestNo: string;
  undelivered?: PeriodInput | null | undefined;
};

export type RequestCredentialInput = {
  addresses?: Array<string> | null | undefined;
  algorithm: CredentialAlgorithm;
  channelCode: string;
  expiresAt?: string | null | undefined;
  keyId: string;
  mode?: Mode | null | undefined;
  overlapHours?: number | null | undefined;
  publicKey?: string | null | undefined;
  ratePerSecond?: number | null | undefined;
  reason: string;
  replaces?: string | null | undefined;
  requestNo: string;
  withoutOverlap?: boolean | null | undefined;
};

export type RevokeCredentialInput = {
  expectedRevision: number;
  keyId: string;
  reason: string;
};

export type RotateWebhookKeyInput = {
  expectedRevision: number;
  id: string;
  overlapHours?: number | null | undefined;
  withoutOverlap?: boolean | null | undefined;
};

export type SendTestEventInput = {
  id: string;
  requestNo: string;
};

export type SetCredentialAddressesInput = {
  addresses: Array<string>;
  expectedRevision: number;
  keyId: string;
  reason: string;
};

export type WebhookEndpointState =
  | 'ACTIVE'
  | 'DISABLED'
  | 'PAUSED'
  | 'UNVERIFIED';

export type WebhookOrdering =
  | 'NONE'
  | 'PER_OBJECT';

export type WebhookScheme =
  | 'V1'
  | 'V1A';

export type ChannelsQueryVariables = Exact<{
  filter?: Types.ChannelFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ChannelsQuery = { channels: { edges: Array<{ node: { id: string, code: string, name: string, open: boolean, createdAt: string, credentials: Array<{ id: string, keyId: string, lastUsedAt: string | null, expiresAt: string | null }> | null, agreements: Array<{ id: string, code: string, state: Types.AgreementState, quotas: Array<{ id: string, most: string, used: string }> }>, webhookEndpoints: Array<{ id: string, state: Types.WebhookEndpointState }> | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, count: { value: number, exact: boolean } } };

export type ChannelPageQueryVariables = Exact<{
  code: string;
  mode?: Types.Mode | null | undefined;
  today?: Types.PolicyFilter | null | undefined;
}>;


export type ChannelPageQuery = { channel: { id: string, code: string, name: string, open: boolean, mode: Types.Mode, revision: number, terms: Record<string, unknown>, createdAt: string, credentials: Array<{ id: string, keyId: string, algorithm: Types.CredentialAlgorithm, ratePerSecond: number, revision: number, addresses: Array<string>, createdAt: string, lastUsedAt: string | null, expiresAt: string | null, allowed: Array<{ act: string, possible: boolean }> }> | null, agreements: Array<{ id: string, code: string, version: number, productCode: string, plans: Array<string>, commissionRate: string, state: Types.AgreementState, validFrom: string, validUntil: string | null, terminatedAt: string | null, quotas: Array<{ id: string, measure: Types.QuotaMeasure, per: Types.QuotaSpan, most: string, used: string, left: string }> }>, webhookEndpoints: Array<{ id: string, url: string, eventTypes: Array<string>, ordering: Types.WebhookOrdering, state: Types.WebhookEndpointState, revision: number, apiVersion: string, keys: Array<{ keyId: string, scheme: Types.WebhookScheme, publicKey: string | null, retiresAt: string | null }>, health: { successRate: string, p95Ms: number, oldestPendingSeconds: number }, allowed: Array<{ act: string, possible: boolean, reason:
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
         | null }> }> | null, deprecationsInUse: Array<{ coordinate: string, sunset: string | null, calls: string, lastUsedAt: string }>, allowed: Array<{ act: string, possible: boolean, reason:
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
       | null }> } | null, products: Array<{ id: string, code: string, name: { zh: string, en: string } }>, boundToday: { count: { value: number, exact: boolean } }, asked: { edges: Array<{ node: { id: string, kind: Types.ApprovalKind, object: string, content: Record<string, unknown>, requestedAt: string } }> } };

export type CredentialRowFragment = { id: string, keyId: string, algorithm: Types.CredentialAlgorithm, ratePerSecond: number, revision: number, addresses: Array<string>, createdAt: string, lastUsedAt: string | null, expiresAt: string | null, allowed: Array<{ act: string, possible: boolean }> };

export type QuotaLineFragment = { id: string, measure: Types.QuotaMeasure, per: Types.QuotaSpan, most: string, used: string, left: string };

export type EndpointPartFragment = { id: string, url: string, eventTypes: Array<string>, ordering: Types.WebhookOrdering, state: Types.WebhookEndpointState, revision: number, apiVersion: string, keys: Array<{ keyId: string, scheme: Types.WebhookScheme, publicKey: string | null, retiresAt: string | null }>, health: { successRate: string, p95Ms: number, oldestPendingSeconds: number }, allowed: Array<{ act: string, possible: boolean, reason:
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
     | null }> };

export type ChannelDeliveriesQueryVariables = Exact<{
  endpoint: string;
  filter?: Types.DeliveryFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ChannelDeliveriesQuery = { webhookEndpoint: { id: string, deliveries: { edges: Array<{ node: { id: string, state: Types.DeliveryState, nextAttemptAt: string | null, event: { id: string, type: string, at: string, subject: string, sequence: number }, attempts: Array<{ at: string, status: number | null, failure: Types.DeliveryFailure | null, durationMs: number, responseExcerpt: string | null, traceId: string }> } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } } | null };

export type UndeliveredQueryVariables = Exact<{
  endpoint: string;
  filter?: Types.DeliveryFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type UndeliveredQuery = { webhookEndpoint: { id: string, deliveries: { edges: Array<{ node: { id: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type ReplayJobQueryVariables = Exact<{
  id: string;
}>;


export type ReplayJobQuery = { job: { id: string, kind: Types.JobKind, state: Types.JobState, done: string, total: string | null, failed: string, perMinute: number, secondsLeft: number | null } | null };

export type AddChannelMutationVariables = Exact<{
  input: Types.AddChannelInput;
}>;


export type AddChannelMutation = { addChannel: { channel: { id: string, code: string } | null, userErrors: Array<
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

export type ChangeChannelMutationVariables = Exact<{
  input: Types.ChangeChannelInput;
}>;


export type ChangeChannelMutation = { changeChannel: { channel: { id: string, revision: number } | null, userErrors: Array<
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

export type CloseChannelMutationVariables = Exact<{
  input: Types.CloseChannelInput;
}>;


export type CloseChannelMutation = { closeChannel: { channel: { id: string, open: boolean } | null, userErrors: Array<
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

export type ReopenChannelMutationVariables = Exact<{
  input: Types.ReopenChannelInput;
}>;


export type ReopenChannelMutation = { reopenChannel: { channel: { id: string, open: boolean } | null, userErrors: Array<
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

export type AddEndpointMutationVariables = Exact<{
  input: Types.AddWebhookEndpointInput;
}>;


export type AddEndpointMutation = { addWebhookEndpoint: { key: string | null, endpoint: { id: string, url: string } | null, userErrors: Array<
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

export type ChangeEndpointMutationVariables = Exact<{
  input: Types.ChangeWebhookEndpointInput;
}>;


export type ChangeEndpointMutation = { changeWebhookEndpoint: { key: string | null, endpoint: { id: string, state: Types.WebhookEndpointState } | null, userErrors: Array<
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

export type DeleteEndpointMutationVariables = Exact<{
  input: Types.DeleteWebhookEndpointInput;
}>;


export type DeleteEndpointMutation = { deleteWebhookEndpoint: { id: string | null, userErrors: Array<
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

export type DisableEndpointMutationVariables = Exact<{
  input: Types.DisableWebhookEndpointInput;
}>;


export type DisableEndpointMutation = { disableWebhookEndpoint: { endpoint: { id: string, state: Types.WebhookEndpointState } | null, userErrors: Array<
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

export type RotateEndpointKeyMutationVariables = Exact<{
  input: Types.RotateWebhookKeyInput;
}>;


export type RotateEndpointKeyMutation = { rotateWebhookKey: { key: string | null, endpoint: { id: string } | null, userErrors: Array<
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

export type SendTestEventMutationVariables = Exact<{
  input: Types.SendTestEventInput;
}>;


export type SendTestEventMutation = { sendTestEvent: { event: { id: string } | null, userErrors: Array<
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

export type ReplayWebhooksMutationVariables = Exact<{
  input: Types.ReplayWebhooksInput;
}>;


export type ReplayWebhooksMutation = { replayWebhooks: { job: { id: string } | null, userErrors: Array<
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

export type RequestCredentialMutationVariables = Exact<{
  input: Types.RequestCredentialInput;
}>;


export type RequestCredentialMutation = { requestCredential: { secret: string | null, approval: { id: string } | null, userErrors: Array<
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

export type RevokeCredentialMutationVariables = Exact<{
  input: Types.RevokeCredentialInput;
}>;


export type RevokeCredentialMutation = { revokeCredential: { credential: { id: string } | null, userErrors: Array<
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

export type SetCredentialAddressesMutationVariables = Exact<{
  input: Types.SetCredentialAddressesInput;
}>;


export type SetCredentialAddressesMutation = { setCredentialAddresses: { credential: { id: string, revision: number } | null, userErrors: Array<
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
export const CredentialRowFragmentDoc = new TypedDocumentString(`
    fragment CredentialRow on Credential {
  id
  keyId
  algorithm
  ratePerSecond
  revision
  addresses
  createdAt
  lastUsedAt
  expiresAt
  allowed {
    act
    possible
  }
}
    `, {"fragmentName":"CredentialRow"}) as unknown as TypedDocumentString<CredentialRowFragment, unknown>;
export const QuotaLineFragmentDoc = new TypedDocumentString(`
    fragment QuotaLine on Quota {
  id
  measure
  per
  most
  used
  left
}
    `, {"fragmentName":"QuotaLine"}) as unknown as TypedDocumentString<QuotaLineFragment, unknown>;
export const EndpointPartFragmentDoc = new TypedDocumentString(`
    fragment EndpointPart on WebhookEndpoint {
  id
  url
  eventTypes
  ordering
  state
  revision
  apiVersion
  keys {
    keyId
    scheme
    publicKey
    retiresAt
  }
  health {
    successRate
    p95Ms
    oldestPendingSeconds
  }
  allowed {
    act
    possible
    reason {
      code
      message
    }
  }
}
    `, {"fragmentName":"EndpointPart"}) as unknown as TypedDocumentString<EndpointPartFragment, unknown>;
export const ChannelsDocument = new TypedDocumentString(`
    query Channels($filter: ChannelFilter, $first: Int, $after: String, $last: Int, $before: String) {
  channels(
    filter: $filter
    first: $first
    after: $after
    last: $last
    before: $before
  ) {
    edges {
      node {
        id
        code
        name
        open
        createdAt
        credentials {
          id
          keyId
          lastUsedAt
          expiresAt
        }
        agreements {
          id
          code
          state
          quotas {
            id
            most
            used
          }
        }
        webhookEndpoints {
          id
          state
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
    `) as unknown as TypedDocumentString<ChannelsQuery, ChannelsQueryVariables>;
export const ChannelPageDocument = new TypedDocumentString(`
    query ChannelPage($code: String!, $mode: Mode, $today: PolicyFilter) {
  channel(code: $code, mode: $mode) {
    id
    code
    name
    open
    mode
    revision
    terms
    createdAt
    credentials {
      ...CredentialRow
    }
    agreements {
      id
      code
      version
      productCode
      plans
      commissionRate
      state
      validFrom
      validUntil
      terminatedAt
      quotas {
        ...QuotaLine
      }
    }
    webhookEndpoints {
      ...EndpointPart
    }
    deprecationsInUse {
      coordinate
      sunset
      calls
      lastUsedAt
    }
    allowed {
      act
      possible
      reason {
        code
        message
      }
    }
  }
  products {
    id
    code
    name {
      zh
      en
    }
  }
  boundToday: policies(filter: $today, first: 1) {
    count(max: 10000) {
      value
      exact
    }
  }
  asked: approvals(
    filter: {states: [REQUESTED], kinds: [AGREEMENT, CREDENTIAL]}
    first: 100
  ) {
    edges {
      node {
        id
        kind
        object
        content
        requestedAt
      }
    }
  }
}
    fragment CredentialRow on Credential {
  id
  keyId
  algorithm
  ratePerSecond
  revision
  addresses
  createdAt
  lastUsedAt
  expiresAt
  allowed {
    act
    possible
  }
}
fragment QuotaLine on Quota {
  id
  measure
  per
  most
  used
  left
}
fragment EndpointPart on WebhookEndpoint {
  id
  url
  eventTypes
  ordering
  state
  revision
  apiVersion
  keys {
    keyId
    scheme
    publicKey
    retiresAt
  }
  health {
    successRate
    p95Ms
    oldestPendingSeconds
  }
  allowed {
    act
    possible
    reason {
      code
      message
    }
  }
}`) as unknown as TypedDocumentString<ChannelPageQuery, ChannelPageQueryVariables>;
export const ChannelDeliveriesDocument = new TypedDocumentString(`
    query ChannelDeliveries($endpoint: ID!, $filter: DeliveryFilter, $first: Int, $after: String, $last: Int, $before: String) {
  webhookEndpoint(id: $endpoint) {
    id
    deliveries(
      filter: $filter
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      edges {
        node {
          id
          state
          nextAttemptAt
          event {
            id
            type
            at
            subject
            sequence
          }
          attempts {
            at
            status
            failure
            durationMs
            responseExcerpt
            traceId
          }
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ChannelDeliveriesQuery, ChannelDeliveriesQueryVariables>;
export const UndeliveredDocument = new TypedDocumentString(`
    query Undelivered($endpoint: ID!, $filter: DeliveryFilter, $after: String) {
  webhookEndpoint(id: $endpoint) {
    id
    deliveries(filter: $filter, first: 100, after: $after) {
      edges {
        node {
          id
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<UndeliveredQuery, UndeliveredQueryVariables>;
export const ReplayJobDocument = new TypedDocumentString(`
    query ReplayJob($id: ID!) {
  job(id: $id) {
    ...JobProgress
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
}`) as unknown as TypedDocumentString<ReplayJobQuery, ReplayJobQueryVariables>;
export const AddChannelDocument = new TypedDocumentString(`
    mutation AddChannel($input: AddChannelInput!) {
  addChannel(input: $input) {
    channel {
      id
      code
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<AddChannelMutation, AddChannelMutationVariables>;
export const ChangeChannelDocument = new TypedDocumentString(`
    mutation ChangeChannel($input: ChangeChannelInput!) {
  changeChannel(input: $input) {
    channel {
      id
      revision
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ChangeChannelMutation, ChangeChannelMutationVariables>;
export const CloseChannelDocument = new TypedDocumentString(`
    mutation CloseChannel($input: CloseChannelInput!) {
  closeChannel(input: $input) {
    channel {
      id
      open
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<CloseChannelMutation, CloseChannelMutationVariables>;
export const ReopenChannelDocument = new TypedDocumentString(`
    mutation ReopenChannel($input: ReopenChannelInput!) {
  reopenChannel(input: $input) {
    channel {
      id
      open
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ReopenChannelMutation, ReopenChannelMutationVariables>;
export const AddEndpointDocument = new TypedDocumentString(`
    mutation AddEndpoint($input: AddWebhookEndpointInput!) {
  addWebhookEndpoint(input: $input) {
    endpoint {
      id
      url
    }
    key
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<AddEndpointMutation, AddEndpointMutationVariables>;
export const ChangeEndpointDocument = new TypedDocumentString(`
    mutation ChangeEndpoint($input: ChangeWebhookEndpointInput!) {
  changeWebhookEndpoint(input: $input) {
    endpoint {
      id
      state
    }
    key
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ChangeEndpointMutation, ChangeEndpointMutationVariables>;
export const DeleteEndpointDocument = new TypedDocumentString(`
    mutation DeleteEndpoint($input: DeleteWebhookEndpointInput!) {
  deleteWebhookEndpoint(input: $input) {
    id
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<DeleteEndpointMutation, DeleteEndpointMutationVariables>;
export const DisableEndpointDocument = new TypedDocumentString(`
    mutation DisableEndpoint($input: DisableWebhookEndpointInput!) {
  disableWebhookEndpoint(input: $input) {
    endpoint {
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
    `) as unknown as TypedDocumentString<DisableEndpointMutation, DisableEndpointMutationVariables>;
export const RotateEndpointKeyDocument = new TypedDocumentString(`
    mutation RotateEndpointKey($input: RotateWebhookKeyInput!) {
  rotateWebhookKey(input: $input) {
    endpoint {
      id
    }
    key
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RotateEndpointKeyMutation, RotateEndpointKeyMutationVariables>;
export const SendTestEventDocument = new TypedDocumentString(`
    mutation SendTestEvent($input: SendTestEventInput!) {
  sendTestEvent(input: $input) {
    event {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<SendTestEventMutation, SendTestEventMutationVariables>;
export const ReplayWebhooksDocument = new TypedDocumentString(`
    mutation ReplayWebhooks($input: ReplayWebhooksInput!) {
  replayWebhooks(input: $input) {
    job {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<ReplayWebhooksMutation, ReplayWebhooksMutationVariables>;
export const RequestCredentialDocument = new TypedDocumentString(`
    mutation RequestCredential($input: RequestCredentialInput!) {
  requestCredential(input: $input) {
    approval {
      id
    }
    secret
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RequestCredentialMutation, RequestCredentialMutationVariables>;
export const RevokeCredentialDocument = new TypedDocumentString(`
    mutation RevokeCredential($input: RevokeCredentialInput!) {
  revokeCredential(input: $input) {
    credential {
      id
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RevokeCredentialMutation, RevokeCredentialMutationVariables>;
export const SetCredentialAddressesDocument = new TypedDocumentString(`
    mutation SetCredentialAddresses($input: SetCredentialAddressesInput!) {
  setCredentialAddresses(input: $input) {
    credential {
      id
      revision
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<SetCredentialAddressesMutation, SetCredentialAddressesMutationVariables>;