import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { titleOf, valueText, type FactSchema } from '../../shared/facts/facts'
import { useAct } from '../../shared/graphql/useAct'
import { useTerm } from '../../shared/session/SessionContext'
import { Figures } from '../../shared/ui/Money'
import { claimMood, deliveryMood, requestMood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { OpenPolicyFileDocument } from './policy.generated'
import type { PolicyDetail } from './policyText'
import { words } from './policyWords'

/** The claims of a policy. */
export function PolicyClaims({ policy }: { policy: PolicyDetail }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  return (
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
  )
}

/** Its service requests, with the files that were sent; nothing for whom the API shows none. */
export function PolicyRequests({ policy }: { policy: PolicyDetail }) {
  const say = useWords(words)
  const term = useTerm()
  const open = useAct(OpenPolicyFileDocument)
  const show = async (fileId: string) => {
    const done = await open.send({ input: { fileId } })
    if (done?.url) window.open(done.url, '_blank', 'noopener')
  }
  const requests = policy.serviceRequests?.edges.map((edge) => edge.node)
  if (!requests) return null
  return (
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
  )
}

/** The terms that were agreed. */
export function PolicyTerms({ policy }: { policy: PolicyDetail }) {
  const say = useWords(words)
  const localized = useLocalized()
  return (
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
  )
}

/** What the platform sent, by the names that the product gives it. */
export function PolicyFactors({ policy }: { policy: PolicyDetail }) {
  const say = useWords(words)
  const language = useLanguage()
  const { properties } = policy.offer.factorsSchema as FactSchema
  return (
    <section className="section">
      <h2>{say('factors')}</h2>
      <dl className="facts">
        {Object.entries(policy.factors).map(([name, value]) => (
          <div key={name}>
            <dt>{titleOf(properties?.[name], language) || name}</dt>
            <dd>{valueText(value, properties?.[name], language)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** What the channel was told, and how that went; nothing for whom the API shows none. */
export function PolicyDeliveries({ policy }: { policy: PolicyDetail }) {
  const say = useWords(words)
  const term = useTerm()
  const deliveries = policy.deliveries?.edges.map((edge) => edge.node)
  if (!deliveries) return null
  return (
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
  )
}
