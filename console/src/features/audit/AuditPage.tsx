import { DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { useKeys } from '../../shared/keys/useKeys'
import { useMay } from '../../shared/session/SessionContext'
import { KeysetTable, pageArguments, type Column } from '../../shared/ui/KeysetTable'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import './audit.css'
import { AuditChainDocument, AuditRecordsDocument, type AuditRowFragment } from './audit.generated'
import { AuditFilters } from './AuditFilters'
import { conditionsOf, filterOf, isFiltered, type AuditSearch } from './auditSearch'
import { ChainLine, ChainState } from './Chain'
import { ObjectLink } from './ObjectLink'
import { useAuditTerm } from './useAuditTerm'
import { Who } from './Who'
import { words } from './words'

const Verification = lazy(() => import('./Verification').then((m) => ({ default: m.Verification })))
const RecordAside = lazy(() => import('./RecordAside').then((m) => ({ default: m.RecordAside })))
const VerifyDialog = lazy(() => import('./VerifyDialog').then((m) => ({ default: m.VerifyDialog })))
const ExportDialog = lazy(() => import('./ExportDialog').then((m) => ({ default: m.ExportDialog })))

/** What people, tools and the command line did, which nobody can rewrite unseen; and the state of the chain that says so. */
export function AuditPage({
  search,
  onSearchChange,
}: {
  search: AuditSearch
  onSearchChange: (search: AuditSearch) => void
}) {
  const say = useWords(words)
  const may = useMay()
  if (!may('Query.auditRecords')) {
    return (
      <div className="page">
        <header>
          <h1>{say('title')}</h1>
        </header>
        <Notice mood="ended">{say('forbidden')}</Notice>
      </div>
    )
  }
  return <Whole search={search} onSearchChange={onSearchChange} />
}

function Whole({ search, onSearchChange }: { search: AuditSearch; onSearchChange: (search: AuditSearch) => void }) {
  const say = useWords(words)
  const may = useMay()
  const filter = filterOf(search)
  const chain = useApi(AuditChainDocument, {}, { every: 10_000 })
  const list = useApi(AuditRecordsDocument, { filter, ...pageArguments(search) }, { keepLast: true })
  const rows = list.data?.auditRecords?.edges.map((edge) => edge.node) ?? []
  const count = list.data?.auditRecords?.count
  const [verifying, setVerifying] = useState(false)
  const [exporting, setExporting] = useState(false)
  const [job, setJob] = useState<string>()
  const runningJob = job ?? chain.data?.running.edges[0]?.node.id
  const found = chain.data?.auditChain?.verification
  const fresh = useFresh(Number(chain.data?.auditChain?.sequence ?? 0), list.asOf, !isFiltered(search) && !search.page)
  const columns = useColumns(search.record)
  const close = () => onSearchChange({ ...search, record: undefined })
  useKeys({ Escape: close }, search.record !== undefined && !verifying && !exporting)
  const counted = count ? `${count.value.toLocaleString('en')}${count.exact ? '' : '+'}` : ''
  return (
    <div className="page fixed">
      <header>
        <div className="grow auditHead">
          <h1 className="row wrap">
            {say('title')} <ChainState of={chain.data?.auditChain} />
          </h1>
          <ChainLine of={chain.data?.auditChain} />
        </div>
        {may('Mutation.verifyAuditRecord') && <Button onClick={() => setVerifying(true)}>{say('verify')}</Button>}
        {may('Mutation.exportList') && (
          <Button icon={<DownloadOutlined />} disabled={rows.length === 0} onClick={() => setExporting(true)}>
            {say('export')}
          </Button>
        )}
      </header>
      {(runningJob !== undefined || found?.whole === false) && (
        <Suspense>
          <Verification running={runningJob} found={found} again={chain.again} />
        </Suspense>
      )}
      <AuditFilters search={search} onChange={(next) => onSearchChange(conditionsOf({ ...search, ...next }))} />
      <div className={search.record ? 'beside opened' : 'beside'}>
        <div className="list">
          <Region of={list} lines={14}>
            {rows.length === 0 && list.data ? (
              <Nothing filtered={isFiltered(search)} onDrop={() => onSearchChange({})} />
            ) : (
              <KeysetTable
                label={say('list')}
                unit={say('unit')}
                columns={columns}
                rows={rows}
                rowKey={(row) => row.id}
                onOpen={(row) => onSearchChange({ ...search, record: row.id })}
                page={list.data?.auditRecords ?? { pageInfo: { hasNextPage: false } }}
                place={search}
                onPlace={(place) => onSearchChange({ ...conditionsOf(search), ...place })}
                fresh={fresh}
                onFresh={list.again}
              />
            )}
          </Region>
        </div>
        {search.record && (
          <Suspense fallback={<aside />}>
            <RecordAside
              key={search.record}
              id={search.record}
              known={rows.find((row) => row.id === search.record)}
              onClose={close}
            />
          </Suspense>
        )}
      </div>
      <Suspense>
        {verifying && (
          <VerifyDialog
            count={Number(chain.data?.auditChain?.sequence ?? 0).toLocaleString('en')}
            onClose={() => setVerifying(false)}
            onStarted={(id) => {
              setVerifying(false)
              setJob(id)
              chain.again()
            }}
          />
        )}
        {exporting && <ExportDialog filter={filter} count={counted} onClose={() => setExporting(false)} />}
      </Suspense>
    </div>
  )
}

/** How many records were sealed since the list was read: announced, never inserted. Only of the newest page of all records. */
function useFresh(sequence: number, asOf: number, applies: boolean): number {
  const [read, setRead] = useState({ asOf, sequence })
  // The first figure after each reading of the list is what the list knows.
  if (read.asOf !== asOf || read.sequence === 0) {
    if (read.asOf !== asOf || sequence !== 0) setRead({ asOf, sequence })
  }
  return applies ? Math.max(0, sequence - read.sequence) : 0
}

function Nothing({ filtered, onDrop }: { filtered: boolean; onDrop: () => void }) {
  const say = useWords(words)
  if (!filtered) return <Empty title={say('none')} />
  return (
    <Empty title={say('noneFiltered')}>
      <Button onClick={onDrop}>{say('dropAll')}</Button>
    </Empty>
  )
}

function useColumns(open: string | undefined): Column<AuditRowFragment>[] {
  const say = useWords(words)
  const { term } = useAuditTerm()
  return [
    {
      key: 'time',
      title: say('time'),
      width: 116,
      cell: (row) => <When at={row.at} />,
    },
    { key: 'who', title: say('who'), width: 150, cell: (row) => <Who actor={row.actor} /> },
    {
      key: 'what',
      title: say('what'),
      width: 190,
      cell: (row) => (
        <span className={row.id === open ? 'strong' : undefined}>
          {term('AuditAction', row.action)}
          <br />
          <code className="muted">{row.action}</code>
        </span>
      ),
    },
    {
      key: 'onWhat',
      title: say('onWhat'),
      width: 210,
      cell: (row) => (
        <>
          <ObjectLink row={row} />
          <br />
          <span className="small muted">
            {[term('AuditObjectKind', row.objectKind), row.channel?.name].filter(Boolean).join(' · ')}
          </span>
        </>
      ),
    },
    { key: 'why', title: say('why'), width: 240, cell: (row) => row.reason ?? '' },
  ]
}
