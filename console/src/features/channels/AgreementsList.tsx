import { Link, useNavigate } from '@tanstack/react-router'
import { dayText, daysLeft } from '../../shared/format/time'
import { useApi } from '../../shared/graphql/useApi'
import { useTerm } from '../../shared/session/SessionContext'
import { ChoiceFilter } from '../../shared/ui/Filters'
import { KeysetTable, pageArguments, type Column } from '../../shared/ui/KeysetTable'
import { agreementMood } from '../../shared/ui/moods'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useNow } from '../../shared/ui/useNow'
import { useWords } from '../../shared/words/words'
import { percentText } from '../../shared/format/money'
import { words as agreementWords } from './agreementWords'
import { AgreementsDocument, type AgreementsQuery } from './agreements.generated'
import { endsSoon, shareOf } from './channel'
import { agreementStates, modeOf, type ChannelsSearch } from './channelSearch'
import { HalfFilter } from './listFilters'
import { words } from './words'

type Row = AgreementsQuery['agreements']['edges'][number]['node']

/** Within how many days an agreement is said to end soon; the filter goes by whole hours, so that its answer is kept. */
const soonDays = 30

/** The agreements of all channels: those that end soon and those whose quota runs out are what sales looks for. */
export function AgreementsList({
  search,
  onSearchChange,
}: {
  search: ChannelsSearch
  onSearchChange: (search: ChannelsSearch) => void
}) {
  const say = useWords(words)
  const tell = useWords(agreementWords)
  const term = useTerm()
  const navigate = useNavigate()
  const now = useNow()
  const hour = Math.floor(now / 3_600_000) * 3_600_000
  const filter = {
    mode: modeOf(search),
    ...(search.states ? { states: search.states } : {}),
    ...(search.ending ? { endsBefore: new Date(hour + soonDays * 86_400_000).toISOString() } : {}),
    ...(search.used ? { quotaAbove: '0.8' } : {}),
  }
  const list = useApi(AgreementsDocument, { filter, ...pageArguments(search) }, { keepLast: true })
  const rows = list.data?.agreements.edges.map((edge) => edge.node) ?? []
  const narrow = (change: Partial<ChannelsSearch>) =>
    onSearchChange({ ...search, after: undefined, before: undefined, page: undefined, ...change })
  const columns: Column<Row>[] = [
    {
      key: 'code',
      title: tell('agreement'),
      width: 200,
      cell: (row) => (
        <>
          <Link to="/channels/$code/agreements/$agreement" params={{ code: row.channel.code, agreement: row.code }}>
            {row.code}
          </Link>{' '}
          <span className="muted">v{row.version}</span>
        </>
      ),
    },
    {
      key: 'channel',
      title: say('channel'),
      width: 150,
      cell: (row) => (
        <Link to="/channels/$code" params={{ code: row.channel.code }} search={{ mode: search.mode }}>
          {row.channel.name}
        </Link>
      ),
    },
    { key: 'product', title: tell('product'), width: 110, cell: (row) => row.productCode },
    {
      key: 'state',
      title: say('state'),
      width: 120,
      cell: (row) => <State mood={agreementMood[row.state]}>{term('AgreementState', row.state)}</State>,
    },
    {
      key: 'commission',
      title: say('commission'),
      width: 90,
      right: true,
      cell: (row) => percentText(row.commissionRate),
    },
    {
      key: 'quota',
      title: say('mostUsed'),
      width: 120,
      right: true,
      cell: (row) => {
        if (row.quotas.length === 0) return <span className="muted">–</span>
        const share = Math.max(...row.quotas.map(shareOf))
        const text = `${String(Math.round(share * 100))}%`
        return share > 0.8 ? <State mood="ours">{text}</State> : text
      },
    },
    { key: 'from', title: tell('validFrom'), width: 110, cell: (row) => dayText(row.validFrom, true) },
    {
      key: 'until',
      title: tell('validUntil'),
      width: 170,
      cell: (row) => {
        if (row.terminatedAt) return say('endedAt', { when: dayText(row.terminatedAt, true) })
        if (!row.validUntil) return <span className="muted">{say('noEnd')}</span>
        const day = dayText(row.validUntil, true)
        return row.state === 'IN_FORCE' && endsSoon(row.validUntil, now) ? (
          <State mood="ours">{say('daysLeft', { day, count: daysLeft(row.validUntil, now) })}</State>
        ) : (
          day
        )
      },
    },
  ]
  return (
    <>
      <div className="filters">
        <ChoiceFilter
          name={say('state')}
          options={agreementStates.map((state) => ({
            value: state,
            word: term('AgreementState', state),
            text: <State mood={agreementMood[state]}>{term('AgreementState', state)}</State>,
          }))}
          chosen={search.states}
          onChange={(states) => narrow({ states })}
        />
        <Switch
          text={tell('endingSoon', { days: soonDays })}
          on={search.ending === true}
          onChange={(on) => narrow({ ending: on ? true : undefined })}
        />
        <Switch
          text={tell('nearlyUsed')}
          on={search.used === true}
          onChange={(on) => narrow({ used: on ? true : undefined })}
        />
        <HalfFilter mode={search.mode} onChange={(mode) => narrow({ mode })} />
      </div>
      <Region of={list} lines={12}>
        {rows.length === 0 && list.data ? (
          <Empty title={tell('none')}>
            <p>{tell('noneNext')}</p>
          </Empty>
        ) : (
          <KeysetTable
            label={tell('list')}
            unit={tell('unit')}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={(row) =>
              void navigate({
                to: '/channels/$code/agreements/$agreement',
                params: { code: row.channel.code, agreement: row.code },
              })
            }
            page={list.data?.agreements ?? { pageInfo: { hasNextPage: false } }}
            place={search}
            onPlace={(place) => onSearchChange({ ...search, after: undefined, before: undefined, ...place })}
          />
        )}
      </Region>
    </>
  )
}

function Switch({ text, on, onChange }: { text: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button type="button" className={on ? 'chip on' : 'chip'} aria-pressed={on} onClick={() => onChange(!on)}>
      {text}
    </button>
  )
}
