/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type CancelPolicyInput = {
  note?: string | null | undefined;
  policyNumber: string;
  previewToken?: string | null | undefined;
  reason: string;
  requestNo: string;
};

export type CancellationPreviewInput = {
  policyNumber: string;
  reason: string;
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

export type DeliveryFailure =
  | 'CANCELED'
  | 'CONNECT'
  | 'DNS'
  | 'REFUSED_ADDRESS'
  | 'TIMEOUT'
  | 'TLS';

export type DeliveryState =
  | 'DELIVERED'
  | 'EXHAUSTED'
  | 'HELD'
  | 'PENDING';

export type EndorsePolicyInput = {
  change: PolicyChangeInput;
  effectiveAt?: string | null | undefined;
  note?: string | null | undefined;
  policyNumber: string;
  previewToken?: string | null | undefined;
  requestNo: string;
};

export type EndorsementKind =
  | 'CANCELLATION'
  | 'INSURED_CHANGE'
  | 'PLAN_CHANGE';

export type EndorsementPreviewInput = {
  change: PolicyChangeInput;
  effectiveAt?: string | null | undefined;
  policyNumber: string;
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

export type IdentityType =
  | 'FOREIGN_RESIDENCE'
  | 'HK_MACAU_PERMIT'
  | 'HK_MACAU_TAIWAN_RESIDENCE'
  | 'HOUSEHOLD_REGISTER'
  | 'ID_CARD'
  | 'MILITARY_ID'
  | 'OTHER'
  | 'PASSPORT'
  | 'TAIWAN_PERMIT';

export type InsuredChangeInput = {
  party: PartyChangeInput;
  reference: string;
};

export type Mode =
  | 'LIVE'
  | 'SANDBOX';

export type MoneyInput = {
  amount: string;
  currency: string;
};

export type OpenFileInput = {
  fileId: string;
};

export type PartyChangeInput = {
  contactName?: string | null | undefined;
  creditCode?: string | null | undefined;
  email?: string | null | undefined;
  identityNo?: string | null | undefined;
  identityType?: IdentityType | null | undefined;
  name?: string | null | undefined;
  phone?: string | null | undefined;
};

export type PolicyChangeInput =
  {   insured: InsuredChangeInput; planCode?: never; }
  |  { insured?: never;   planCode: string; };

export type PolicyState =
  | 'CANCELLED'
  | 'EXPIRED'
  | 'IN_FORCE'
  | 'PENDING';

export type PremiumPayer =
  | 'CUSTOMER'
  | 'PLATFORM'
  | 'SELLER';

export type ProductDocumentKind =
  | 'CLAIM_GUIDE'
  | 'NOTICE'
  | 'TERMS';

export type RenewPolicyInput = {
  agreementCode?: string | null | undefined;
  expectedPremium?: MoneyInput | null | undefined;
  note?: string | null | undefined;
  orderNo: string;
  payer?: PremiumPayer | null | undefined;
  planCode?: string | null | undefined;
  policyNumber: string;
  previewToken?: string | null | undefined;
};

export type RenewalPreviewInput = {
  agreementCode?: string | null | undefined;
  payer?: PremiumPayer | null | undefined;
  planCode?: string | null | undefined;
  policyNumber: string;
};

export type RequestErasureInput = {
  channelCode?: string | null | undefined;
  identityNo?: string | null | undefined;
  insuredReference?: string | null | undefined;
  phone?: string | null | undefined;
  reason: string;
  requestNo: string;
};

export type ServiceRequestKind =
  | 'INVOICE'
  | 'POLICY_DOCUMENT';

export type ServiceRequestState =
  | 'CANCELLED'
  | 'CLOSED'
  | 'IN_WORK'
  | 'OPEN'
  | 'SENDING'
  | 'SENT';

export type TimelineKind =
  | 'AUDIT'
  | 'CLAIM'
  | 'DELIVERY'
  | 'DOCUMENT'
  | 'NOTE'
  | 'PAYOUT'
  | 'POLICY'
  | 'SERVICE_REQUEST';

export type PolicyPageQueryVariables = Exact<{
  number: string;
}>;


export type PolicyPageQuery = { policy: { id: string, number: string, orderNo: string, mode: Types.Mode, state: Types.PolicyState, boundAt: string, revision: number, payer: Types.PremiumPayer, factors: Record<string, unknown>, renews: string | null, renewedBy: string | null, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string }, commission: { amount: string, currency: string } | null, channel: { id: string, code: string, name: string }, offer: { productCode: string, productVersion: number, planCode: string, agreementCode: string, factorsSchema: Record<string, unknown>, productName: { zh: string, en: string }, name: { zh: string, en: string }, documents: Array<{ kind: Types.ProductDocumentKind, url: string, title: { zh: string, en: string } }> }, applicant:
      | { __typename: 'NaturalPerson', identityType: Types.IdentityType | null, identityNo: string | null, phone: string | null, email: string | null, name: string | null }
      | { __typename: 'Organisation', creditCode: string, name: string | null, contact: { name: string | null, phone: string | null, email: string | null } | null }
     | null, insureds: Array<{ reference: string, party:
        | { __typename: 'NaturalPerson', identityType: Types.IdentityType | null, identityNo: string | null, phone: string | null, email: string | null, name: string | null }
        | { __typename: 'Organisation', creditCode: string, name: string | null, contact: { name: string | null, phone: string | null, email: string | null } | null }
       | null }>, coverages: Array<{ code: string, name: { zh: string, en: string }, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string } }>, lines: Array<{ coverage: string, payer: Types.PremiumPayer, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string } }>, rating: { result: { amount: string, currency: string }, steps: Array<{ value: string, title: { zh: string, en: string }, inputs: Array<{ name: string, value: string }> }> } | null, endorsements: { edges: Array<{ node: { id: string, number: string, kind: Types.EndorsementKind, effectiveAt: string, recordedAt: string, reason: string | null, premiumChange: { amount: string, currency: string }, lines: Array<{ coverage: string, payer: Types.PremiumPayer, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string } }>, rating: { result: { amount: string, currency: string }, steps: Array<{ value: string, title: { zh: string, en: string }, inputs: Array<{ name: string, value: string }> }> } | null, after: { offer: { planCode: string, name: { zh: string, en: string } }, premium: { amount: string }, sumInsured: { amount: string } } } }> }, claims: { edges: Array<{ node: { id: string, number: string, state: Types.ClaimState, submittedAt: string, claimed: { amount: string } | null, payable: { amount: string } | null, decision: { reason: string, sentence: { zh: string, en: string } } | null } }> }, serviceRequests: { edges: Array<{ node: { id: string, number: string, kind: Types.ServiceRequestKind, state: Types.ServiceRequestState, openedAt: string, files: Array<{ id: string, name: string | null, mediaType: string, size: string, removed: boolean }> } }> } | null, deliveries: { edges: Array<{ node: { id: string, state: Types.DeliveryState, event: { id: string, type: string, at: string }, attempts: Array<{ at: string, status: number | null, failure: Types.DeliveryFailure | null, durationMs: number }> } }> } | null, timeline: Array<{ at: string, kind: Types.TimelineKind, type: string, subject: string, summary: string, actor:
        | { __typename: 'ChannelKey', keyId: string }
        | { __typename: 'Colleague', id: string, displayName: string }
        | { __typename: 'CommandLine', user: string }
        | { __typename: 'System', name: string }
       | null }>, allowed: Array<{ act: string, possible: boolean, reason:
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
       | null }> } | null };

