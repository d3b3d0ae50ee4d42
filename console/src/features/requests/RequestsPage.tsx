import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useApi } from '../../shared/graphql/useApi'
import { useKeys } from '../../shared/keys/useKeys'
import { useChanges } from '../../shared/live/useChanges'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { ChoiceFilter } from '../../shared/ui/Filters'
import { KeysetTable, pageArguments, type Column } from '../../shared/ui/KeysetTable'
import { requestMood } from '../../shared/ui/moods'
import { Notice } from '../../shared/ui/Notice'
import { PromiseBar } from '../../shared/ui/PromiseBar'
import { Empty, Failure, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useLocalized, useWords } from '../../shared/words/words'
import { RequestsDocument, type RequestsQuery } from './requests.generated'
import { byTab, desks, states, tabs, type RequestSearch } from './requestSearch'
import { useTakeNext } from './useTakeNext'
import { words } from './words'

type Row = NonNullable<RequestsQuery['serviceRequests']>['edges'][number]['node']

const tabWords = { open: 'tabOpen', mine: 'tabMine', opened: 'tabOpened', all: 'tabAll' } as const

/** What customers wished for by phone, by desk and by whose hands they are in. */
export function RequestsPage({
  search,
  onSearchChange,
}: {
  search: RequestSearch
  onSearchChange: (search: RequestSearch) => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const may = useMay()
  const navigate = useNavigate()
  const mayTake = may('Mutation.takeServiceRequest')
  const tab = search.tab ?? (mayTake ? 'open' : 'opened')
  const filter = {
    ...byTab[tab],
    ...(search.states ? { states: search.states } : {}),
    ...(search.desks ? { desks: search.desks } : {}),
    ...(search.overdue ? { overdue: true } : {}),
  }
  const list = useApi(RequestsDocument, { filter, ...pageArguments(search) }, { keepLast: true })
  const fresh = useChanges('SERVICE_REQUESTS', 15_000)
  const rows = list.data?.serviceRequests?.edges.map((edge) => edge.node) ?? []
  const { take, taking, nothing, failure } = useTakeNext()
  const columns = useColumns()
  useKeys({
    'g n': () => {
      if (mayTake) void take()
    },
  })
  return (
    <div className="page fixed">
      <header>
        <h1 className="grow">{say('title')}</h1>
        {may('Mutation.openServiceRequest') && (
          <Button onClick={() => void navigate({ to: '/requests/new' })}>
            {say('open')} <kbd>N</kbd> <kbd>S</kbd>
          </Button>
        )}
        {mayTake && (
          <Button type="primary" loading={taking} onClick={() => void take()}>
            {say('takeNext')} <kbd>G</kbd> <kbd>N</kbd>
          </Button>
        )}
      </header>
      {nothing && <Notice mood="ended">{say('noneToTake')}</Notice>}
      {failure && <Failure failure={failure} />}
      <div className="views">
        {tabs.map((each) => (
          <button key={each} type="button" aria-pressed={each === tab} onClick={() => onSearchChange({ tab: each })}>
            {say(tabWords[each])}
          </button>
        ))}
      </div>
      <div className="filters">
        <ChoiceFilter
          name={say('state')}
          options={states.map((state) => ({
            value: state,
            word: term('ServiceRequestState', state),
            text: <State mood={requestMood[state]}>{term('ServiceRequestState', state)}</State>,
          }))}
          chosen={search.states}
          onChange={(chosen) =>
            onSearchChange({ ...search, states: chosen, after: undefined, before: undefined, page: undefined })
          }
        />
        <ChoiceFilter
          name={say('desk')}
          options={desks.map((desk) => ({
            value: desk,
            word: term('ServiceDesk', desk),
            text: term('ServiceDesk', desk),
          }))}
          chosen={search.desks}
          onChange={(chosen) =>
            onSearchChange({ ...search, desks: chosen, after: undefined, before: undefined, page: undefined })
          }
        />
      </div>
      <Region of={list} lines={12}>
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
            rowKey={(row) => row.id}
            onOpen={(row) => void navigate({ to: '/requests/$number', params: { number: row.number } })}
            page={list.data?.serviceRequests ?? { pageInfo: { hasNextPage: false } }}
            place={search}
            onPlace={(place) => onSearchChange({ ...search, after: undefined, before: undefined, ...place })}
            fresh={fresh.ids.size}
            onFresh={() => {
              fresh.seen()
              list.again()
            }}
          />
        )}
      </Region>
    </div>
  )
}

function useColumns(): Column<Row>[] {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  return [
    {
      key: 'promise',
      title: say('promise'),
      width: 150,
      cell: (row) =>
        ['OPEN', 'IN_WORK', 'SENDING'].includes(row.state) ? (
          <PromiseBar from={row.openedAt} until={row.promisedAt} />
        ) : (
          '–'
        ),
    },
    { key: 'want', title: say('want'), width: 120, cell: (row) => term('ServiceRequestKind', row.kind) },
    {
      key: 'policy',
      title: say('policy'),
      width: 250,
      cell: (row) => (
        <>
          {localized(row.policy.offer.productName)} <span className="second">{localized(row.policy.offer.name)}</span>{' '}
          <span className="muted">{row.policy.number}</span>
        </>
      ),
    },
    { key: 'to', title: say('to'), width: 90, cell: (row) => row.recipient.name ?? '–' },
    { key: 'how', title: say('how'), width: 90, cell: (row) => term('ServiceDelivery', row.delivery) },
    {
      key: 'state',
      title: say('state'),
      width: 100,
      cell: (row) => <State mood={requestMood[row.state]}>{term('ServiceRequestState', row.state)}</State>,
    },
    {
      key: 'with',
      title: say('with'),
      width: 92,
      cell: (row) => row.assignee?.displayName ?? <span className="muted">{say('nobody')}</span>,
    },
    {
      key: 'number',
      title: say('number'),
      width: 152,
      cell: (row) => (
        <Link to="/requests/$number" params={{ number: row.number }}>
          {row.number}
        </Link>
      ),
    },
  ]
}
