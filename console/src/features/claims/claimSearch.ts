import { listOf, oneOf, placeOf, someOf, textOf, yes, type Search } from '../../shared/format/search'
import type * as Types from '../../shared/graphql/types.generated'
import type { Place } from '../../shared/ui/KeysetTable'

/** The queues of the desk, in the order of their tabs. */
export const queues = ['review', 'second', 'evidence', 'correction', 'paying', 'failed', 'disputed'] as const
export type Queue = (typeof queues)[number]

export const queueState: Record<Queue, Types.ClaimState | null> = {
  review: 'IN_REVIEW',
  second: 'IN_REVIEW',
  evidence: 'EVIDENCE_NEEDED',
  correction: 'CORRECTION_NEEDED',
  paying: 'APPROVED',
  failed: 'PAYOUT_FAILED',
  disputed: null,
}

const states: readonly Types.ClaimState[] = [
  'SUBMITTED',
  'CORRECTION_NEEDED',
  'IN_REVIEW',
  'EVIDENCE_NEEDED',
  'APPROVED',
  'PAYOUT_FAILED',
  'PAID',
  'DECLINED',
  'WITHDRAWN',
]

const orders = ['PROMISED_AT_ASC', 'PROMISED_AT_DESC', 'SCORE_ASC', 'SCORE_DESC'] as const

/** Conditions of the desk as they stand in the address, by the names of the filter of claims, so that any filter is a link. */
export interface ClaimSearch extends Place {
  queue?: Queue | undefined
  whose?: 'all' | 'mine' | undefined
  states?: Types.ClaimState[] | undefined
  numbers?: string[] | undefined
  assigneeId?: string | undefined
  unassigned?: true | undefined
  overdue?: true | undefined
  disputed?: true | undefined
  productCodes?: string[] | undefined
  channelCodes?: string[] | undefined
  reasons?: string[] | undefined
  claimedFrom?: string | undefined
  claimedTo?: string | undefined
  scoreFrom?: number | undefined
  scoreTo?: number | undefined
  mode?: 'SANDBOX' | undefined
  order?: (typeof orders)[number] | undefined
  beside?: string[] | undefined
}

export function readClaimSearch(search: Search): ClaimSearch {
  return {
    ...placeOf(search),
    queue: oneOf(search.queue, queues),
    whose: oneOf(search.whose, ['all', 'mine'] as const),
    states: someOf(search.states, states),
    numbers: listOf(search.numbers),
    assigneeId: textOf(search.assigneeId),
    unassigned: yes(search.unassigned),
    overdue: yes(search.overdue),
    disputed: yes(search.disputed),
    productCodes: listOf(search.productCodes),
    channelCodes: listOf(search.channelCodes),
    reasons: listOf(search.reasons),
    claimedFrom: amountOf(search.claimedFrom),
    claimedTo: amountOf(search.claimedTo),
    scoreFrom: scoreOf(search.scoreFrom),
    scoreTo: scoreOf(search.scoreTo),
    mode: oneOf(search.mode, ['SANDBOX'] as const),
    order: oneOf(search.order, orders),
    beside: listOf(search.beside)?.slice(0, 4),
  }
}

function amountOf(value: unknown): string | undefined {
  const text = textOf(value)
  return text !== undefined && /^\d{1,15}(\.\d{1,2})?$/.test(text) ? text : undefined
}

function scoreOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 100 ? value : undefined
}

/** The queue whose tab is chosen; none, where a link asks for something else than a queue. */
export function queueOf(search: ClaimSearch): Queue | undefined {
  if (search.queue) return search.queue
  if (search.disputed) return 'disputed'
  if (search.states?.length === 1) return queues.find((queue) => queueState[queue] === search.states?.[0])
  return search.states || search.numbers || search.overdue ? undefined : 'review'
}

/** Whose claims are shown: who takes claims first sees their own and nobody's of what waits for a decision. */
export function whoseOf(search: ClaimSearch, takes: boolean): 'all' | 'mine' {
  if (search.whose) return search.whose
  const ownFirst =
    takes && search.queue === undefined && queueOf(search) === 'review' && !search.assigneeId && !search.unassigned
  return ownFirst || (takes && search.queue === 'review') ? 'mine' : 'all'
}

/** The filter that finds what the address asks for; second: numbers of claims that wait for a second person. */
export function filterOf(search: ClaimSearch, takes: boolean, second: readonly string[]): Types.ClaimFilter {
  const queue = queueOf(search)
  const state = queue && queueState[queue]
  const money = (amount: string | undefined) => (amount ? { amount, currency: 'CNY' } : undefined)
  return {
    states: state ? [state] : search.states,
    numbers: queue === 'second' ? [...second] : search.numbers,
    disputed: queue === 'disputed' || search.disputed ? true : undefined,
    mine: whoseOf(search, takes) === 'mine' ? true : undefined,
    assigneeId: search.assigneeId,
    unassigned: search.unassigned,
    overdue: search.overdue,
    productCodes: search.productCodes,
    channelCodes: search.channelCodes,
    reasons: search.reasons,
    claimedFrom: money(search.claimedFrom),
    claimedTo: money(search.claimedTo),
    scoreFrom: search.scoreFrom,
    scoreTo: search.scoreTo,
    mode: search.mode,
  }
}

/** The conditions without those of chips, and at the first page. */
export function withoutChips(search: ClaimSearch): ClaimSearch {
  return { queue: search.queue, whose: 'all', mode: search.mode }
}

/** How many chips hold. */
export function chipsOf(search: ClaimSearch): number {
  const { productCodes, channelCodes, reasons, claimedFrom, claimedTo, scoreFrom, scoreTo } = search
  return [productCodes, channelCodes, reasons, claimedFrom ?? claimedTo, scoreFrom ?? scoreTo].filter(
    (each) => each !== undefined,
  ).length
}
