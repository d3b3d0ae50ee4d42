import { figures, minusAmount } from '../../shared/format/money'
import { instantText } from '../../shared/format/time'
import { useTerm } from '../../shared/session/SessionContext'
import { CopyText } from '../../shared/ui/CopyText'
import { useLocalized, useWords } from '../../shared/words/words'
import type { PolicyDetail } from './policyText'
import { words } from './policyWords'

/** Each endorsement with what it changed, and for whom. */
export function PolicyEndorsements({ policy }: { policy: PolicyDetail }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const list = policy.endorsements.edges.map((edge) => edge.node)
  return (
    <section className="section">
      <h2>
        {say('endorsements')} <span className="muted">{list.length || ''}</span>
      </h2>
      {list.length === 0 && <p className="muted">{say('noEndorsements')}</p>}
      {list.map((each) => {
        const premiumBefore = minusAmount(each.after.premium.amount, each.premiumChange.amount)
        const insuredChange = each.lines.reduce<readonly string[]>((all, line) => [...all, line.sumInsured.amount], [])
        // A cancelled policy still says what it insured, and insures nothing any more.
        const coverAfter = each.kind === 'CANCELLATION' ? '0.00' : each.after.sumInsured.amount
        const coverBefore = insuredChange.reduce((all, change) => minusAmount(all, change), coverAfter)
        const rows = [
          {
            key: 'premium',
            name: say('premium'),
            before: premiumBefore,
            after: each.after.premium.amount,
            change: each.premiumChange.amount,
          },
          {
            key: 'cover',
            name: say('sumInsured'),
            before: coverBefore,
            after: coverAfter,
            change: minusAmount(coverAfter, coverBefore),
          },
        ]
        return (
          <article key={each.id} className="endorsement">
            <header className="row wrap">
              <b className="strong">{term('EndorsementKind', each.kind)}</b>
              <CopyText text={each.number} />
              <span className="grow" />
              <span className="small muted">
                {say('effective', { when: instantText(each.effectiveAt) })} ·{' '}
                {say('recorded', { when: instantText(each.recordedAt) })}
              </span>
            </header>
            <table className="plain">
              <thead>
                <tr>
                  <th>{say('item')}</th>
                  <th>{say('before')}</th>
                  <th>{say('after')}</th>
                  <th className="right">{say('change')}</th>
                </tr>
              </thead>
              <tbody>
                <tr>
                  <td>{say('plan')}</td>
                  <td />
                  <td className="strong">{localized(each.after.offer.name)}</td>
                  <td />
                </tr>
                {rows.map((row) => (
                  <tr key={row.key}>
                    <td>{row.name}</td>
                    <td className="second">{figures(row.before)}</td>
                    <td className="strong">{figures(row.after)}</td>
                    <td className="right second">{figures(row.change)}</td>
                  </tr>
                ))}
                {each.lines.map((line, place) => (
                  <tr key={place}>
                    <td className="muted">{term('PremiumPayer', line.payer)}</td>
                    <td />
                    <td />
                    <td className="right">{figures(line.premium.amount)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </article>
        )
      })}
    </section>
  )
}
