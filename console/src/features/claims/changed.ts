import { figures } from '../../shared/format/money'
import type { Language } from '../../shared/words/language'
import { factsOf, titleOf, valueText, type FactSchema } from '../../shared/facts/facts'
import type { Claim } from './useClaim'

/** What is called how in the differences of two versions. */
export interface Names {
  state: string
  handler: string
  claimed: string
  computed: string
  payable: string
  evidence: string
  score: string
  approval: string
  nobody: string
  waits: string
  none: string
}

export interface Difference {
  what: string
  before: string
  after: string
}

/** What is another in a later version of a claim: facts first, then what comes of them. */
export function differencesOf(
  before: Claim,
  after: Claim,
  names: Names,
  language: Language,
  state: (of: Claim) => string,
): Difference[] {
  const money = (of: { amount: string } | null | undefined) => (of ? figures(of.amount) : names.none)
  const schema = after.policy.offer.claimFactsSchema as FactSchema
  const [then, now] = [before.revisions.at(-1)?.facts ?? {}, after.revisions.at(-1)?.facts ?? {}]
  const facts = factsOf(schema).map((fact) => ({
    what: titleOf(fact.schema, language) || fact.name,
    before: valueText(then[fact.name], fact.schema, language),
    after: valueText(now[fact.name], fact.schema, language),
    same: JSON.stringify(then[fact.name]) === JSON.stringify(now[fact.name]),
  }))
  const computed = (of: Claim) => money(of.assessment ? of.assessment.computed : of.computed)
  const rows = [
    ...facts.filter((fact) => !fact.same),
    { what: names.claimed, before: money(before.claimed), after: money(after.claimed) },
    { what: names.computed, before: computed(before), after: computed(after) },
    { what: names.payable, before: money(before.payable), after: money(after.payable) },
    { what: names.state, before: state(before), after: state(after) },
    {
      what: names.handler,
      before: before.assignee?.displayName ?? names.nobody,
      after: after.assignee?.displayName ?? names.nobody,
    },
    {
      what: names.approval,
      before: before.approval ? names.waits : names.none,
      after: after.approval ? names.waits : names.none,
    },
    { what: names.evidence, before: String(before.evidence.length), after: String(after.evidence.length) },
    { what: names.score, before: String(before.score), after: String(after.score) },
  ]
  return rows
    .filter((row) => row.before !== row.after || 'same' in row)
    .map(({ what, before: b, after: a }) => ({ what, before: b, after: a }))
}