export type PolicyAsOfQueryVariables = Exact<{
  number: string;
  asOf: string;
}>;


export type PolicyAsOfQuery = { policy: { id: string, at: { asOf: string, revision: number, state: Types.PolicyState, payer: Types.PremiumPayer, period: { start: string, end: string }, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, offer: { productCode: string, productVersion: number, planCode: string, agreementCode: string, productName: { zh: string, en: string }, name: { zh: string, en: string } }, applicant:
        | { __typename: 'NaturalPerson', identityType: Types.IdentityType | null, identityNo: string | null, phone: string | null, email: string | null, name: string | null }
        | { __typename: 'Organisation', creditCode: string, name: string | null, contact: { name: string | null, phone: string | null, email: string | null } | null }
       | null, insureds: Array<{ reference: string, party:
          | { __typename: 'NaturalPerson', identityType: Types.IdentityType | null, identityNo: string | null, phone: string | null, email: string | null, name: string | null }
          | { __typename: 'Organisation', creditCode: string, name: string | null, contact: { name: string | null, phone: string | null, email: string | null } | null }
         | null }>, coverages: Array<{ code: string, name: { zh: string, en: string }, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string } }>, lines: Array<{ coverage: string, payer: Types.PremiumPayer, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string } }>, rating: { result: { amount: string, currency: string }, steps: Array<{ value: string, title: { zh: string, en: string }, inputs: Array<{ name: string, value: string }> }> } | null } | null } | null };

