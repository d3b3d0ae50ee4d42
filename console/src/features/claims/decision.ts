import { minusAmount, sign } from '../../shared/format/money'
import type { Assessment } from './useClaim'

/** What a person is about to decide, as they typed it. */
export interface Draft {
  outcome: '' | 'APPROVE' | 'DECLINE' | 'ASK'
  reason: string
  amount: string
  note: string
  /** The note that came from the reason, so that another reason may take its place. */
  given: string
  text: string
  ticked: string[]
}

export const emptyDraft: Draft = { outcome: '', reason: '', amount: '', note: '', given: '', text: '', ticked: [] }

/** Whether anything was begun that a new version must not take away. */
export function begun(draft: Draft): boolean {
  return draft.outcome !== ''
}

export function isAmount(text: string): boolean {
  return /^\d{1,13}(\.\d{1,2})?$/.test(text) && sign(text) > 0
}

/** Compares exact amounts. */
export function above(a: string, b: string): boolean {
  return sign(minusAmount(a, b)) > 0
}

/** How many others must approve an amount, and above which amount that is so: as the assessment says it for the computed one. */
export function othersFor(amount: string, assessment: Assessment): { others: number; above?: string | undefined } {
  if (assessment.computed && !above(amount, assessment.computed.amount) && !above(assessment.computed.amount, amount)) {
    const others = assessment.approvals ?? 0
    return { others, above: boundBelow(amount, assessment) }
  }
  const byTerms = assessment.thresholds.filter((threshold) => above(amount, threshold.above.amount)).at(-1)
  const byOwn = assessment.authority && above(amount, assessment.authority.amount) ? 1 : 0
  return { others: Math.max(byTerms?.others ?? 0, byOwn), above: boundBelow(amount, assessment) }
}

/** The highest bound that an amount passes: of the terms, or the person's own authority. */
function boundBelow(amount: string, assessment: Assessment): string | undefined {
  const byTerms = assessment.thresholds.filter((threshold) => above(amount, threshold.above.amount)).at(-1)
  if (byTerms) return byTerms.above.amount
  return assessment.authority && above(amount, assessment.authority.amount) ? assessment.authority.amount : undefined
}

/** A note that a reason may fill: nothing was written, or only what an earlier reason gave. */
export function noteFor(draft: Draft, sentence: string): Pick<Draft, 'note' | 'given'> {
  return draft.note === '' || draft.note === draft.given
    ? { note: sentence, given: sentence }
    : { note: draft.note, given: draft.given }
}
