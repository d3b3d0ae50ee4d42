import { figures, unsigned } from '../../shared/format/money'
import { useTerm } from '../../shared/session/SessionContext'
import { Period } from '../../shared/ui/When'
import { useLocalized, useWords } from '../../shared/words/words'
import type { LinePartsFragment } from './policy.generated'
import type { PolicyDetail } from './policyText'
import { words } from './policyWords'

/** What an act would move, a line for each coverage and payer, and the total. back: refunds are shown as what comes back. */
export function PreviewLines({
  title,
  lines,
  total,
  back = false,
  policy,
}: {
  title: string
  lines: readonly LinePartsFragment[]
  total: { amount: string }
  back?: boolean
  policy: PolicyDetail
}) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const several = policy.coverages.length > 1
  const shown = (amount: string) => (back && amount.startsWith('-') ? figures(unsigned(amount)) : figures(amount))
  return (
    <table className="plain">
      <caption className="tableTitle">{title}</caption>
      <thead>
        <tr>
          {several && <th>{say('coverage')}</th>}
          <th>{say(back ? 'paidBy' : 'whoPays')}</th>
          <th>{say('how')}</th>
          <th className="right">{say(back ? 'refund' : 'premiumUnit')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, place) => (
          <tr key={place}>
            {several && (
              <td>
                {localized(policy.coverages.find((coverage) => coverage.code === line.coverage)?.name) || line.coverage}
              </td>
            )}
            <td>{term('PremiumPayer', line.payer)}</td>
            <td className="second">
              <Period of={line.period} />
            </td>
            <td className="right">{shown(line.premium.amount)}</td>
          </tr>
        ))}
        <tr className="total">
          <th scope="row">{say('total')}</th>
          {several && <td />}
          <td />
          <td className="right">{shown(total.amount)}</td>
        </tr>
      </tbody>
    </table>
  )
}
