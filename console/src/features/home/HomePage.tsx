import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { instantText } from '../../shared/format/time'
import { useApi } from '../../shared/graphql/useApi'
import { InboxDocument, type InboxQuery } from '../../shared/inbox/inbox.generated'
import { askCommandBox } from '../../shared/keys/commandBox'
import { placeOfSeen, useRecent } from '../../shared/session/recent'
import { useMay, useSession, useTerm } from '../../shared/session/SessionContext'
import { Mark } from '../../shared/ui/Mark'
import { claimMood, type Mood } from '../../shared/ui/moods'
import { Empty, Region } from '../../shared/ui/Region'
import { useNow } from '../../shared/ui/useNow'
import { When } from '../../shared/ui/When'
import { spanText } from '../../shared/format/time'
import { useLanguage, useWords } from '../../shared/words/words'
import './home.css'
import { DeskDocument } from './home.generated'
import { House } from './House'
import { NextClaim } from './NextClaim'
import { placeOfInbox } from './placeOfInbox'
import { words } from './words'

type Item = NonNullable<InboxQuery['viewer']['inbox']>[number]

/** Kinds that are late: they stand apart. */
const late = new Set(['CLAIMS_OVERDUE', 'REQUESTS_OVERDUE', 'JOBS_FAILED', 'ENDPOINTS_TROUBLED', 'PAYOUTS_DISPUTED'])

/** One question for each role on top; below, what waits for the person, what is late, and what they did last. */
export function HomePage() {
  const say = useWords(words)
  const may = useMay()
  const inbox = useApi(InboxDocument, {}, { every: 15_000 })
  // A kind of the inbox is the key of its words. words: home.DRAFTS_*
  const items = (inbox.data?.viewer.inbox ?? []).filter((item) => item.kind in words.texts)
  const waiting = items.filter((item) => !late.has(item.kind) && item.count.value > 0)
  const overdue = items.filter((item) => late.has(item.kind) && item.count.value > 0)
  const handlesClaims = may('Mutation.takeNextClaim')
  return (
    <div className="home">
      {handlesClaims ? <NextClaim /> : <FindBand />}
      <div className="homeColumns">
        <div>
          <section>
            <h2>{say('waiting')}</h2>
            <Region of={inbox} lines={8}>
              {waiting.length === 0 && (
                <Empty title={say('nothing')}>
                  <p>{say('nothingNext')}</p>
                </Empty>
              )}
              <ul className="work">
                {waiting.map((item) => (
                  <Work key={item.kind} item={item} />
                ))}
              </ul>
            </Region>
          </section>
          {may('Query.claimQueues') && <Desk />}
          {may('Query.people') && <House />}
        </div>
        <div>
          <section>
            <h2>{say('late')}</h2>
            {overdue.length === 0 && inbox.data && <p className="muted">{say('noneLate')}</p>}
            <ul className="work">
              {overdue.map((item) => (
                <Work key={item.kind} item={item} />
              ))}
            </ul>
          </section>
          <Often />
          <Recent />
          <section>
            <p className="small muted">{say('figures')}</p>
          </section>
        </div>
      </div>
    </div>
  )
}

/** A search field for whatever the caller says, focused at once. */
function FindBand() {
  const say = useWords(words)
  const { person, viewer } = useSession()
  const finds = useMay()('Mutation.revealPersonalData')
  return (
    <header className="band">
      <div className="grow">
        <h1>{say('greeting', { name: person.displayName })}</h1>
        <button
          type="button"
          className="bigFind"
          onClick={() => askCommandBox('')}
          onKeyDown={(event) => openWith(event)}
        >
          <span className="grow">{say('findLabel')}</span>
          <kbd>↵</kbd>
        </button>
        {finds && typeof viewer.revealsLeft === 'number' && (
          <p className="small muted">{say('revealsLeft', { count: viewer.revealsLeft })}</p>
        )}
      </div>
    </header>
  )
}

/** Whoever begins to type while the field has the focus types into the box. */
function openWith(event: React.KeyboardEvent) {
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== ' ') {
    event.preventDefault()
    askCommandBox(event.key)
  }
}

