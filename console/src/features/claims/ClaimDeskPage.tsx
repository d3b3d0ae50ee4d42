import { PhoneOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { whenText } from '../../shared/format/time'
import { sum, withUnit } from '../../shared/format/money'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { useChanges } from '../../shared/live/useChanges'
import { useMay, useSession } from '../../shared/session/SessionContext'
import { KeysetTable, pageArguments } from '../../shared/ui/KeysetTable'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { useNow } from '../../shared/ui/useNow'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { AssignDialog, useAssign } from './AssignDialog'
import './claims.css'
import { chipsOf, filterOf, queueOf, whoseOf, withoutChips, type ClaimSearch } from './claimSearch'
import { ClaimDeskDocument, ClaimQueuesDocument, SecondApprovalsDocument } from './desk.generated'
import { DeskChips } from './DeskChips'
import { DeskTabs } from './DeskTabs'
import { words } from './deskWords'
import { useDeskColumns, type DeskRow } from './useDeskColumns'

const BesideDialog = lazy(() => import('./BesideDialog').then((m) => ({ default: m.BesideDialog })))

const live = 5_000

/** The claims desk: what waits, by queue, the nearest promise first. */
export function ClaimDeskPage({
  search,
  onSearchChange,
}: {
  search: ClaimSearch
  onSearchChange: (search: ClaimSearch) => void
}) {
  const say = useWords(words)
  const navigate = useNavigate()
  const may = useMay()
  const takes = may('Mutation.takeNextClaim')
  const assigns = may('Mutation.assignClaims')
  const queue = queueOf(search)
  const second = useApi(SecondApprovalsDocument, {})
  const numbers = useMemo(() => (second.data?.approvals.edges ?? []).map(({ node }) => node.object), [second.data])
  const nothingSecond = queue === 'second' && second.data !== undefined && numbers.length === 0
  const desk = useApi(
    ClaimDeskDocument,
    { filter: filterOf(search, takes, numbers), orderBy: search.order ?? 'PROMISED_AT_ASC', ...pageArguments(search) },
    { enabled: queue !== 'second' || numbers.length > 0, keepLast: true },
  )
  const counts = useApi(ClaimQueuesDocument, {})
  const ask = useAskAgain()
  const changed = useChanges('CLAIMS', live, () => ask(ClaimQueuesDocument, SecondApprovalsDocument))
  const rows = nothingSecond ? [] : (desk.data?.claims.edges ?? []).map(({ node }) => node)
  const columns = useDeskColumns(queue)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [assigning, setAssigning] = useState(false)
  const chosen = rows.filter((row) => picked.has(row.id))
  const change = (part: Partial<ClaimSearch>) => {
    setPicked(new Set())
    onSearchChange({ ...search, after: undefined, before: undefined, page: undefined, ...part })
  }
  const readAgain = () => {
    changed.seen()
    ask(ClaimDeskDocument, ClaimQueuesDocument, SecondApprovalsDocument)
  }
  const assign = useAssign(() => {
    setPicked(new Set())
    setAssigning(false)
    readAgain()
  })
  const fresh = useFresh(changed.ids, rows, changed.reload)
  return (
    <div className="page fixed desk">
      <header>
        <div className="grow row">
          <h1>{say('title')}</h1>
          <Unassigned found={counts.data?.claimQueues ?? []} />
        </div>
        {may('Mutation.submitClaim') && (
          <Link to="/claims/new" className="buttonLink">
            <PhoneOutlined aria-hidden /> {say('byPhone')}
          </Link>
        )}
        {takes && (
          <Button type="primary" onClick={() => void navigate({ to: '/claims/next' })}>
            {say('takeNext')} <kbd>G</kbd> <kbd>N</kbd>
          </Button>
        )}
      </header>
      <DeskTabs
        found={counts.data?.claimQueues ?? []}
        second={second.data?.approvals.count}
        chosen={queue}
        onChoose={(next) => {
          setPicked(new Set())
          onSearchChange({ queue: next, mode: search.mode })
        }}
      />
      <div className="filters">
        <DeskChips search={search} takes={takes} reasons={useReasons(rows)} onChange={change} />
        <span className="grow" />
        <Freshness order={search.order} asOf={desk.asOf} />
      </div>
      {queue === undefined && (
        <Notice mood="theirs" act={<Button onClick={() => onSearchChange({})}>{say('dropLink')}</Button>}>
          {search.overdue ? say('overdue') : say('special')}
        </Notice>
      )}
      {search.mode && <Notice mood="theirs">{say('sandbox')}</Notice>}
      <assign.Outcome />
      <Region of={nothingSecond ? { ...desk, data: {}, failure: null } : desk} lines={14}>
        {rows.length === 0 ? (
          <NothingHere search={search} takes={takes} onChange={onSearchChange} />
        ) : (
          <KeysetTable
            label={say('title')}
            unit={say('unit')}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            nameOf={(row) => row.number}
            onOpen={(row) => void navigate({ to: '/claims/$number', params: { number: row.number } })}
            page={{
              pageInfo: desk.data?.claims.pageInfo ?? { hasNextPage: false },
              ...(desk.data?.claims.count ? { count: desk.data.claims.count } : {}),
            }}
            place={search}
            onPlace={(place) => change(place)}
            order={search.order ?? 'PROMISED_AT_ASC'}
            onOrder={(order) => change({ order: order as ClaimSearch['order'] })}
            fresh={fresh}
            onFresh={readAgain}
            {...(assigns ? { picked, onPicked: setPicked } : {})}
            pickedActs={
              <PickedActs
                rows={chosen}
                onMe={(me) => void assign.send(chosen, me)}
                onAssign={() => setAssigning(true)}
                onBeside={() => onSearchChange({ ...search, beside: chosen.map((row) => row.number) })}
              />
            }
          />
        )}
      </Region>
      {assigning && (
        <AssignDialog
          count={chosen.length}
          sending={assign.sending}
          onKeep={() => setAssigning(false)}
          onAssign={(person) => void assign.send(chosen, person)}
        />
      )}
      {search.beside && search.beside.length > 1 && (
        <Suspense>
          <BesideDialog numbers={search.beside} onClose={() => onSearchChange({ ...search, beside: undefined })} />
        </Suspense>
      )}
    </div>
  )
}

function Unassigned({ found }: { found: readonly { unassigned: number; state: string; disputed: boolean }[] }) {
  const say = useWords(words)
  const inReview = found.find((each) => each.state === 'IN_REVIEW' && !each.disputed)
  return inReview ? <p className="second">{say('unassigned', { count: inReview.unassigned })}</p> : null
}

/** How many rows of the page changed since it was read; changes elsewhere in the company are the counts' business. */
function useFresh(ids: ReadonlySet<string>, rows: readonly DeskRow[], reload: boolean): number {
  return useMemo(() => {
    if (reload) return Math.max(1, ids.size)
    return ids.size
    // Rows that were read again hold what changed before.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ids, rows, reload])
}

function Freshness({ order, asOf }: { order: ClaimSearch['order']; asOf: number }) {
  const say = useWords(words)
  const language = useLanguage()
  const now = useNow()
  const byPromise = (order ?? 'PROMISED_AT_ASC') === 'PROMISED_AT_ASC'
  return (
    <span className="small muted">
      {say(byPromise ? 'order' : 'otherOrder')}
      {asOf > 0 &&
        ` · ${say('updated', { ago: whenText(new Date(Math.min(asOf, now)).toISOString(), now, language) })}`}
    </span>
  )
}

/** Reasons that occur in this queue, kept while the queue is looked at, so that choosing one does not take away the others. */
function useReasons(rows: readonly DeskRow[]): ReadonlyMap<string, string> {
  const localized = useLocalized()
  const [seen, setSeen] = useState<ReadonlyMap<string, DeskRow['decision']>>(new Map())
  useEffect(() => {
    const fresh = rows.filter((row) => row.decision && !seen.has(row.decision.reason))
    if (fresh.length > 0)
      setSeen(new Map([...seen, ...fresh.map((row) => [row.decision?.reason ?? '', row.decision] as const)]))
  }, [rows, seen])
  return useMemo(
    () => new Map([...seen].map(([code, decision]) => [code, decision ? localized(decision.sentence) : code])),
    [seen, localized],
  )
}

function PickedActs({
  rows,
  onMe,
  onAssign,
  onBeside,
}: {
  rows: readonly DeskRow[]
  onMe: (me: { id: string; displayName: string }) => void
  onAssign: () => void
  onBeside: () => void
}) {
  const say = useWords(words)
  const language = useLanguage()
  const localized = useLocalized()
  const { person } = useSession()
  const [first, ...others] = rows
  if (!first) return null
  const same = (of: (row: DeskRow) => string) => others.length > 0 && others.every((row) => of(row) === of(first))
  const what = [
    same((row) => row.findings[0]?.rule ?? '') && first.findings[0] ? localized(first.findings[0].sentence) : '',
    same((row) => row.channel.code) ? first.channel.name : '',
  ].filter(Boolean)
  const amounts = rows.flatMap((row) => (row.computed ? [row.computed.amount] : []))
  return (
    <>
      <span className="small">
        {what.length > 0 && `${say('shared', { what: what.join(' · ') })} · `}
        {amounts.length > 0 && say('total', { amount: withUnit({ amount: sum(amounts) }, language) })}
      </span>
      <span className="grow" />
      <Button ghost onClick={() => onMe(person)}>
        {say('assignMe')}
      </Button>
      <Button ghost onClick={onAssign}>
        {say('assign')}
      </Button>
      <Button ghost disabled={rows.length < 2 || rows.length > 4} title={say('besideHelp')} onClick={onBeside}>
        {say('beside')}
      </Button>
    </>
  )
}

function NothingHere({
  search,
  takes,
  onChange,
}: {
  search: ClaimSearch
  takes: boolean
  onChange: (search: ClaimSearch) => void
}) {
  const say = useWords(words)
  if (chipsOf(search) > 0) {
    return (
      <Empty title={say('emptyFilter')}>
        <p>{say('emptyFilterHelp')}</p>
        <Button onClick={() => onChange(withoutChips(search))}>{say('clearAll')}</Button>
      </Empty>
    )
  }
  if (whoseOf(search, takes) === 'mine') {
    return (
      <Empty title={say('empty')}>
        <p>{say('emptyNext')}</p>
        <Button onClick={() => onChange(withoutChips(search))}>{say('seeAll')}</Button>
      </Empty>
    )
  }
  return (
    <Empty title={say('emptyQueue')}>
      <p>{say('emptyQueueNext')}</p>
    </Empty>
  )
}
