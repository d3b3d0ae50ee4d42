import { Link } from '@tanstack/react-router'
import { dayText } from '../../shared/format/time'
import { useTerm } from '../../shared/session/SessionContext'
import { agreementMood } from '../../shared/ui/moods'
import { Notice } from '../../shared/ui/Notice'
import { State } from '../../shared/ui/State'
import { useLocalized, useWords } from '../../shared/words/words'
import { percentText } from '../../shared/format/money'
import { validity, type Channel } from './channel'
import type { ChannelPageQuery } from './channels.generated'
import { QuotaBar } from './ChannelStrip'
import { words } from './words'

/** What the channel may sell: each agreement in its newest version, and the versions that wait for approval. */
export function ChannelAgreements({ channel, answer }: { channel: Channel; answer: ChannelPageQuery }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const nameOf = (code: string) => localized(answer.products.find((each) => each.code === code)?.name) || code
  const waiting = answer.asked.edges
    .map((edge) => edge.node)
    .filter((each) => each.kind === 'AGREEMENT' && each.object.startsWith(`${channel.code}/`))
  return (
    <section className="section">
      <h2>
        {say('agreements')} <span className="muted">{channel.agreements.length || ''}</span>
      </h2>
      {channel.agreements.length === 0 && <p className="muted">{say('noAgreements')}</p>}
      <ul className="agreementCards">
        {channel.agreements.map((each) => (
          <li key={each.id}>
            <p className="row">
              <Link
                to="/channels/$code/agreements/$agreement"
                params={{ code: channel.code, agreement: each.code }}
                className="grow"
              >
                <b className="strong">{nameOf(each.productCode)}</b>{' '}
                <span className="small muted">
                  {each.code} v{each.version}
                </span>
              </Link>
              <State mood={agreementMood[each.state]}>{term('AgreementState', each.state)}</State>
            </p>
            <dl>
              <div>
                <dt>{say('commission')}</dt>
                <dd>{percentText(each.commissionRate)}</dd>
              </div>
              <div>
                <dt>{say('plans')}</dt>
                <dd>{each.plans.join(', ') || say('allPlans')}</dd>
              </div>
              <div>
                <dt>{say('valid')}</dt>
                <dd>
                  {each.terminatedAt ? say('endedAt', { when: dayText(each.terminatedAt, true) }) : validity(each, say)}
                </dd>
              </div>
            </dl>
            {each.quotas.map((quota) => (
              <QuotaBar key={quota.id} quota={quota} />
            ))}
          </li>
        ))}
      </ul>
      {waiting.map((each) => (
        <Notice
          key={each.id}
          mood="ours"
          act={
            <Link to="/approvals" search={{ tab: 'all', id: each.id }}>
              {say('see')}
            </Link>
          }
        >
          {say('agreementWaits', { code: each.object.slice(channel.code.length + 1) })}
        </Notice>
      ))}
    </section>
  )
}
