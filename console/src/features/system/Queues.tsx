import { useState } from 'react'
import { spanText } from '../../shared/format/time'
import { useLanguage, useWords } from '../../shared/words/words'
import type { System } from './conditions'
import { perMinute, secondsText } from '../../shared/format/measure'
import { words } from './words'

type Queue = NonNullable<System['queues']>[number]
type Worker = NonNullable<System['workers']>[number]

/** What each queue is for; one that is newer than the words is called by its name. */
const uses: Record<string, 'critical' | 'default' | 'low'> = { critical: 'critical', default: 'default', low: 'low' }

const order = ['critical', 'default', 'low']

/** The queues: how much waits and since when, how fast they are worked, what failed. */
export function Queues({ queues, at }: { queues: readonly Queue[] | null; at: string }) {
  const say = useWords(words)
  const language = useLanguage()
  const rates = useRates(queues, at)
  const sorted = [...(queues ?? [])].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
  return (
    <section>
      <h2>{say('queues')}</h2>
      {queues === null ? (
        <p className="muted">{say('noQueues')}</p>
      ) : (
        <div className="scrolls" tabIndex={0} role="region" aria-label={say('queues')}>
          <table className="plain">
            <thead>
              <tr>
                <th className="name">{say('what')}</th>
                <th className="right">{say('waiting')}</th>
                <th className="right">{say('active')}</th>
                <th className="right">{say('oldest')}</th>
                <th className="right" title={say('rateAbout')}>
                  {say('rate')}
                </th>
                <th className="right">{say('failed')}</th>
                <th className="right">{say('given')}</th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((queue) => {
                const use = uses[queue.name]
                const late = queue.oldestSeconds > 60
                return (
                  <tr key={queue.name}>
                    <td>
                      {use && say(use)} <code className="muted">{queue.name}</code>
                    </td>
                    <td className={late ? 'right bad' : 'right'}>{queue.waiting}</td>
                    <td className="right">{queue.active}</td>
                    <td className={late ? 'right bad' : 'right'}>
                      {queue.waiting > 0 ? secondsText(queue.oldestSeconds, language) : '–'}
                    </td>
                    <td className="right">{rates.get(queue.name) ?? '–'}</td>
                    <td className="right">{queue.failedToday}</td>
                    <td className={queue.stale > 0 ? 'right bad' : 'right'}>{queue.stale}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      <p className="small muted note">{say('queueNote')}</p>
    </section>
  )
}

/** How much of each queue was done a minute since the page was opened: the server counts what was done today. */
function useRates(queues: readonly Queue[] | null, at: string): Map<string, number> {
  const now = Date.parse(at)
  const [first, setFirst] = useState<{ at: number; done: Map<string, number> } | null>(null)
  const done = new Map((queues ?? []).map((queue) => [queue.name, queue.doneToday]))
  const anew = first && [...done].some(([name, count]) => count < (first.done.get(name) ?? 0))
  if (queues && (!first || anew)) setFirst({ at: now, done })
  const rates = new Map<string, number>()
  if (!first) return rates
  for (const [name, count] of done) {
    const rate = perMinute({ at: first.at, done: first.done.get(name) ?? 0 }, { at: now, done: count })
    if (rate !== null) rates.set(name, rate)
  }
  return rates
}

/** The processes that work tasks: where, since when, and how much they do at a time. */
export function Workers({ workers, at }: { workers: readonly Worker[] | null; at: string }) {
  const say = useWords(words)
  const language = useLanguage()
  return (
    <section>
      <h2>{say('workers')}</h2>
      {workers === null && <p className="muted">{say('noWorkers')}</p>}
      {workers?.length === 0 && <p className="muted">{say('nobody')}</p>}
      {workers && workers.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th className="name">{say('host')}</th>
              <th className="right">{say('load')}</th>
              <th className="right">{say('runs')}</th>
            </tr>
          </thead>
          <tbody>
            {workers.map((worker) => (
              <tr key={`${worker.host} ${worker.pid}`}>
                <td>
                  <code>
                    {worker.host} {worker.pid}
                  </code>
                </td>
                <td className="right">{say('ofMost', { active: worker.active, most: worker.most })}</td>
                <td className="right">{spanText(Date.parse(at) - Date.parse(worker.startedAt), language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
