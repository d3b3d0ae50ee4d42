import { spanText } from '../../shared/format/time'
import { claimMood, type Mood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { useNow } from '../../shared/ui/useNow'
import { useLanguage, useWords } from '../../shared/words/words'
import { queues, queueState, type Queue } from './claimSearch'
import type { ClaimQueuesQuery } from './desk.generated'
import { words } from './deskWords'

type Found = NonNullable<ClaimQueuesQuery['claimQueues']>[number]

const waitsFor = {
  review: null,
  second: 'secondPerson',
  evidence: 'claimant',
  correction: 'claimant',
  paying: 'bank',
  failed: null,
  disputed: 'finance',
} as const

function moodOf(queue: Queue): Mood {
  const state = queueState[queue]
  return state ? claimMood[state] : 'bad'
}

/** The queues of the desk: what waits, how many, and since when or for whom. */
export function DeskTabs({
  found,
  second,
  chosen,
  onChoose,
}: {
  found: readonly Found[]
  second: { value: number; exact: boolean } | undefined
  chosen: Queue | undefined
  onChoose: (queue: Queue) => void
}) {
  const say = useWords(words)
  const language = useLanguage()
  const now = useNow()
  return (
    <nav className="deskTabs" aria-label={say('queues')}>
      {queues.map((queue) => {
        const of =
          queue === 'disputed'
            ? found.find((each) => each.disputed)
            : found.find((each) => !each.disputed && each.state === queueState[queue])
        const count = queue === 'second' ? second : of?.count
        const waits = waitsFor[queue]
        const about = waits
          ? say(waits)
          : of?.oldest
            ? say('oldest', { span: spanText(now - Date.parse(of.oldest), language) })
            : ''
        return (
          <button
            key={queue}
            type="button"
            aria-current={queue === chosen ? 'page' : undefined}
            onClick={() => onChoose(queue)}
          >
            <State mood={moodOf(queue)}>{say(queue)}</State>
            <span className="waits">
              <b>
                {count?.value ?? 0}
                {count && !count.exact ? '+' : ''}
              </b>{' '}
              <span className="small muted">{about}</span>
            </span>
          </button>
        )
      })}
    </nav>
  )
}
