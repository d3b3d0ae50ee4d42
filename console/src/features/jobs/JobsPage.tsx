import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { JobBar } from '../../shared/jobs/JobBar'
import { useTerm } from '../../shared/session/SessionContext'
import { ChoiceFilter } from '../../shared/ui/Filters'
import { KeysetTable, pageArguments, type Column } from '../../shared/ui/KeysetTable'
import { jobMood } from '../../shared/ui/moods'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import type { JobRowFragment } from './jobs.generated'
import { JobsDocument } from './jobs.generated'
import { jobStates, jobTabs, type JobSearch } from './jobSearch'
import { useJobText } from './useJobText'
import { words } from './words'

const filters: Record<'mine' | (typeof jobTabs)[number], Types.JobFilter> = {
  mine: { mine: true },
  running: { states: ['QUEUED', 'RUNNING'] },
  broken: { states: ['FAILED', 'STOPPED'] },
  all: {},
}

/** Long work: what it is about, whose, how far, and how it ended. */
export function JobsPage({
  search,
  onSearchChange,
}: {
  search: JobSearch
  onSearchChange: (search: JobSearch) => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const text = useJobText()
  const navigate = useNavigate()
  const tab = search.tab ?? 'mine'
  const list = useApi(
    JobsDocument,
    { filter: { ...filters[tab], ...(search.states ? { states: search.states } : {}) }, ...pageArguments(search) },
    { keepLast: true, every: 5_000 },
  )
  const rows = list.data?.jobs.edges.map((edge) => edge.node) ?? []
  const columns: Column<JobRowFragment>[] = [
    {
      key: 'what',
      title: say('what'),
      width: 130,
      cell: (job) => <b className="strong">{term('JobKind', job.kind)}</b>,
    },
    { key: 'about', title: say('about'), width: 250, cell: (job) => text.about(job) },
    { key: 'who', title: say('who'), width: 100, cell: (job) => text.who(job) },
    {
      key: 'state',
      title: say('state'),
      width: 100,
      cell: (job) => <State mood={jobMood[job.state]}>{term('JobState', job.state)}</State>,
    },
    { key: 'progress', title: say('progress'), width: 380, cell: (job) => <JobBar job={job} /> },
    { key: 'begun', title: say('begun'), width: 110, cell: (job) => <When at={job.createdAt} /> },
  ]
  return (
    <div className="page fixed">
      <header>
        <h1>{say('title')}</h1>
      </header>
      <div className="views">
        {(['mine', ...jobTabs] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === tab}
            onClick={() => onSearchChange({ tab: each === 'mine' ? undefined : each })}
          >
            {say(each)}
          </button>
        ))}
      </div>
      <div className="filters">
        <ChoiceFilter
          name={say('state')}
          options={jobStates.map((state) => ({
            value: state,
            word: term('JobState', state),
            text: <State mood={jobMood[state]}>{term('JobState', state)}</State>,
          }))}
          chosen={search.states}
          onChange={(states) => onSearchChange({ tab: search.tab, states })}
        />
      </div>
      <Region of={list} lines={10}>
        {rows.length === 0 && list.data ? (
          <Empty title={say('none')}>
            <p>{say('noneNext')}</p>
          </Empty>
        ) : (
          <KeysetTable
            label={say('list')}
            unit={say('unit')}
            columns={columns}
            rows={rows}
            rowKey={(job) => job.id}
            onOpen={(job) => void navigate({ to: '/jobs/$id', params: { id: job.id } })}
            page={list.data?.jobs ?? { pageInfo: { hasNextPage: false } }}
            place={search}
            onPlace={(place) => onSearchChange({ tab: search.tab, states: search.states, ...place })}
          />
        )}
      </Region>
    </div>
  )
}
