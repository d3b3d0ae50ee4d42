import type * as Types from '../graphql/types.generated'

/** Whose move it is: the only meaning that colour has. */
export type Mood = 'ours' | 'machine' | 'theirs' | 'good' | 'ended' | 'bad'

export const policyMood: Record<Types.PolicyState, Mood> = {
  PENDING: 'machine',
  IN_FORCE: 'good',
  EXPIRED: 'ended',
  CANCELLED: 'ended',
}

export const claimMood: Record<Types.ClaimState, Mood> = {
  SUBMITTED: 'machine',
  CORRECTION_NEEDED: 'theirs',
  IN_REVIEW: 'ours',
  EVIDENCE_NEEDED: 'theirs',
  APPROVED: 'machine',
  PAYOUT_FAILED: 'bad',
  PAID: 'good',
  DECLINED: 'ended',
  WITHDRAWN: 'ended',
}

export const payoutMood: Record<Types.PayoutState, Mood> = {
  ORDERED: 'machine',
  UNKNOWN: 'machine',
  PAID: 'good',
  DECLINED: 'bad',
  DISPUTED: 'bad',
}

export const approvalMood: Record<Types.ApprovalState, Mood> = {
  REQUESTED: 'ours',
  APPROVED: 'good',
  REJECTED: 'ended',
  WITHDRAWN: 'ended',
  VOID: 'ended',
}

export const productMood: Record<Types.ProductState, Mood> = {
  DRAFT: 'ours',
  PUBLISHED: 'good',
  WITHDRAWN: 'ended',
}

export const jobMood: Record<Types.JobState, Mood> = {
  QUEUED: 'machine',
  RUNNING: 'machine',
  SUCCEEDED: 'good',
  STOPPED: 'ours',
  FAILED: 'bad',
}

export const deliveryMood: Record<Types.DeliveryState, Mood> = {
  PENDING: 'machine',
  DELIVERED: 'good',
  EXHAUSTED: 'bad',
  HELD: 'ended',
}

export const endpointMood: Record<Types.WebhookEndpointState, Mood> = {
  ACTIVE: 'good',
  PAUSED: 'bad',
  UNVERIFIED: 'theirs',
  DISABLED: 'ended',
}

export const agreementMood: Record<Types.AgreementState, Mood> = {
  PENDING: 'machine',
  IN_FORCE: 'good',
  SUPERSEDED: 'ended',
  EXPIRED: 'ended',
  TERMINATED: 'ended',
}

export const requestMood: Record<Types.ServiceRequestState, Mood> = {
  OPEN: 'ours',
  IN_WORK: 'ours',
  SENDING: 'machine',
  SENT: 'good',
  CLOSED: 'ended',
  CANCELLED: 'ended',
}

export const mailMood: Record<Types.MailState, Mood> = { QUEUED: 'machine', SENT: 'good', FAILED: 'bad' }

export const personMood: Record<Types.PersonState, Mood> = { ACTIVE: 'good', SUSPENDED: 'ended' }