function Work({ item }: { item: Item }) {
  const say = useWords(words)
  const language = useLanguage()
  const now = useNow()
  const place = placeOfInbox(item.kind, item.filter)
  const mood = late.has(item.kind)
    ? 'bad'
    : item.nearestPromise && Date.parse(item.nearestPromise) - now < 4 * 3_600_000
      ? 'ours'
      : ''
  const key = item.kind as keyof typeof words.texts
  const about = item.nearestPromise
    ? say('nearest', {
        when:
          Date.parse(item.nearestPromise) > now
            ? spanText(Date.parse(item.nearestPromise) - now, language)
            : instantText(item.nearestPromise),
      })
    : item.oldest
      ? say('oldest', { when: instantText(item.oldest) })
      : ''
  const inner = (
    <>
      <b className={`figure ${mood}`}>
        {item.count.value}
        {item.count.exact ? '' : '+'}
      </b>
      <span className="grow">
        {say(key)}
        <br />
        <span className="small muted">{about}</span>
      </span>
      {place && <span aria-hidden="true">›</span>}
    </>
  )
  return <li>{place ? <Link {...place}>{inner}</Link> : <div className="row">{inner}</div>}</li>
}

/** The queues of the claims desk as bars in the colour of whose move it is. */
function Desk() {
  const say = useWords(words)
  const term = useTerm()
  const desk = useApi(DeskDocument, {}, { every: 15_000 })
  const all = desk.data?.claimQueues ?? []
  const disputed = all.filter((queue) => queue.disputed)
  // Payouts may be disputed in several states of their claims: they are one queue.
  const queues = [
    ...all.filter((queue) => !queue.disputed),
    ...disputed.slice(0, 1).map((first) => ({
      ...first,
      count: { value: disputed.reduce((sum, queue) => sum + queue.count.value, 0), exact: true },
    })),
  ]
  const most = Math.max(1, ...queues.map((queue) => queue.count.value))
  const mood = (queue: (typeof queues)[number]): Mood => (queue.disputed ? 'bad' : claimMood[queue.state])
  return (
    <section>
      <h2>{say('desk')}</h2>
      <Region of={desk} lines={7}>
        <ul className="queues">
          {queues.map((queue) => (
            <li key={`${queue.state} ${String(queue.disputed)}`} className={mood(queue)}>
              <span className="state">
                <Mark mood={mood(queue)} />
                {queue.disputed ? term('PayoutState', 'DISPUTED') : term('ClaimState', queue.state)}
              </span>
              <svg height="10" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect width={(100 * queue.count.value) / most} height="10" />
              </svg>
              <b>{queue.count.value}</b>
            </li>
          ))}
        </ul>
      </Region>
    </section>
  )
}

function Often() {
  const say = useWords(words)
  const may = useMay()
  const navigate = useNavigate()
  const acts = [
    { key: 'claimByPhone', needs: 'Mutation.submitClaim', to: '/claims/new', keys: ['N', 'C'] },
    { key: 'openRequest', needs: 'Mutation.openServiceRequest', to: '/requests/new', keys: ['N', 'S'] },
    { key: 'bulk', needs: 'Mutation.bulkIssuePolicies', to: '/bulk', keys: [] },
  ] as const
  const mine = acts.filter((act) => may(act.needs))
  if (mine.length === 0) return null
  return (
    <section>
      <h2>{say('often')}</h2>
      <p className="row wrap">
        {mine.map((act) => (
          <Button key={act.key} onClick={() => void navigate({ to: act.to })}>
            {say(act.key)}{' '}
            {act.keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </Button>
        ))}
      </p>
    </section>
  )
}

function Recent() {
  const say = useWords(words)
  const recent = useRecent()
  return (
    <section>
      <h2>{say('recent')}</h2>
      {recent.length === 0 && <p className="muted">{say('noRecent')}</p>}
      <ul className="things">
        {recent.slice(0, 8).map((seen) => (
          <li key={seen.number}>
            <Link {...placeOfSeen(seen)}>{seen.number}</Link>
            <span className="second">{seen.title}</span>
            {seen.at && (
              <span className="grow right muted">
                <When at={seen.at} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
