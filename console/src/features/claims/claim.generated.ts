/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../../shared/graphql/types.generated';

import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type ApprovalVerdict =
  | 'APPROVE'
  | 'COMMENT'
  | 'REJECT';

export type AssignClaimInput = {
  claimNumber: string;
  expectedRevision: number;
  personId?: string | null | undefined;
};

export type ClaimCost =
  | 'EXPENSE'
  | 'INDEMNITY';

export type ClaimNoteKind =
  | 'DECISION'
  | 'EVIDENCE_REQUEST'
  | 'NOTE'
  | 'REOPENING';

export type ClaimOutcome =
  | 'APPROVE'
  | 'DECLINE';

export type ClaimRevisionKind =
  | 'SUBMIT'
  | 'UPDATE'
  | 'WITHDRAW';

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

export type DecideClaimInput = {
  amount?: MoneyInput | null | undefined;
  claimNumber: string;
  expectedRevision: number;
  note: string;
  outcome: ClaimOutcome;
  reason: string;
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

export type NoteClaimInput = {
  claimNumber: string;
  requestNo: string;
  text: string;
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

export type PolicyState =
  | 'CANCELLED'
  | 'EXPIRED'
  | 'IN_FORCE'
  | 'PENDING';

export type RecordRecoveryInput = {
  amount: MoneyInput;
  claimNumber: string;
  kind?: RecoveryKind | null | undefined;
  receivedAt: string;
  requestNo: string;
  source: string;
};

export type RecoveryKind =
  | 'MISTAKEN_PAYMENT'
  | 'SALVAGE'
  | 'SUBROGATION';

export type ReopenClaimInput = {
  claimNumber: string;
  expectedRevision: number;
  reason: string;
};

export type RequestEvidenceInput = {
  claimNumber: string;
  expectedRevision: number;
  text: string;
};

export type ResolveDisputedPayoutInput = {
  claimNumber: string;
  expectedRevision: number;
  paid?: MoneyInput | null | undefined;
  reason: string;
};

export type RetryPayoutInput = {
  claimNumber: string;
  expectedRevision: number;
  reason: string;
};

export type TakeClaimInput = {
  claimNumber: string;
  expectedRevision: number;
};

export type ClaimQueryVariables = Exact<{
  number: string;
}>;


export type ClaimQuery = { claim: { id: string, number: string, requestNo: string, state: Types.ClaimState, revision: number, occurredAt: string, submittedAt: string, reportedAt: string, promisedAt: string, score: number, similar: Array<{ same: Array<string>, claim: { id: string, number: string, state: Types.ClaimState, computed: { amount: string, currency: string } | null, decision: { reason: string, sentence: { zh: string, en: string } } | null } }>, limit: { amount: string, currency: string }, claimed: { amount: string, currency: string } | null, computed: { amount: string, currency: string } | null, payable: { amount: string, currency: string } | null, recovered: { amount: string, currency: string }, lines: Array<{ coverage: string, cost: Types.ClaimCost, claimed: { amount: string, currency: string } | null, computed: { amount: string, currency: string } | null, payable: { amount: string, currency: string } | null }>, decision: { reason: string, path: Array<string> | null, at: string, sentence: { zh: string, en: string } } | null, policy: { id: string, number: string, state: Types.PolicyState, period: { start: string, end: string }, coverages: Array<{ code: string, name: { zh: string, en: string } }>, offer: { id: string, productCode: string, planCode: string, claimFactsSchema: Record<string, unknown>, factorsSchema: Record<string, unknown>, productName: { zh: string, en: string }, name: { zh: string, en: string } } }, channel: { id: string, code: string, name: string }, enteredBy: { id: string, displayName: string } | null, assignee: { id: string, displayName: string } | null, findings: Array<{ rule: string, points: number, sentence: { zh: string, en: string }, facts: Array<{ name: string, value: string }> }>, evidence: Array<{ id: string, name: string | null, mediaType: string, size: string, removed: boolean, uploadedAt: string, uploadedBy: { id: string, displayName: string } | null }>, revisions: Array<{ revision: number, at: string, kind: Types.ClaimRevisionKind, facts: Record<string, unknown>, changed: Array<string>, madeBy:
        | { __typename: 'ChannelKey', keyId: string }
        | { __typename: 'Colleague', id: string, displayName: string }
        | { __typename: 'CommandLine' }
        | { __typename: 'System' }
       }>, notes: Array<{ id: string, kind: Types.ClaimNoteKind, text: string, at: string, person: { id: string, displayName: string } }>, payouts: Array<{ id: string, attempt: number, paymentKey: string, state: Types.PayoutState, reference: string | null, reason: string | null, orderedAt: string, settledAt: string | null, amount: { amount: string, currency: string } }>, recoveries: Array<{ source: string, receivedAt: string, recordedAt: string, amount: { amount: string, currency: string }, person: { id: string, displayName: string } }>, approval: { id: string, kind: Types.ApprovalKind, revision: number, needed: number, reason: string, requestedAt: string, content: Record<string, unknown>, mayApprove: boolean, requestedBy: { id: string, displayName: string } | null, votes: Array<{ at: string, verdict: Types.ApprovalVerdict, person: { id: string, displayName: string } }> } | null, assessment: { approvals: number | null, approverRoles: Array<Types.OpsRole>, mayDecide: boolean, decidesAlone: boolean, reviewFromScore: number, declineAboveScore: number, computed: { amount: string, currency: string } | null, rating: { result: { amount: string, currency: string }, steps: Array<{ title: { zh: string, en: string } }> } | null, refused: { code: string, sentence: { zh: string, en: string } } | null, sumInsured: { amount: string, currency: string }, eventLimit: { amount: string, currency: string }, spent: { amount: string, currency: string }, left: { amount: string, currency: string }, counted: { start: string, end: string } | null, thresholds: Array<{ others: number, above: { amount: string, currency: string } }>, authority: { amount: string, currency: string } | null, obstacle:
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
       | null, parcel: { carrier: string, number: string, found: boolean, shippedAt: string | null, deliveredAt: string | null, weightKg: string | null } | null, checks: Array<{ code: string, fits: boolean, points: number, sentence: { zh: string, en: string }, facts: Array<{ name: string, value: string }> }> } | null, allowed: Array<{ act: string, possible: boolean, reason:
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

export type ClaimWholeFragment = { id: string, number: string, requestNo: string, state: Types.ClaimState, revision: number, occurredAt: string, submittedAt: string, reportedAt: string, promisedAt: string, score: number, limit: { amount: string, currency: string }, claimed: { amount: string, currency: string } | null, computed: { amount: string, currency: string } | null, payable: { amount: string, currency: string } | null, recovered: { amount: string, currency: string }, lines: Array<{ coverage: string, cost: Types.ClaimCost, claimed: { amount: string, currency: string } | null, computed: { amount: string, currency: string } | null, payable: { amount: string, currency: string } | null }>, decision: { reason: string, path: Array<string> | null, at: string, sentence: { zh: string, en: string } } | null, policy: { id: string, number: string, state: Types.PolicyState, period: { start: string, end: string }, coverages: Array<{ code: string, name: { zh: string, en: string } }>, offer: { id: string, productCode: string, planCode: string, claimFactsSchema: Record<string, unknown>, factorsSchema: Record<string, unknown>, productName: { zh: string, en: string }, name: { zh: string, en: string } } }, channel: { id: string, code: string, name: string }, enteredBy: { id: string, displayName: string } | null, assignee: { id: string, displayName: string } | null, findings: Array<{ rule: string, points: number, sentence: { zh: string, en: string }, facts: Array<{ name: string, value: string }> }>, evidence: Array<{ id: string, name: string | null, mediaType: string, size: string, removed: boolean, uploadedAt: string, uploadedBy: { id: string, displayName: string } | null }>, revisions: Array<{ revision: number, at: string, kind: Types.ClaimRevisionKind, facts: Record<string, unknown>, changed: Array<string>, madeBy:
      | { __typename: 'ChannelKey', keyId: string }
      | { __typename: 'Colleague', id: string, displayName: string }
      | { __typename: 'CommandLine' }
      | { __typename: 'System' }
     }>, notes: Array<{ id: string, kind: Types.ClaimNoteKind, text: string, at: string, person: { id: string, displayName: string } }>, payouts: Array<{ id: string, attempt: number, paymentKey: string, state: Types.PayoutState, reference: string | null, reason: string | null, orderedAt: string, settledAt: string | null, amount: { amount: string, currency: string } }>, recoveries: Array<{ source: string, receivedAt: string, recordedAt: string, amount: { amount: string, currency: string }, person: { id: string, displayName: string } }>, approval: { id: string, kind: Types.ApprovalKind, revision: number, needed: number, reason: string, requestedAt: string, content: Record<string, unknown>, mayApprove: boolean, requestedBy: { id: string, displayName: string } | null, votes: Array<{ at: string, verdict: Types.ApprovalVerdict, person: { id: string, displayName: string } }> } | null, assessment: { approvals: number | null, approverRoles: Array<Types.OpsRole>, mayDecide: boolean, decidesAlone: boolean, reviewFromScore: number, declineAboveScore: number, computed: { amount: string, currency: string } | null, rating: { result: { amount: string, currency: string }, steps: Array<{ title: { zh: string, en: string } }> } | null, refused: { code: string, sentence: { zh: string, en: string } } | null, sumInsured: { amount: string, currency: string }, eventLimit: { amount: string, currency: string }, spent: { amount: string, currency: string }, left: { amount: string, currency: string }, counted: { start: string, end: string } | null, thresholds: Array<{ others: number, above: { amount: string, currency: string } }>, authority: { amount: string, currency: string } | null, obstacle:
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
     | null, parcel: { carrier: string, number: string, found: boolean, shippedAt: string | null, deliveredAt: string | null, weightKg: string | null } | null, checks: Array<{ code: string, fits: boolean, points: number, sentence: { zh: string, en: string }, facts: Array<{ name: string, value: string }> }> } | null, allowed: Array<{ act: string, possible: boolean, reason:
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

export type By_ChannelKey_Fragment = { __typename: 'ChannelKey', keyId: string };

export type By_Colleague_Fragment = { __typename: 'Colleague', id: string, displayName: string };

export type By_CommandLine_Fragment = { __typename: 'CommandLine' };

export type By_System_Fragment = { __typename: 'System' };

export type ByFragment =
  | By_ChannelKey_Fragment
  | By_Colleague_Fragment
  | By_CommandLine_Fragment
  | By_System_Fragment
;

export type ClaimReasonsQueryVariables = Exact<{
  productCode: string;
}>;


export type ClaimReasonsQuery = { claimReasons: Array<{ code: string, outcome: Types.ClaimOutcome | null, sentence: { zh: string, en: string } }> };

export type MyClaimsQueryVariables = Exact<{
  person: string;
}>;


export type MyClaimsQuery = { claims: { edges: Array<{ node: { id: string, number: string, approval: { id: string } | null } }> } };

export type DecideClaimMutationVariables = Exact<{
  input: Types.DecideClaimInput;
}>;


export type DecideClaimMutation = { decideClaim: { claim: { id: string, number: string, state: Types.ClaimState, revision: number } | null, approval: { id: string, needed: number } | null, userErrors: Array<
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

export type RequestEvidenceMutationVariables = Exact<{
  input: Types.RequestEvidenceInput;
}>;


export type RequestEvidenceMutation = { requestEvidence: { claim: { id: string, number: string, state: Types.ClaimState } | null, userErrors: Array<
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

export type NoteClaimMutationVariables = Exact<{
  input: Types.NoteClaimInput;
}>;


export type NoteClaimMutation = { noteClaim: { claim: { id: string } | null, userErrors: Array<
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

export type TakeClaimMutationVariables = Exact<{
  input: Types.TakeClaimInput;
}>;


export type TakeClaimMutation = { takeClaim: { claim: { id: string } | null, userErrors: Array<
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

export type AssignClaimMutationVariables = Exact<{
  input: Types.AssignClaimInput;
}>;


export type AssignClaimMutation = { assignClaim: { claim: { id: string } | null, userErrors: Array<
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

export type ReopenClaimMutationVariables = Exact<{
  input: Types.ReopenClaimInput;
}>;


export type ReopenClaimMutation = { reopenClaim: { claim: { id: string } | null, approval: { id: string } | null, userErrors: Array<
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

export type RetryPayoutMutationVariables = Exact<{
  input: Types.RetryPayoutInput;
}>;


export type RetryPayoutMutation = { retryPayout: { claim: { id: string } | null, userErrors: Array<
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

export type ResolveDisputedPayoutMutationVariables = Exact<{
  input: Types.ResolveDisputedPayoutInput;
}>;


export type ResolveDisputedPayoutMutation = { resolveDisputedPayout: { claim: { id: string, state: Types.ClaimState } | null, userErrors: Array<
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

export type RecordRecoveryMutationVariables = Exact<{
  input: Types.RecordRecoveryInput;
}>;


export type RecordRecoveryMutation = { recordRecovery: { claim: { id: string } | null, userErrors: Array<
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

export type Wrong_ConflictError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_FileConflictError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_InvoiceExistsError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_PremiumMismatchError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_PreviewChangedError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_ProductOffSaleError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_ProductProblem_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_RenewalChangedError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_RequestMismatchError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_RuleRefusedError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type Wrong_SimpleError_Fragment = { code: Types.ErrorCode, message: string, path: Array<string> | null };

export type WrongFragment =
  | Wrong_ConflictError_Fragment
  | Wrong_FileConflictError_Fragment
  | Wrong_InvoiceExistsError_Fragment
  | Wrong_PremiumMismatchError_Fragment
  | Wrong_PreviewChangedError_Fragment
  | Wrong_ProductOffSaleError_Fragment
  | Wrong_ProductProblem_Fragment
  | Wrong_RenewalChangedError_Fragment
  | Wrong_RequestMismatchError_Fragment
  | Wrong_RuleRefusedError_Fragment
  | Wrong_SimpleError_Fragment
;

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
export const ByFragmentDoc = new TypedDocumentString(`
    fragment By on Actor {
  __typename
  ... on Colleague {
    id
    displayName
  }
  ... on ChannelKey {
    keyId
  }
}
    `, {"fragmentName":"By"}) as unknown as TypedDocumentString<ByFragment, unknown>;
export const ClaimWholeFragmentDoc = new TypedDocumentString(`
    fragment ClaimWhole on Claim {
  id
  number
  requestNo
  state
  revision
  occurredAt
  submittedAt
  reportedAt
  promisedAt
  score
  limit {
    amount
    currency
  }
  claimed {
    amount
    currency
  }
  computed {
    amount
    currency
  }
  payable {
    amount
    currency
  }
  recovered {
    amount
    currency
  }
  lines {
    coverage
    cost
    claimed {
      amount
      currency
    }
    computed {
      amount
      currency
    }
    payable {
      amount
      currency
    }
  }
  decision {
    reason
    path
    at
    sentence {
      zh
      en
    }
  }
  policy {
    id
    number
    state
    period {
      start
      end
    }
    coverages {
      code
      name {
        zh
        en
      }
    }
    offer {
      id
      productCode
      planCode
      productName {
        zh
        en
      }
      claimFactsSchema
      factorsSchema
      name {
        zh
        en
      }
    }
  }
  channel {
    id
    code
    name
  }
  enteredBy {
    id
    displayName
  }
  assignee {
    id
    displayName
  }
  findings {
    rule
    points
    sentence {
      zh
      en
    }
    facts {
      name
      value
    }
  }
  evidence {
    id
    name
    mediaType
    size
    removed
    uploadedAt
    uploadedBy {
      id
      displayName
    }
  }
  revisions {
    revision
    at
    kind
    facts
    changed
    madeBy {
      ...By
    }
  }
  notes {
    id
    kind
    text
    at
    person {
      id
      displayName
    }
  }
  payouts {
    id
    attempt
    paymentKey
    state
    reference
    reason
    orderedAt
    settledAt
    amount {
      amount
      currency
    }
  }
  recoveries {
    source
    receivedAt
    recordedAt
    amount {
      amount
      currency
    }
    person {
      id
      displayName
    }
  }
  approval {
    id
    kind
    revision
    needed
    reason
    requestedAt
    content
    mayApprove
    requestedBy {
      id
      displayName
    }
    votes {
      at
      verdict
      person {
        id
        displayName
      }
    }
  }
  assessment {
    computed {
      amount
      currency
    }
    rating {
      result {
        amount
        currency
      }
      steps {
        title {
          zh
          en
        }
      }
    }
    refused {
      code
      sentence {
        zh
        en
      }
    }
    sumInsured {
      amount
      currency
    }
    eventLimit {
      amount
      currency
    }
    spent {
      amount
      currency
    }
    left {
      amount
      currency
    }
    counted {
      start
      end
    }
    thresholds {
      others
      above {
        amount
        currency
      }
    }
    approvals
    approverRoles
    authority {
      amount
      currency
    }
    mayDecide
    decidesAlone
    obstacle {
      code
      message
    }
    reviewFromScore
    declineAboveScore
    parcel {
      carrier
      number
      found
      shippedAt
      deliveredAt
      weightKg
    }
    checks {
      code
      fits
      points
      sentence {
        zh
        en
      }
      facts {
        name
        value
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
    fragment By on Actor {
  __typename
  ... on Colleague {
    id
    displayName
  }
  ... on ChannelKey {
    keyId
  }
}`, {"fragmentName":"ClaimWhole"}) as unknown as TypedDocumentString<ClaimWholeFragment, unknown>;
export const WrongFragmentDoc = new TypedDocumentString(`
    fragment Wrong on UserError {
  code
  message
  path
}
    `, {"fragmentName":"Wrong"}) as unknown as TypedDocumentString<WrongFragment, unknown>;
export const ClaimDocument = new TypedDocumentString(`
    query Claim($number: String!) {
  claim(by: {number: $number}) {
    ...ClaimWhole
    similar(first: 6) {
      same
      claim {
        id
        number
        state
        computed {
          amount
          currency
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
}
    fragment ClaimWhole on Claim {
  id
  number
  requestNo
  state
  revision
  occurredAt
  submittedAt
  reportedAt
  promisedAt
  score
  limit {
    amount
    currency
  }
  claimed {
    amount
    currency
  }
  computed {
    amount
    currency
  }
  payable {
    amount
    currency
  }
  recovered {
    amount
    currency
  }
  lines {
    coverage
    cost
    claimed {
      amount
      currency
    }
    computed {
      amount
      currency
    }
    payable {
      amount
      currency
    }
  }
  decision {
    reason
    path
    at
    sentence {
      zh
      en
    }
  }
  policy {
    id
    number
    state
    period {
      start
      end
    }
    coverages {
      code
      name {
        zh
        en
      }
    }
    offer {
      id
      productCode
      planCode
      productName {
        zh
        en
      }
      claimFactsSchema
      factorsSchema
      name {
        zh
        en
      }
    }
  }
  channel {
    id
    code
    name
  }
  enteredBy {
    id
    displayName
  }
  assignee {
    id
    displayName
  }
  findings {
    rule
    points
    sentence {
      zh
      en
    }
    facts {
      name
      value
    }
  }
  evidence {
    id
    name
    mediaType
    size
    removed
    uploadedAt
    uploadedBy {
      id
      displayName
    }
  }
  revisions {
    revision
    at
    kind
    facts
    changed
    madeBy {
      ...By
    }
  }
  notes {
    id
    kind
    text
    at
    person {
      id
      displayName
    }
  }
  payouts {
    id
    attempt
    paymentKey
    state
    reference
    reason
    orderedAt
    settledAt
    amount {
      amount
      currency
    }
  }
  recoveries {
    source
    receivedAt
    recordedAt
    amount {
      amount
      currency
    }
    person {
      id
      displayName
    }
  }
  approval {
    id
    kind
    revision
    needed
    reason
    requestedAt
    content
    mayApprove
    requestedBy {
      id
      displayName
    }
    votes {
      at
      verdict
      person {
        id
        displayName
      }
    }
  }
  assessment {
    computed {
      amount
      currency
    }
    rating {
      result {
        amount
        currency
      }
      steps {
        title {
          zh
          en
        }
      }
    }
    refused {
      code
      sentence {
        zh
        en
      }
    }
    sumInsured {
      amount
      currency
    }
    eventLimit {
      amount
      currency
    }
    spent {
      amount
      currency
    }
    left {
      amount
      currency
    }
    counted {
      start
      end
    }
    thresholds {
      others
      above {
        amount
        currency
      }
    }
    approvals
    approverRoles
    authority {
      amount
      currency
    }
    mayDecide
    decidesAlone
    obstacle {
      code
      message
    }
    reviewFromScore
    declineAboveScore
    parcel {
      carrier
      number
      found
      shippedAt
      deliveredAt
      weightKg
    }
    checks {
      code
      fits
      points
      sentence {
        zh
        en
      }
      facts {
        name
        value
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
fragment By on Actor {
  __typename
  ... on Colleague {
    id
    displayName
  }
  ... on ChannelKey {
    keyId
  }
}`) as unknown as TypedDocumentString<ClaimQuery, ClaimQueryVariables>;
export const ClaimReasonsDocument = new TypedDocumentString(`
    query ClaimReasons($productCode: String!) {
  claimReasons(productCode: $productCode) {
    code
    outcome
    sentence {
      zh
      en
    }
  }
}
    `) as unknown as TypedDocumentString<ClaimReasonsQuery, ClaimReasonsQueryVariables>;
export const MyClaimsDocument = new TypedDocumentString(`
    query MyClaims($person: ID!) {
  claims(
    filter: {assigneeId: $person, states: [IN_REVIEW]}
    orderBy: PROMISED_AT_ASC
    first: 50
  ) {
    edges {
      node {
        id
        number
        approval {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MyClaimsQuery, MyClaimsQueryVariables>;
export const DecideClaimDocument = new TypedDocumentString(`
    mutation DecideClaim($input: DecideClaimInput!) {
  decideClaim(input: $input) {
    claim {
      id
      number
      state
      revision
    }
    approval {
      id
      needed
    }
    userErrors {
      ...Wrong
    }
  }
}
    fragment Wrong on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<DecideClaimMutation, DecideClaimMutationVariables>;
export const RequestEvidenceDocument = new TypedDocumentString(`
    mutation RequestEvidence($input: RequestEvidenceInput!) {
  requestEvidence(input: $input) {
    claim {
      id
      number
      state
    }
    userErrors {
      ...Wrong
    }
  }
}
    fragment Wrong on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RequestEvidenceMutation, RequestEvidenceMutationVariables>;
export const NoteClaimDocument = new TypedDocumentString(`
    mutation NoteClaim($input: NoteClaimInput!) {
  noteClaim(input: $input) {
    claim {
      id
    }
    userErrors {
      ...Wrong
    }
  }
}
    fragment Wrong on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<NoteClaimMutation, NoteClaimMutationVariables>;
export const TakeClaimDocument = new TypedDocumentString(`
    mutation TakeClaim($input: TakeClaimInput!) {
  takeClaim(input: $input) {
    claim {
      id
    }
    userErrors {
      ...Wrong
    }
  }
}
    fragment Wrong on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<TakeClaimMutation, TakeClaimMutationVariables>;
export const AssignClaimDocument = new TypedDocumentString(`
    mutation AssignClaim($input: AssignClaimInput!) {
  assignClaim(input: $input) {
    claim {
      id
    }
    userErrors {
      ...Wrong
    }
  }
}
    fragment Wrong on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<AssignClaimMutation, AssignClaimMutationVariables>;
export const ReopenClaimDocument = new TypedDocumentString(`
    mutation ReopenClaim($input: ReopenClaimInput!) {
  reopenClaim(input: $input) {
    claim {
      id
    }
    approval {
      id
    }
    userErrors {
      ...Wrong
    }
  }
}
    fragment Wrong on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<ReopenClaimMutation, ReopenClaimMutationVariables>;
export const RetryPayoutDocument = new TypedDocumentString(`
    mutation RetryPayout($input: RetryPayoutInput!) {
  retryPayout(input: $input) {
    claim {
      id
    }
    userErrors {
      ...Wrong
    }
  }
}
    fragment Wrong on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RetryPayoutMutation, RetryPayoutMutationVariables>;
export const ResolveDisputedPayoutDocument = new TypedDocumentString(`
    mutation ResolveDisputedPayout($input: ResolveDisputedPayoutInput!) {
  resolveDisputedPayout(input: $input) {
    claim {
      id
      state
    }
    userErrors {
      ...Wrong
    }
  }
}
    fragment Wrong on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<ResolveDisputedPayoutMutation, ResolveDisputedPayoutMutationVariables>;
export const RecordRecoveryDocument = new TypedDocumentString(`
    mutation RecordRecovery($input: RecordRecoveryInput!) {
  recordRecovery(input: $input) {
    claim {
      id
    }
    userErrors {
      ...Wrong
    }
  }
}
    fragment Wrong on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RecordRecoveryMutation, RecordRecoveryMutationVariables>;