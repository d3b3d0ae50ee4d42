import { dayText, spanText } from '../../shared/format/time'
import { figures } from '../../shared/format/money'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useLanguage, useWords } from '../../shared/words/words'
import { countText, latest, shareOf, type Channel } from './channel'
import type { QuotaLineFragment } from './channels.generated'
import { words } from './words'

/** How a channel does now, in figures. */
export function ChannelStrip({ channel, boundToday }: { channel: Channel; boundToday: string }) {
  const say = useWords(words)
  const language = useLanguage()
  const called = latest((channel.credentials ?? []).map((each) => each.lastUsedAt))
  const health = (channel.webhookEndpoints ?? []).map((each) => each.health)
  const rate = Math.min(1, ...health.map((each) => Number(each.successRate)))
  const p95 = Math.max(0, ...health.map((each) => each.p95Ms))
  const waits = Math.max(0, ...health.map((each) => each.oldestPendingSeconds))
  const quotas = channel.agreements
    .filter((each) => each.state === 'IN_FORCE')
    .flatMap((each) => each.quotas.map((quota) => ({ agreement: each.code, quota })))
  const sunset = channel.deprecationsInUse
    .map((each) => each.sunset)
    .filter((each) => each !== null)
    .sort()[0]
  const calls = channel.deprecationsInUse.reduce((all, each) => all + Number(each.calls), 0)
  return (
    <section className="channelStrip">
      <div>
        <h2>{say('boundToday')}</h2>
        <p className="strong">{boundToday}</p>
      </div>
      {channel.credentials && (
        <div>
          <h2>{say('lastCall')}</h2>
          <p className="strong">{called ? <When at={called} /> : say('never')}</p>
        </div>
      )}
      {channel.webhookEndpoints && (
        <>
          <div>
            <h2>{say('successRate')}</h2>
            <p className="strong">
              {rate < 0.95 ? <State mood="bad">{percent(rate)}</State> : health.length > 0 ? percent(rate) : '–'}
            </p>
          </div>
          <div>
            <h2>{say('p95')}</h2>
            <p className="strong">{p95 > 0 ? `${p95.toLocaleString('en')} ms` : '–'}</p>
          </div>
          <div>
            <h2>{say('oldestPending')}</h2>
            <p className="strong">{waits > 0 ? spanText(waits * 1000, language) : say('nothingPending')}</p>
          </div>
        </>
      )}
      <div className="quotas">
        <h2>{say('quota')}</h2>
        {quotas.length === 0 && <p className="strong">{say('noQuota')}</p>}
        {quotas.slice(0, 3).map(({ agreement, quota }) => (
          <QuotaBar key={quota.id} quota={quota} name={quotas.length > 1 ? agreement : ''} />
        ))}
      </div>
      <div>
        <h2>{say('deprecated')}</h2>
        <p className="strong">{channel.deprecationsInUse.length || say('deprecatedNone')}</p>
        {channel.deprecationsInUse.length > 0 && (
          <p className="small muted" title={channel.deprecationsInUse.map((each) => each.coordinate).join('\n')}>
            {sunset ? say('deprecatedEnds', { day: dayText(sunset, true) }) : say('deprecatedCalls', { count: calls })}
          </p>
        )}
      </div>
    </section>
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 1 && share > 0.99 ? 2 : 1).replace(/\.0+$/, '')}%`
}

/** How much of a quota is used, in figures and as a bar: amber from four fifths on. */
export function QuotaBar({ quota, name }: { quota: QuotaLineFragment; name?: string }) {
  const say = useWords(words)
  const share = shareOf(quota)
  const text = quota.measure === 'PREMIUM' ? figures : countText
  const span = { DAY: 'perDay', MONTH: 'perMonth', TOTAL: 'perTotal' } as const
  return (
    <div className={share > 0.8 ? 'quotaBar ours' : 'quotaBar'}>
      <p>
        <b className="strong">{say('quotaUse', { used: text(quota.used), most: text(quota.most) })}</b>{' '}
        <span className="small muted">
          {say(span[quota.per])} {name}
        </span>
      </p>
      <svg className="bar" width="100%" height="5" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
        <rect className="track" width="100" height="5" />
        <rect className="done" width={100 * share} height="5" />
      </svg>
    </div>
  )
}
