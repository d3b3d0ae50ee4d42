import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { Fragment, useState } from 'react'
import { exactText, instantText } from '../../shared/format/time'
import { useTerm } from '../../shared/session/SessionContext'
import { deliveryMood } from '../../shared/ui/moods'
import { Empty } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useWords } from '../../shared/words/words'
import type { ChannelDeliveriesQuery } from './channels.generated'
import { words } from './words'
import { channelPartWords } from './channelPartWords'

type Page = NonNullable<ChannelDeliveriesQuery['webhookEndpoint']>['deliveries']
type Delivery = Page['edges'][number]['node']
type Attempt = Delivery['attempts'][number]

interface DeliveryPlace {
  after?: string | undefined
  before?: string | undefined
}

/** Deliveries of one endpoint, newest first; one of them opened with each of its attempts. */
export function DeliveryTable({
  page,
  place,
  onPlace,
}: {
  page: Page
  place: DeliveryPlace
  onPlace: (place: DeliveryPlace) => void
}) {
  const say = useWords(words, channelPartWords)
  const [open, setOpen] = useState<string>()
  const rows = page.edges.map((edge) => edge.node)
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo
  const beyond = place.after !== undefined || place.before !== undefined
  return (
    <>
      {rows.length === 0 ? (
        <Empty title={say('noDeliveries')}>
          <p>{say('noDeliveriesNext')}</p>
        </Empty>
      ) : (
        <div className="scrolls" tabIndex={0} role="region" aria-label={say('log')}>
          <table className="plain deliveries">
            <thead>
              <tr>
                <th className="at">{say('time')}</th>
                <th className="type">{say('event')}</th>
                <th className="subject">{say('about')}</th>
                <th className="stateColumn">{say('state')}</th>
                <th>{say('answer')}</th>
                <th className="right took">{say('took')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Fragment key={row.id}>
                  <Row row={row} open={row.id === open} onOpen={() => setOpen(row.id === open ? undefined : row.id)} />
                  {row.id === open && (
                    <tr>
                      <td colSpan={6}>
                        <Attempts delivery={row} onClose={() => setOpen(undefined)} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(hasNextPage || hasPreviousPage || beyond) && (
        <p className="row deliveryFoot">
          <Button
            size="small"
            disabled={!hasPreviousPage || !startCursor}
            onClick={() => onPlace({ before: startCursor ?? undefined })}
          >
            {say('newer')}
          </Button>
          <Button
            size="small"
            disabled={!hasNextPage || !endCursor}
            onClick={() => onPlace({ after: endCursor ?? undefined })}
          >
            {say('older')}
          </Button>
        </p>
      )}
    </>
  )
}

function Row({ row, open, onOpen }: { row: Delivery; open: boolean; onOpen: () => void }) {
  const term = useTerm()
  const last = row.attempts.at(-1)
  return (
    <tr className={open ? 'opened' : undefined}>
      <td>
        <button
          type="button"
          className="link nowrap"
          aria-expanded={open}
          title={exactText(row.event.at)}
          onClick={onOpen}
        >
          {instantText(row.event.at)}
        </button>
      </td>
      <td>
        <code>{row.event.type}</code>
      </td>
      <td>
        <Subject of={row.event.subject} />
      </td>
      <td>
        <State mood={deliveryMood[row.state]}>{term('DeliveryState', row.state)}</State>
      </td>
      <td>
        <AnswerText row={row} />
      </td>
      <td className="right">{last ? tookText(last.durationMs) : '–'}</td>
    </tr>
  )
}

/** What an event is about: a policy or a claim by its number; a test is about the endpoint itself. */
function Subject({ of }: { of: string }) {
  if (/^P\d+$/.test(of))
    return (
      <Link to="/policies/$number" params={{ number: of }}>
        {of}
      </Link>
    )
  if (/^C\d+$/.test(of))
    return (
      <Link to="/claims/$number" params={{ number: of }}>
        {of}
      </Link>
    )
  return <span className="muted">–</span>
}

function AnswerText({ row }: { row: Delivery }) {
  const say = useWords(words, channelPartWords)
  const answer = useAnswer()
  const last = row.attempts.at(-1)
  const count = row.attempts.length
  if (!last) return <span className="muted">{say('notTried')}</span>
  if (row.state === 'PENDING' && row.nextAttemptAt)
    return <>{say('triesNext', { count, when: instantText(row.nextAttemptAt).split(' ')[1] ?? '' })}</>
  return <>{count === 1 ? answer(last) : say('tries', { count, last: answer(last) })}</>
}

/** What was answered: the status, or why there was no answer. */
function useAnswer(): (attempt: Attempt) => string {
  const say = useWords(words, channelPartWords)
  const term = useTerm()
  return ({ status, failure }) =>
    status ? String(status) : failure ? term('DeliveryFailure', failure) : say('noAnswer')
}

function tookText(milliseconds: number): string {
  return milliseconds < 1_000 ? `${String(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`
}

/** How many attempts are shown: the newest; the first ones of 80 say the same. */
const shown = 10

function Attempts({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const say = useWords(words, channelPartWords)
  const answer = useAnswer()
  const first = Math.max(0, delivery.attempts.length - shown)
  return (
    <section className="attempts" aria-label={say('attempts', { type: delivery.event.type })}>
      <div className="row">
        <h3 className="grow">{say('attempts', { type: delivery.event.type })}</h3>
        <Button size="small" onClick={onClose}>
          {say('closeAttempts')}
        </Button>
      </div>
      {delivery.attempts.length === 0 && <p className="muted">{say('notTried')}</p>}
      <ol>
        {delivery.attempts
          .slice(first)
          .map((attempt, place) => (
            <li key={attempt.traceId + attempt.at}>
              <p className="row">
                <b className="strong">{say('attempt', { count: first + place + 1 })}</b>
                <span className="grow second" title={exactText(attempt.at)}>
                  {instantText(attempt.at)} · {answer(attempt)} · {tookText(attempt.durationMs)}
                </span>
                <span className="small muted">{say('trace', { id: attempt.traceId.slice(0, 8) })}</span>
              </p>
              {attempt.status && <pre>{attempt.responseExcerpt || say('emptyAnswer')}</pre>}
            </li>
          ))
          .reverse()}
      </ol>
    </section>
  )
}