export type PolicyOptionsQueryVariables = Exact<{
  number: string;
}>;


export type PolicyOptionsQuery = { policy: { id: string, options: { changes: Array<Types.EndorsementKind>, plans: Array<{ code: string, name: { zh: string, en: string }, premiumChange: { amount: string, currency: string } | null, premium: { amount: string, currency: string } | null, sumInsured: { amount: string, currency: string } | null, reason:
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
         | null }>, cancelReasons: Array<{ code: string, sentence: { zh: string, en: string }, premiumChange: { amount: string, currency: string } | null, reason:
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
         | null }> } } | null };

export type CancellationPreviewQueryVariables = Exact<{
  input: Types.CancellationPreviewInput;
}>;


export type CancellationPreviewQuery = { cancellationPreview: { preview: { kind: Types.EndorsementKind, effectiveAt: string, planCode: string, token: string, premiumChange: { amount: string, currency: string }, byPayer: Array<{ payer: Types.PremiumPayer, premium: { amount: string, currency: string } }>, lines: Array<{ coverage: string, payer: Types.PremiumPayer, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string } }>, rating: { result: { amount: string, currency: string }, steps: Array<{ value: string, title: { zh: string, en: string }, inputs: Array<{ name: string, value: string }> }> } | null, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string } } | null, userErrors: Array<
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
    > } | null };

export type EndorsementPreviewQueryVariables = Exact<{
  input: Types.EndorsementPreviewInput;
}>;


export type EndorsementPreviewQuery = { endorsementPreview: { preview: { kind: Types.EndorsementKind, effectiveAt: string, planCode: string, token: string, premiumChange: { amount: string, currency: string }, byPayer: Array<{ payer: Types.PremiumPayer, premium: { amount: string, currency: string } }>, lines: Array<{ coverage: string, payer: Types.PremiumPayer, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string } }>, rating: { result: { amount: string, currency: string }, steps: Array<{ value: string, title: { zh: string, en: string }, inputs: Array<{ name: string, value: string }> }> } | null, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string } } | null, userErrors: Array<
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
    > } | null };

export type RenewalPreviewQueryVariables = Exact<{
  input: Types.RenewalPreviewInput;
}>;


export type RenewalPreviewQuery = { renewalPreview: { preview: { payer: Types.PremiumPayer, token: string, offer: { planCode: string, agreementCode: string, name: { zh: string, en: string } }, period: { start: string, end: string }, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string } } | null, userErrors: Array<
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
    > } | null };

export type CancelPolicyMutationVariables = Exact<{
  input: Types.CancelPolicyInput;
}>;


