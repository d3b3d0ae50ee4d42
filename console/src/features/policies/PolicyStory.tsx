import { useState } from 'react'
import { addDays, dayOf, startOfDay } from '../../shared/format/time'
import { useTerm } from '../../shared/session/SessionContext'
import { ChoiceFilter } from '../../shared/ui/Filters'
import { Timeline } from '../../shared/ui/Timeline'
import type * as Types from '../../shared/graphql/types.generated'
import { useWords } from '../../shared/words/words'
import type { PolicyDetail } from './policyText'
import { words } from './policyWords'

type Actor = PolicyDetail['timeline'][number]['actor']

/** All that happened with a policy, newest first, and the way to look at it as of a day. */
export function PolicyStory({
  policy,
  asOf,
  onAsOf,
}: {
  policy: PolicyDetail
  asOf: string | undefined
  onAsOf: (asOf: string | undefined) => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const [chosen, setChosen] = useState<Types.TimelineKind[]>()
  const kinds = [...new Set(policy.timeline.map((entry) => entry.kind))]
  const until = asOf ?? ''
  const entries = [...policy.timeline]
    .sort((a, b) => b.at.localeCompare(a.at))
    .filter((entry) => (!chosen || chosen.includes(entry.kind)) && (until === '' || entry.at <= until))
  const actor = (by: Actor): string => {
    switch (by?.__typename) {
      case 'Colleague':
        return say('byPerson', { name: by.displayName })
      case 'ChannelKey':
        return say('byChannel', { key: by.keyId })
      case 'System':
        return say('bySystem')
      case 'CommandLine':
        return by.user
      default:
        return ''
    }
  }
  return (
    <aside className="policyStory">
      <div className="row">
        <h2 className="grow">{say('story')}</h2>
        <ChoiceFilter
          name={say('kinds', { count: kinds.length })}
          options={kinds.map((kind) => ({
            value: kind,
            word: term('TimelineKind', kind),
            text: term('TimelineKind', kind),
          }))}
          chosen={chosen}
          onChange={setChosen}
        />
      </div>
      <Timeline
        items={entries.map((entry, place) => ({
          key: `${entry.at} ${place}`,
          at: entry.at,
          kind: entry.kind,
          text: entry.summary,
          small: [actor(entry.actor), entry.subject === policy.number ? '' : entry.subject].filter(Boolean).join(' · '),
        }))}
      />
      <label className="row asOf">
        <span className="grow">{say('asOf')}</span>
        <input
          type="date"
          className="date"
          value={asOf ? dayOf(asOf) : ''}
          min={addDays(dayOf(policy.boundAt), 1)}
          max={dayOf(policy.period.end)}
          onChange={(event) => onAsOf(event.target.value ? startOfDay(event.target.value) : undefined)}
        />
      </label>
    </aside>
  )
}
