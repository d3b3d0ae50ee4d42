import { withUnit } from '../../shared/format/money'
import type { Language } from '../../shared/words/language'
import { listed } from '../../shared/words/words'
import type { Say } from '../../shared/words/words'
import type { words } from './claimWords'
import { titleOf, type FactSchema } from '../../shared/facts/facts'
import type { Claim } from './useClaim'

/** Something that happened to a claim, as one line. */
export interface Happened {
  key: string
  at: string
  kind: 'note' | 'claimant' | 'decision' | 'money'
  who?: string | undefined
  text: string
  code?: string | undefined
}

interface Voices {
  say: Say<keyof (typeof words)['texts']>
  language: Language
  localized: (text: { zh: string; en: string }) => string
  term: (of: 'PayoutState', value: string) => string
}

/** Everything that happened to a claim, newest first. */
export function storyOf(claim: Claim, { say, language, localized, term }: Voices): Happened[] {
  const schema = claim.policy.offer.claimFactsSchema as FactSchema
  const nameOf = (fact: string) => titleOf(schema.properties?.[fact], language) || fact
  const revisions = claim.revisions.map((revision): Happened => {
    const who = 'displayName' in revision.madeBy ? revision.madeBy.displayName : say('channelDid')
    const what = revision.changed.length > 0 ? listed(revision.changed.map(nameOf), language) : say('filesOnly')
    const text =
      revision.kind === 'SUBMIT'
        ? say('submitted', { who })
        : revision.kind === 'UPDATE'
          ? say('updated', { who, what })
          : say('withdrawn', { who })
    return { key: `revision ${revision.revision}`, at: revision.at, kind: 'claimant', text }
  })
  const notes = claim.notes.map((note): Happened => ({
    key: note.id,
    at: note.at,
    kind: note.kind === 'NOTE' ? 'note' : 'decision',
    who: note.person.displayName,
    text: note.kind === 'EVIDENCE_REQUEST' ? say('askedFor', { text: note.text }) : note.text,
  }))
  const decided = claim.decision
    ? [
        {
          key: 'decision',
          at: claim.decision.at,
          kind: 'decision',
          text: localized(claim.decision.sentence),
          code: claim.decision.reason,
        } as const,
      ]
    : []
  const payouts = claim.payouts.flatMap((payout): Happened[] => {
    const amount = withUnit(payout.amount, language)
    const ordered: Happened = {
      key: payout.id,
      at: payout.orderedAt,
      kind: 'money',
      text: say('payoutOrdered', { attempt: payout.attempt, amount }),
    }
    if (!payout.settledAt) return [ordered]
    const text =
      payout.state === 'PAID'
        ? say('payoutPaid', { amount })
        : say('payoutOther', {
            attempt: payout.attempt,
            state: term('PayoutState', payout.state),
            reason: payout.reason ?? '',
          })
    return [
      ordered,
      { key: `${payout.id} settled`, at: payout.settledAt, kind: 'money', text, code: payout.reference ?? undefined },
    ]
  })
  const waits = claim.approval
    ? [
        {
          key: claim.approval.id,
          at: claim.approval.requestedAt,
          kind: 'decision',
          text: say('approvalAsked', { who: claim.approval.requestedBy?.displayName ?? '–' }),
        } as const,
      ]
    : []
  const back = claim.recoveries.map((recovery, place): Happened => ({
    key: `recovery ${place}`,
    at: recovery.recordedAt,
    kind: 'money',
    who: recovery.person.displayName,
    text: say('recovery', { source: recovery.source, amount: withUnit(recovery.amount, language) }),
  }))
  return [...revisions, ...notes, ...decided, ...payouts, ...waits, ...back].sort(
    (a, b) => Date.parse(b.at) - Date.parse(a.at),
  )
}
