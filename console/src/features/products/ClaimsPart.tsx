import { useLocalized, useWords } from '../../shared/words/words'
import { isOfClaims } from './Editor'
import { partOf } from './fileText'
import type { ContentFragment } from './products.generated'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { FactorTable } from './FactorsPart'
import { Mistakes } from './PartField'
import { RuleCards } from './RulesPart'
import { Sheet } from './StepsPart'

/** What a claim says, what it is judged by, and what it comes to. */
export function ClaimsPart({ content }: { content: ContentFragment }) {
  const say = useWords(words)
  const localized = useLocalized()
  const draft = useDraftInHand()
  return (
    <section className="stack">
      <FactorTable title={say('facts')} list={content.claimFacts} at={['claims', 'facts']} addText={say('addFact')} />
      <RuleCards title={say('rules')} rules={content.rules.filter(isOfClaims)} all={content.rules} ofClaims />
      {content.comparisons.length > 0 && (
        <>
          <h2>{say('comparisons')}</h2>
          <ul className="things">
            {content.comparisons.map((each) => (
              <li key={each.at.join('.')}>
                <code className="strong">{each.code}</code>
                <span className="grow">
                  {localized(each.sentence)} <code className="muted">{each.of}</code>
                </span>
                <span className="second">
                  {each.within == null ? say('once') : say('within', { span: each.within, more: each.more })}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Sheet title={say('claimAmount')} sheet="CLAIM_AMOUNT" at={['claims', 'amount']} content={content} />
      <Mistakes list={draft.mistakes.filter((each) => partOf(each) === 'claims' && each.path?.[1] !== 'score')} />
    </section>
  )
}
