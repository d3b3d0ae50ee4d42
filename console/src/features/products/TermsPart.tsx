import { useLocalized, useWords } from '../../shared/words/words'
import { partOf, termText, termValue } from './fileText'
import type { ContentFragment } from './products.generated'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { Mistakes, PartField } from './PartField'

/** The terms of a plan by layer: the layer that decides is marked, what it replaces stands beside it in grey. */
export function TermsPart({
  content,
  plan: chosen,
  onPlan,
}: {
  content: ContentFragment
  plan: string | undefined
  onPlan: (plan: string) => void
}) {
  const say = useWords(words)
  const localized = useLocalized()
  const draft = useDraftInHand()
  const plan = content.plans.find((each) => each.code === chosen) ?? content.plans[0]
  return (
    <section className="stack">
      <div className="row wrap" role="tablist" aria-label={say('planOf')}>
        {content.plans.map((each) => (
          <button
            key={each.code}
            type="button"
            role="tab"
            className="chip"
            aria-selected={each === plan}
            onClick={() => onPlan(each.code)}
          >
            {each.code} {localized(each.name)}
          </button>
        ))}
      </div>
      {plan?.terms.length === 0 && <p className="muted">{say('termsAfter')}</p>}
      <table className="sheet">
        <thead>
          <tr>
            <th>{say('term')}</th>
            <th>{say('value')}</th>
            <th>{say('layer')}</th>
          </tr>
        </thead>
        <tbody>
          {plan?.terms.map((term) => (
            <tr key={term.path}>
              <th scope="row">
                {localized(term.title)}
                <br />
                <code className="muted">{term.path}</code>
              </th>
              <td>
                <PartField
                  bare
                  at={[...(term.layer === 'plan' ? plan.at : []), 'terms', term.path]}
                  value={termText(term.value)}
                  label={localized(term.title)}
                  encode={(text) => termValue(text, term.value)}
                />
              </td>
              <td>
                <b className={term.layer === 'default' ? 'muted' : 'strong'}>{term.layer}</b>
                {term.overridden.map((each) => (
                  <span key={each.layer} className="small muted">
                    {' '}
                    {each.layer} <s>{termText(each.value)}</s>
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Mistakes list={draft.mistakes.filter((each) => partOf(each) === 'terms')} />
    </section>
  )
}
