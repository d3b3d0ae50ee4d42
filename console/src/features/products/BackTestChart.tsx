import { minusAmount, sign, withUnit, type Amount } from '../../shared/format/money'
import { dayText, instantText } from '../../shared/format/time'
import type * as Types from '../../shared/graphql/types.generated'
import { useTerm } from '../../shared/session/SessionContext'
import { jobMood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { useLanguage, useWords } from '../../shared/words/words'
import type { ProductBackTestsQuery } from './products.generated'
import { words } from './words'

export type BackTest = NonNullable<NonNullable<ProductBackTestsQuery['productVersion']>['backTests']>[number]

// words: products.band_*
const dimensions: readonly Types.BackTestDimension[] = ['BAND', 'CHANNEL', 'PLAN', 'REFUSAL']

/** What stored policies cost, and what they would cost under a version: in all, and by band, channel, plan and new refusal. */
export function BackTestChart({ of }: { of: BackTest }) {
  const say = useWords(words)
  const term = useTerm()
  const language = useLanguage()
  return (
    <article className="backTest">
      <p className="row wrap">
        <State mood={jobMood[of.job.state]}>{term('JobState', of.job.state)}</State>
        <span className="second">{instantText(of.job.createdAt)}</span>
        <span className="second">
          {dayText(of.bound.start)} – {dayText(of.bound.end)}
        </span>
      </p>
      <p>
        {say('testSum', {
          policies: of.policies,
          before: withUnit(of.premiumBefore, language),
          after: withUnit(of.premiumAfter, language),
          refused: of.refused,
        })}
      </p>
      <p className="row wrap small second legend">
        <Swatch name="before" /> {say('premiumNow')} <Swatch name="after" /> {say('premiumUnder')}
      </p>
      {dimensions.map((dimension) => {
        const rows = of.rows.filter((each) => each.dimension === dimension)
        if (rows.length === 0) return null
        const most = Math.max(
          ...rows.flatMap((each) => [shareOf(each.premiumBefore), shareOf(each.premiumAfter)]),
          0.01,
        )
        return (
          <figure key={dimension} className="bars">
            <figcaption className="strong">{say(`band_${dimension}`)}</figcaption>
            {rows.map((each) => (
              <div key={each.value} className="bar">
                <span className="name">{each.value}</span>
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden>
                  <rect className="before" y="0" width={(shareOf(each.premiumBefore) / most) * 100} height="4.5" />
                  <rect className="after" y="5.5" width={(shareOf(each.premiumAfter) / most) * 100} height="4.5" />
                </svg>
                <span className="right second">{say('policies', { count: Number(each.policies) })}</span>
                <span className="right">
                  {withUnit(each.premiumBefore, language)} → {withUnit(each.premiumAfter, language)}
                </span>
                <span className="right strong">{difference(each.premiumBefore, each.premiumAfter)}</span>
              </div>
            ))}
          </figure>
        )
      })}
    </article>
  )
}

/** How long a bar is: a drawing needs no more digits than a screen has. */
const shareOf = (amount: Amount) => Number(amount.amount)

function difference(before: Amount, after: Amount): string {
  const by = minusAmount(after.amount, before.amount)
  return sign(by) > 0 ? `+${by}` : by.replace('-', '−')
}

function Swatch({ name }: { name: 'before' | 'after' }) {
  return (
    <svg className="swatch" viewBox="0 0 10 10" aria-hidden>
      <rect className={name} width="10" height="10" />
    </svg>
  )
}
