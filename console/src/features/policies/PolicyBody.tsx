import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { flat } from '../../shared/format/flat'
import { figures, minusAmount } from '../../shared/format/money'
import { dayText, instantText } from '../../shared/format/time'
import { useAct } from '../../shared/graphql/useAct'
import { useTerm } from '../../shared/session/SessionContext'
import { CopyText } from '../../shared/ui/CopyText'
import { Figures } from '../../shared/ui/Money'
import { claimMood, deliveryMood, requestMood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { Worksheet } from '../../shared/ui/Worksheet'
import { useLocalized, useWords } from '../../shared/words/words'
import { OpenPolicyFileDocument, type SumFragment } from './policy.generated'
import { byCoverage, type PolicyDetail, type PolicyMoment } from './policyText'
import { words } from './policyWords'
import { stepText, words as stepWords } from './stepText'

/** What is covered and who pays, how the premium came, and all that was done with the policy. */
export function PolicyBody({ policy, moment }: { policy: PolicyDetail; moment: PolicyMoment }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const open = useAct(OpenPolicyFileDocument)
  const show = async (fileId: string) => {
    const done = await open.send({ input: { fileId } })
    if (done?.url) window.open(done.url, '_blank', 'noopener')
  }
  const requests = policy.serviceRequests?.edges.map((edge) => edge.node)
  const deliveries = policy.deliveries?.edges.map((edge) => edge.node)
  return (
    <div className="policyBody">
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
      <section className="section">
        <h2>
          {say('endorsements')} <span className="muted">{policy.endorsements.edges.length || ''}</span>
        </h2>
        {policy.endorsements.edges.length === 0 && <p className="muted">{say('noEndorsements')}</p>}
        <Endorsements policy={policy} />
      </section>
      <section className="section">
        <h2>
          {say('claims')} <span className="muted">{policy.claims.edges.length || ''}</span>
        </h2>
        {policy.claims.edges.length === 0 && <p className="muted">{say('noClaims')}</p>}
        <ul className="things">
          {policy.claims.edges.map(({ node }) => (
            <li key={node.id}>
              <Link to="/claims/$number" params={{ number: node.number }}>
                {node.number}
              </Link>
              <State mood={claimMood[node.state]}>{term('ClaimState', node.state)}</State>
              <span className="grow second">{localized(node.decision?.sentence)}</span>
              <When at={node.submittedAt} />
              <span className="figure">
                <Figures of={node.payable ?? node.claimed} />
              </span>
            </li>
          ))}
        </ul>
      </section>
      {requests && (
        <section className="section">
          <h2>{say('requests')}</h2>
          {requests.length === 0 && <p className="muted">{say('noRequests')}</p>}
          <UserErrors errors={open.userErrors} failure={open.failure} />
          <ul className="things">
            {requests.map((request) => (
              <li key={request.id}>
                <Link to="/requests/$number" params={{ number: request.number }}>
                  {request.number}
                </Link>
                <State mood={requestMood[request.state]}>{term('ServiceRequestState', request.state)}</State>
                <span className="grow second">{term('ServiceRequestKind', request.kind)}</span>
                {request.files.map((file) =>
                  file.removed ? (
                    <span key={file.id} className="muted small">{`${file.name ?? ''} ${say('removed')}`}</span>
                  ) : (
                    <Button
                      key={file.id}
                      size="small"
                      loading={open.sending}
                      aria-label={say('openFile', { name: file.name ?? '' })}
                      onClick={() => void show(file.id)}
                    >
                      {file.name}
                    </Button>
                  ),
                )}
                <When at={request.openedAt} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="section">
        <h2>{say('documents')}</h2>
        <p className="row wrap">
          {policy.offer.documents.map((document) => (
            <a key={document.url} href={document.url} target="_blank" rel="noopener noreferrer">
              {localized(document.title)}
            </a>
          ))}
        </p>
      </section>
      <section className="section">
        <h2>{say('factors')}</h2>
        <dl className="facts">
          {flat(policy.factors).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {deliveries && (
        <section className="section">
          <h2>{say('told')}</h2>
          {deliveries.length === 0 && <p className="muted">{say('noDeliveries')}</p>}
          <ul className="things">
            {deliveries.map((delivery) => {
              const last = delivery.attempts.at(-1)
              return (
                <li key={delivery.id}>
                  <code>{delivery.event.type}</code>
                  <State mood={deliveryMood[delivery.state]}>{term('DeliveryState', delivery.state)}</State>
                  <span className="grow small muted">
                    {last && say('attempts', { count: delivery.attempts.length, ms: last.durationMs })}{' '}
                    {last?.failure && term('DeliveryFailure', last.failure)}
                  </span>
                  <When at={delivery.event.at} />
                </li>
              )
            })}
          </ul>
        </section>
      )}
    </div>
  )
}

/** A worksheet of the server: each step with what went in. */
export function Sum({ of, name }: { of: SumFragment; name: string }) {
  const say = useWords(stepWords)
  return (
    <Worksheet
      steps={of.steps.map((step) => ({
        name: stepText(step.rule, say),
        reason: step.inputs.map((input) => `${input.name} ${input.value}`).join(', '),
        value: step.value,
      }))}
      total={{ name, value: of.result.amount }}
    />
  )
}

function Endorsements({ policy }: { policy: PolicyDetail }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const list = policy.endorsements.edges.map((edge) => edge.node)
  return (
    <>
      {list.map((each) => {
        const premiumBefore = minusAmount(each.after.premium.amount, each.premiumChange.amount)
        const insuredChange = each.lines.reduce<readonly string[]>((all, line) => [...all, line.sumInsured.amount], [])
        const coverBefore = insuredChange.reduce(
          (all, change) => minusAmount(all, change),
          each.after.sumInsured.amount,
        )
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
            after: each.after.sumInsured.amount,
            change: minusAmount(each.after.sumInsured.amount, coverBefore),
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
    </>
  )
}
