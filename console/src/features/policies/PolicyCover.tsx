import { dayText } from '../../shared/format/time'
import { useTerm } from '../../shared/session/SessionContext'
import { Figures } from '../../shared/ui/Money'
import { Worksheet } from '../../shared/ui/Worksheet'
import { useLocalized, useWords } from '../../shared/words/words'
import type { SumFragment } from './policy.generated'
import { byCoverage, type PolicyMoment } from './policyText'
import { words } from './policyWords'

/** What is covered at a moment, who pays for it, and how the premium came. */
export function PolicyCover({ moment }: { moment: PolicyMoment }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  return (
    <>
      <section className="section">
        <h2>{say('coveragesTitle')}</h2>
        <table className="plain">
          <thead>
            <tr>
              <th>{say('coverage')}</th>
              <th className="right">{say('limit')}</th>
              <th>{say('payer')}</th>
              <th className="right">{say('premiumUnit')}</th>
            </tr>
          </thead>
          <tbody>
            {byCoverage(moment).flatMap(({ coverage, lines }) =>
              lines.map((line, place) => (
                <tr key={`${coverage.code} ${place}`}>
                  <td>{place === 0 && localized(coverage.name)}</td>
                  <td className="right">{place === 0 && <Figures of={coverage.sumInsured} />}</td>
                  <td>
                    {term('PremiumPayer', line.payer)}{' '}
                    <span className="muted small">{say('forPeriod', { from: dayText(line.period.start) })}</span>
                  </td>
                  <td className="right">
                    <Figures of={line.premium} />
                  </td>
                </tr>
              )),
            )}
            <tr className="total">
              <th scope="row">{say('premium')}</th>
              <td />
              <td />
              <td className="right">
                <Figures of={moment.premium} />
              </td>
            </tr>
          </tbody>
        </table>
      </section>
      {moment.rating && (
        <section className="section">
          <div className="row">
            <h2 className="grow">{say('worksheet')}</h2>
            <span className="muted small">
              {say('product', { code: moment.offer.productCode, version: moment.offer.productVersion })}
            </span>
          </div>
          <Sum of={moment.rating} name={say('result')} />
        </section>
      )}
    </>
  )
}

/** A worksheet of the server: each step with what went in. */
export function Sum({ of, name }: { of: SumFragment; name: string }) {
  const localized = useLocalized()
  return (
    <Worksheet
      steps={of.steps.map((step) => ({
        name: localized(step.title),
        reason: step.inputs.map((input) => `${input.name} ${input.value}`).join(', '),
        value: step.value,
      }))}
      total={{ name, value: of.result.amount }}
    />
  )
}
