import type { ReactNode } from 'react'
import { figures, minusAmount, sum } from '../../shared/format/money'
import { useLocalized, useWords } from '../../shared/words/words'
import { words } from './claimWords'
import type { Claim } from './useClaim'

/** What the claim comes to: a sum, and what is left of the limits. */
export function SumPart({ claim }: { claim: Claim }) {
  const say = useWords(words)
  const localized = useLocalized()
  const { assessment } = claim
  const computed = assessment ? assessment.computed : claim.computed
  const total = claim.payable ?? computed
  const deduction = claim.claimed && total ? minusAmount(claim.claimed.amount, total.amount) : undefined
  const lines = claim.lines
  return (
    <section aria-labelledby="sumTitle">
      <h2 id="sumTitle">{say('sum')}</h2>
      <table className="sum">
        <tbody>
          {lines.length > 1
            ? lines.map((line) => (
                <Row key={`${line.coverage} ${line.cost}`} name={nameOf(claim, line.coverage, localized)}>
                  {line.payable ? figures(line.payable.amount) : line.computed ? figures(line.computed.amount) : '–'}
                </Row>
              ))
            : claim.claimed && <Row name={say('lossLine')}>{figures(claim.claimed.amount)}</Row>}
          {lines.length <= 1 && deduction !== undefined && deduction !== '0' && !/^-?0*\.?0*$/.test(deduction) && (
            <Row name={reasonOf(assessment, localized) || say('byTerms')}>{figures(minusAmount('0', deduction))}</Row>
          )}
          <tr className="total">
            <th scope="row">{claim.payable ? say('decidedPayable') : say('payable')}</th>
            <td>
              {total ? (
                <b className="figure">{figures(total.amount)}</b>
              ) : (
                <span className="muted">
                  {assessment?.refused ? localized(assessment.refused.sentence) : say('notComputed')}
                </span>
              )}
            </td>
          </tr>
        </tbody>
      </table>
      {assessment && (
        <dl className="limits">
          <Left
            name={say('eventLeft')}
            left={assessment.eventLimit.amount}
            whole={assessment.eventLimit.amount}
            used={total?.amount}
          />
          <Left
            name={say(assessment.counted ? 'yearLeft' : 'policyLeft')}
            left={assessment.left.amount}
            whole={assessment.sumInsured.amount}
            used={sum([assessment.spent.amount, total?.amount ?? '0'])}
          />
        </dl>
      )}
    </section>
  )
}

function Row({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{children}</td>
    </tr>
  )
}

/** The names of the steps that the product computes by, in its own words. */
function reasonOf(assessment: Claim['assessment'], localized: ReturnType<typeof useLocalized>): string {
  const steps = assessment?.rating?.steps ?? []
  return steps
    .slice(-3)
    .map((step) => localized(step.title))
    .join(' · ')
}

export function nameOf(
  claim: Claim,
  coverage: string,
  localized: (text: { zh: string; en: string }) => string,
): string {
  const found = claim.policy.coverages.find((each) => each.code === coverage)
  return found ? localized(found.name) : coverage
}

/** What is left of a limit, and as a bar how much of it would be used. */
function Left({ name, left, whole, used }: { name: string; left: string; whole: string; used: string | undefined }) {
  const share = Number(whole) > 0 && used ? Math.min(1, Number(used) / Number(whole)) : 0
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <svg width="64" height="5" aria-hidden="true">
          <rect className="track" width="64" height="5" rx="2.5" />
          <rect className="part" width={Math.max(used && Number(used) > 0 ? 2 : 0, 64 * share)} height="5" rx="2.5" />
        </svg>
        <span>{figures(left)}</span>
      </dd>
    </div>
  )
}
