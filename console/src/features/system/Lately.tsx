import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { exactText, instantText } from '../../shared/format/time'
import { useApi } from '../../shared/graphql/useApi'
import { useTerm } from '../../shared/session/SessionContext'
import { Mark } from '../../shared/ui/Mark'
import { jobMood, type Mood } from '../../shared/ui/moods'
import { Region } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import type { Condition, System } from './conditions'
import { SystemLatelyDocument } from './system.generated'
import { words } from './words'

interface Happened {
  key: string
  at: string
  mood: Mood
  text: ReactNode
}

/** What happened lately, as far as the API tells: when troubles began, workers started, jobs began and ended. Newest first. */
export function Lately({ workers, parts }: { workers: NonNullable<System['workers']>; parts: readonly Condition[] }) {
  const say = useWords(words)
  const term = useTerm()
  const jobs = useApi(SystemLatelyDocument, {}, { every: 15_000 })
  const happened: Happened[] = [
    ...parts.flatMap(({ part, code, since, state }): Happened[] =>
      since && state === 'TROUBLE'
        ? [
            {
              key: part,
              at: since,
              mood: 'bad',
              text: say('troubleBegan', { part: term('SystemPart', part), code: term('HealthCode', code) }),
            },
          ]
        : [],
    ),
    ...workers.map(({ host, pid, startedAt }): Happened => ({
      key: `${host} ${pid}`,
      at: startedAt,
      mood: 'machine',
      text: say('workerBegan', { host, pid }),
    })),
    ...(jobs.data?.jobs.edges ?? []).map(({ node: { id, kind, state, createdAt, finishedAt } }): Happened => {
      const name = term('JobKind', kind)
      return {
        key: id,
        at: finishedAt ?? createdAt,
        mood: jobMood[state],
        text: (
          <Link to="/jobs/$id" params={{ id }}>
            {finishedAt
              ? say('jobEnded', { kind: name, state: term('JobState', state) })
              : say('jobBegan', { kind: name })}
          </Link>
        ),
      }
    }),
  ]
  const newest = happened.sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, 8)
  return (
    <section>
      <h2>{say('lately')}</h2>
      <Region of={jobs} lines={4}>
        {newest.length === 0 && <p className="muted">{say('nothingLately')}</p>}
        <ol className="lately">
          {newest.map(({ key, at, mood, text }) => (
            <li key={key}>
              <time dateTime={at} title={exactText(at)}>
                {instantText(at)}
              </time>
              <Mark mood={mood} />
              <span className="grow">{text}</span>
            </li>
          ))}
        </ol>
      </Region>
    </section>
  )
}
