import { DownloadOutlined, TableOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { useKeys } from '../../shared/keys/useKeys'
import { useMay } from '../../shared/session/SessionContext'
import { FilterChip } from '../../shared/ui/Filters'
import { KeysetTable, pageArguments, type Place } from '../../shared/ui/KeysetTable'
import { Empty, Region } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import { PoliciesDocument } from './policies.generated'
import './policies.css'
import { PolicyFilters } from './PolicyFilters'
import { conditionsOf, filterOf, isFiltered, type PersonSearch, type PolicySearch } from './policySearch'
import { PolicyViews } from './PolicyViews'
import { usePolicyColumns } from './usePolicyColumns'
import { words } from './words'

const ExportDialog = lazy(() => import('./ExportDialog').then((m) => ({ default: m.ExportDialog })))

/** Finds policies by their conditions; each condition and the place in the list stand in the address. */
export function PolicyListPage({
  search,
  onSearchChange,
}: {
  search: PolicySearch
  onSearchChange: (search: PolicySearch) => void
}) {
  const say = useWords(words)
  const navigate = useNavigate()
  const may = useMay()
  const [person, setPerson] = useState<PersonSearch>({})
  const [exporting, setExporting] = useState(false)
  const { columns, shown, choose } = usePolicyColumns()
  const filter = filterOf(search, person)
  const list = useApi(
    PoliciesDocument,
    { filter, orderBy: search.order ?? 'BOUND_AT_DESC', ...pageArguments(search) },
    { keepLast: true },
  )
  const rows = list.data?.policies.edges.map((edge) => edge.node) ?? []
  const count = list.data?.policies.count
  const change = (conditions: Partial<PolicySearch>) => onSearchChange(conditionsOf({ ...search, ...conditions }))
  const place = (next: Place) => onSearchChange({ ...conditionsOf(search), ...next })
  useKeys({ '/': () => document.querySelector<HTMLElement>('[data-search]')?.focus() })
  const filtered = isFiltered(search) || Object.keys(person).length > 0
  return (
    <div className="page fixed">
      <header>
        <h1>{say('title')}</h1>
        <span className="second grow titleCount">
          {count && say('count', { count: `${count.value.toLocaleString('en')}${count.exact ? '' : '+'}` })}
        </span>
        {may('Mutation.exportList') && (
          <Button icon={<DownloadOutlined />} disabled={rows.length === 0} onClick={() => setExporting(true)}>
            {say('export')}
          </Button>
        )}
      </header>
      <PolicyViews search={search} onSearchChange={onSearchChange} />
      <div className="filterBar">
        <PolicyFilters
          search={search}
          onChange={change}
          person={person}
          onPerson={(next) => {
            setPerson(next)
            change({})
          }}
        />
        <FilterChip name={say('columns', { shown: shown.length, all: columns.length })} onClear={() => undefined}>
          {() => (
            <fieldset className="choices">
              <legend className="unseen">
                <TableOutlined aria-hidden />
              </legend>
              {columns.map((column) => (
                <label key={column.key}>
                  <input
                    type="checkbox"
                    checked={column.chosen}
                    disabled={column.key === 'number'}
                    onChange={(event) => choose(column.key, event.target.checked)}
                  />
                  {column.title}
                </label>
              ))}
            </fieldset>
          )}
        </FilterChip>
      </div>
      <Region of={list} lines={16}>
        {rows.length === 0 && list.data ? (
          <Nothing
            filtered={filtered}
            onDrop={() => {
              setPerson({})
              onSearchChange({})
            }}
          />
        ) : (
          <KeysetTable
            label={say('list')}
            unit={say('unit')}
            columns={shown}
            rows={rows}
            rowKey={(row) => row.id}
            onOpen={(row) => void navigate({ to: '/policies/$number', params: { number: row.number } })}
            page={list.data?.policies ?? { pageInfo: { hasNextPage: false } }}
            place={search}
            onPlace={place}
            order={search.order ?? 'BOUND_AT_DESC'}
            onOrder={(order) => change({ order: order as PolicySearch['order'] })}
          />
        )}
      </Region>
      {exporting && count && (
        <Suspense>
          <ExportDialog
            filter={filter}
            count={`${count.value.toLocaleString('en')}${count.exact ? '' : '+'}`}
            columns={shown.flatMap((column) => column.exported)}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      )}
    </div>
  )
}

function Nothing({ filtered, onDrop }: { filtered: boolean; onDrop: () => void }) {
  const say = useWords(words)
  if (!filtered) return <Empty title={say('none')}>{say('noneNext')}</Empty>
  return (
    <Empty title={say('noneFiltered')}>
      <Button onClick={onDrop}>{say('dropAll')}</Button>
    </Empty>
  )
}