export type CancelPolicyMutation = { cancelPolicy: { endorsement: { id: string, number: string } | null, userErrors: Array<
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

export type EndorsePolicyMutationVariables = Exact<{
  input: Types.EndorsePolicyInput;
}>;


export type EndorsePolicyMutation = { endorsePolicy: { endorsement: { id: string, number: string } | null, userErrors: Array<
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

export type RenewPolicyMutationVariables = Exact<{
  input: Types.RenewPolicyInput;
}>;


export type RenewPolicyMutation = { renewPolicy: { policy: { id: string, number: string } | null, userErrors: Array<
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

export type RequestErasureMutationVariables = Exact<{
  input: Types.RequestErasureInput;
}>;


export type RequestErasureMutation = { requestErasure: { policies: number | null, approval: { id: string } | null, userErrors: Array<
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

export type OpenPolicyFileMutationVariables = Exact<{
  input: Types.OpenFileInput;
}>;


export type OpenPolicyFileMutation = { openFile: { url: string | null, userErrors: Array<
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

export type PartyParts_NaturalPerson_Fragment = { __typename: 'NaturalPerson', identityType: Types.IdentityType | null, identityNo: string | null, phone: string | null, email: string | null, name: string | null };

export type PartyParts_Organisation_Fragment = { __typename: 'Organisation', creditCode: string, name: string | null, contact: { name: string | null, phone: string | null, email: string | null } | null };

export type PartyPartsFragment =
  | PartyParts_NaturalPerson_Fragment
  | PartyParts_Organisation_Fragment
;

export type CoveragePartsFragment = { code: string, name: { zh: string, en: string }, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string } };

export type LinePartsFragment = { coverage: string, payer: Types.PremiumPayer, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string } };

export type SumFragment = { result: { amount: string, currency: string }, steps: Array<{ value: string, title: { zh: string, en: string }, inputs: Array<{ name: string, value: string }> }> };

export type PreviewPartsFragment = { kind: Types.EndorsementKind, effectiveAt: string, planCode: string, token: string, premiumChange: { amount: string, currency: string }, byPayer: Array<{ payer: Types.PremiumPayer, premium: { amount: string, currency: string } }>, lines: Array<{ coverage: string, payer: Types.PremiumPayer, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string }, period: { start: string, end: string } }>, rating: { result: { amount: string, currency: string }, steps: Array<{ value: string, title: { zh: string, en: string }, inputs: Array<{ name: string, value: string }> }> } | null, premium: { amount: string, currency: string }, sumInsured: { amount: string, currency: string } };

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
export const PartyPartsFragmentDoc = new TypedDocumentString(`
    fragment PartyParts on Party {
  __typename
  name
  ... on NaturalPerson {
    identityType
    identityNo
    phone
    email
  }
  ... on Organisation {
    creditCode
    contact {
      name
      phone
      email
    }
  }
}
    `, {"fragmentName":"PartyParts"}) as unknown as TypedDocumentString<PartyPartsFragment, unknown>;
export const CoveragePartsFragmentDoc = new TypedDocumentString(`
    fragment CoverageParts on Coverage {
  code
  name {
    zh
    en
  }
  premium {
    amount
    currency
  }
  sumInsured {
    amount
    currency
  }
}
    `, {"fragmentName":"CoverageParts"}) as unknown as TypedDocumentString<CoveragePartsFragment, unknown>;
export const LinePartsFragmentDoc = new TypedDocumentString(`
    fragment LineParts on PremiumLine {
  coverage
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
}
    `, {"fragmentName":"LineParts"}) as unknown as TypedDocumentString<LinePartsFragment, unknown>;
export const SumFragmentDoc = new TypedDocumentString(`
    fragment Sum on Explanation {
  result {
    amount
    currency
  }
  steps {
    title {
      zh
      en
    }
    inputs {
      name
      value
    }
    value
  }
}
    `, {"fragmentName":"Sum"}) as unknown as TypedDocumentString<SumFragment, unknown>;
export const PreviewPartsFragmentDoc = new TypedDocumentString(`
    fragment PreviewParts on EndorsementPreview {
  kind
  effectiveAt
  planCode
  token
  premiumChange {
    amount
    currency
  }
  byPayer {
    payer
    premium {
      amount
      currency
    }
  }
  lines {
    ...LineParts
  }
  rating {
    ...Sum
  }
  premium {
    amount
    currency
  }
  sumInsured {
    amount
    currency
  }
}
    fragment LineParts on PremiumLine {
  coverage
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
}
fragment Sum on Explanation {
  result {
    amount
    currency
  }
  steps {
    title {
      zh
      en
    }
    inputs {
      name
      value
    }
    value
  }
}`, {"fragmentName":"PreviewParts"}) as unknown as TypedDocumentString<PreviewPartsFragment, unknown>;
export const PolicyPageDocument = new TypedDocumentString(`
    query PolicyPage($number: String!) {
  policy(by: {number: $number}) {
    id
    number
    orderNo
    mode
    state
    boundAt
    revision
    payer
    factors
    renews
    renewedBy
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
    commission {
      amount
      currency
    }
    channel {
      id
      code
      name
    }
    offer {
      productCode
      productVersion
      planCode
      agreementCode
      productName {
        zh
        en
      }
      name {
        zh
        en
      }
      factorsSchema
      documents {
        kind
        title {
          zh
          en
        }
        url
      }
    }
    applicant {
      ...PartyParts
    }
    insureds {
      reference
      party {
        ...PartyParts
      }
    }
    coverages {
      ...CoverageParts
    }
    lines {
      ...LineParts
    }
    rating {
      ...Sum
    }
    endorsements(first: 20) {
      edges {
        node {
          id
          number
          kind
          effectiveAt
          recordedAt
          reason
          premiumChange {
            amount
            currency
          }
          lines {
            ...LineParts
          }
          rating {
            ...Sum
          }
          after {
            offer {
              planCode
              name {
                zh
                en
              }
            }
            premium {
              amount
            }
            sumInsured {
              amount
            }
          }
        }
      }
    }
    claims(first: 20) {
      edges {
        node {
          id
          number
          state
          submittedAt
          claimed {
            amount
          }
          payable {
            amount
          }
          decision {
            reason
            sentence {
              zh
              en
            }
          }
        }
      }
    }
    serviceRequests(first: 20) {
      edges {
        node {
          id
          number
          kind
          state
          openedAt
          files {
            id
            name
            mediaType
            size
            removed
          }
        }
      }
    }
    deliveries(first: 20) {
      edges {
        node {
          id
          state
          event {
            id
            type
            at
          }
          attempts {
            at
            status
            failure
            durationMs
          }
        }
      }
    }
    timeline {
      at
      kind
      type
      subject
      summary
      actor {
        __typename
        ... on Colleague {
          id
          displayName
        }
        ... on ChannelKey {
          keyId
        }
        ... on CommandLine {
          user
        }
        ... on System {
          name
        }
      }
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
}
    fragment PartyParts on Party {
  __typename
  name
  ... on NaturalPerson {
    identityType
    identityNo
    phone
    email
  }
  ... on Organisation {
    creditCode
    contact {
      name
      phone
      email
    }
  }
}
fragment CoverageParts on Coverage {
  code
  name {
    zh
    en
  }
  premium {
    amount
    currency
  }
  sumInsured {
    amount
    currency
  }
}
fragment LineParts on PremiumLine {
  coverage
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
}
fragment Sum on Explanation {
  result {
    amount
    currency
  }
  steps {
    title {
      zh
      en
    }
    inputs {
      name
      value
    }
    value
  }
}`) as unknown as TypedDocumentString<PolicyPageQuery, PolicyPageQueryVariables>;
export const PolicyAsOfDocument = new TypedDocumentString(`
    query PolicyAsOf($number: String!, $asOf: DateTime!) {
  policy(by: {number: $number}) {
    id
    at(asOf: $asOf) {
      asOf
      revision
      state
      payer
      period {
        start
        end
      }
      premium {
        amount
        currency
      }
      sumInsured {
        amount
        currency
      }
      offer {
        productCode
        productVersion
        planCode
        agreementCode
        productName {
          zh
          en
        }
        name {
          zh
          en
        }
      }
      applicant {
        ...PartyParts
      }
      insureds {
        reference
        party {
          ...PartyParts
        }
      }
      coverages {
        ...CoverageParts
      }
      lines {
        ...LineParts
      }
      rating {
        ...Sum
      }
    }
  }
}
    fragment PartyParts on Party {
  __typename
  name
  ... on NaturalPerson {
    identityType
    identityNo
    phone
    email
  }
  ... on Organisation {
    creditCode
    contact {
      name
      phone
      email
    }
  }
}
fragment CoverageParts on Coverage {
  code
  name {
    zh
    en
  }
  premium {
    amount
    currency
  }
  sumInsured {
    amount
    currency
  }
}
fragment LineParts on PremiumLine {
  coverage
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
}
fragment Sum on Explanation {
  result {
    amount
    currency
  }
  steps {
    title {
      zh
      en
    }
    inputs {
      name
      value
    }
    value
  }
}`) as unknown as TypedDocumentString<PolicyAsOfQuery, PolicyAsOfQueryVariables>;
export const PolicyOptionsDocument = new TypedDocumentString(`
    query PolicyOptions($number: String!) {
  policy(by: {number: $number}) {
    id
    options {
      changes
      plans {
        code
        name {
          zh
          en
        }
        premiumChange {
          amount
          currency
        }
        premium {
          amount
          currency
        }
        sumInsured {
          amount
          currency
        }
        reason {
          code
          message
        }
      }
      cancelReasons {
        code
        sentence {
          zh
          en
        }
        premiumChange {
          amount
          currency
        }
        reason {
          code
          message
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PolicyOptionsQuery, PolicyOptionsQueryVariables>;
export const CancellationPreviewDocument = new TypedDocumentString(`
    query CancellationPreview($input: CancellationPreviewInput!) {
  cancellationPreview(input: $input) {
    preview {
      ...PreviewParts
    }
    userErrors {
      code
      message
      path
    }
  }
}
    fragment LineParts on PremiumLine {
  coverage
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
}
fragment Sum on Explanation {
  result {
    amount
    currency
  }
  steps {
    title {
      zh
      en
    }
    inputs {
      name
      value
    }
    value
  }
}
fragment PreviewParts on EndorsementPreview {
  kind
  effectiveAt
  planCode
  token
  premiumChange {
    amount
    currency
  }
  byPayer {
    payer
    premium {
      amount
      currency
    }
  }
  lines {
    ...LineParts
  }
  rating {
    ...Sum
  }
  premium {
    amount
    currency
  }
  sumInsured {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<CancellationPreviewQuery, CancellationPreviewQueryVariables>;
export const EndorsementPreviewDocument = new TypedDocumentString(`
    query EndorsementPreview($input: EndorsementPreviewInput!) {
  endorsementPreview(input: $input) {
    preview {
      ...PreviewParts
    }
    userErrors {
      code
      message
      path
    }
  }
}
    fragment LineParts on PremiumLine {
  coverage
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
}
fragment Sum on Explanation {
  result {
    amount
    currency
  }
  steps {
    title {
      zh
      en
    }
    inputs {
      name
      value
    }
    value
  }
}
fragment PreviewParts on EndorsementPreview {
  kind
  effectiveAt
  planCode
  token
  premiumChange {
    amount
    currency
  }
  byPayer {
    payer
    premium {
      amount
      currency
    }
  }
  lines {
    ...LineParts
  }
  rating {
    ...Sum
  }
  premium {
    amount
    currency
  }
  sumInsured {
    amount
    currency
  }
}`) as unknown as TypedDocumentString<EndorsementPreviewQuery, EndorsementPreviewQueryVariables>;
export const RenewalPreviewDocument = new TypedDocumentString(`
    query RenewalPreview($input: RenewalPreviewInput!) {
  renewalPreview(input: $input) {
    preview {
      offer {
        planCode
        agreementCode
        name {
          zh
          en
        }
      }
      period {
        start
        end
      }
      payer
      premium {
        amount
        currency
      }
      sumInsured {
        amount
        currency
      }
      token
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RenewalPreviewQuery, RenewalPreviewQueryVariables>;
export const CancelPolicyDocument = new TypedDocumentString(`
    mutation CancelPolicy($input: CancelPolicyInput!) {
  cancelPolicy(input: $input) {
    endorsement {
      id
      number
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<CancelPolicyMutation, CancelPolicyMutationVariables>;
export const EndorsePolicyDocument = new TypedDocumentString(`
    mutation EndorsePolicy($input: EndorsePolicyInput!) {
  endorsePolicy(input: $input) {
    endorsement {
      id
      number
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<EndorsePolicyMutation, EndorsePolicyMutationVariables>;
export const RenewPolicyDocument = new TypedDocumentString(`
    mutation RenewPolicy($input: RenewPolicyInput!) {
  renewPolicy(input: $input) {
    policy {
      id
      number
    }
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RenewPolicyMutation, RenewPolicyMutationVariables>;
export const RequestErasureDocument = new TypedDocumentString(`
    mutation RequestErasure($input: RequestErasureInput!) {
  requestErasure(input: $input) {
    approval {
      id
    }
    policies
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<RequestErasureMutation, RequestErasureMutationVariables>;
export const OpenPolicyFileDocument = new TypedDocumentString(`
    mutation OpenPolicyFile($input: OpenFileInput!) {
  openFile(input: $input) {
    url
    userErrors {
      code
      message
      path
    }
  }
}
    `) as unknown as TypedDocumentString<OpenPolicyFileMutation, OpenPolicyFileMutationVariables>;