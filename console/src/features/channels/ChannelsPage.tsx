import { useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { useOfferActs } from '../../shared/keys/actsInView'
import { useMay } from '../../shared/session/SessionContext'
import { KeysetTable, pageArguments } from '../../shared/ui/KeysetTable'
import { Empty, Region, Skeleton } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import { ChannelsDocument } from './channels.generated'
import './channels.css'
import { modeOf, type ChannelsSearch } from './channelSearch'
import { HalfFilter, OneFilter } from './listFilters'
import { useChannelColumns } from './useChannelColumns'
import { words } from './words'

const AgreementsList = lazy(() => import('./AgreementsList').then((m) => ({ default: m.AgreementsList })))
const AddChannelDialog = lazy(() => import('./ChannelDialogs').then((m) => ({ default: m.AddChannelDialog })))

interface ListProps {
  search: ChannelsSearch
  onSearchChange: (search: ChannelsSearch) => void
}

/** The selling platforms, with what is wrong with each; and their agreements. */
export function ChannelsPage({ search, onSearchChange }: ListProps) {
  const say = useWords(words)
  const may = useMay()
  const navigate = useNavigate()
  const [adding, setAdding] = useState(false)
  const mayAdd = may('Mutation.addChannel')
  useOfferActs(mayAdd ? [{ key: 'addChannel', text: say('add'), run: () => setAdding(true) }] : [])
  return (
    <div className="page fixed">
      <header>
        <h1 className="grow row">
          {say('title')}
          {search.mode === 'sandbox' && <span className="state theirs filled">{say('sandbox')}</span>}
        </h1>
        {mayAdd && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {say('add')}
          </Button>
        )}
      </header>
      <div className="views">
        <button
          type="button"
          aria-pressed={search.tab !== 'agreements'}
          onClick={() => onSearchChange({ mode: search.mode })}
        >
          {say('channels')}
        </button>
        <button
          type="button"
          aria-pressed={search.tab === 'agreements'}
          onClick={() => onSearchChange({ tab: 'agreements', mode: search.mode })}
        >
          {say('agreements')}
        </button>
      </div>
      {search.tab === 'agreements' ? (
        <Suspense fallback={<Skeleton lines={10} />}>
          <AgreementsList search={search} onSearchChange={onSearchChange} />
        </Suspense>
      ) : (
        <ChannelsList search={search} onSearchChange={onSearchChange} />
      )}
      <Suspense>
        {adding && (
          <AddChannelDialog
            onClose={() => setAdding(false)}
            onDone={(code) => void navigate({ to: '/channels/$code', params: { code } })}
          />
        )}
      </Suspense>
    </div>
  )
}

function ChannelsList({ search, onSearchChange }: ListProps) {
  const say = useWords(words)
  const navigate = useNavigate()
  const columns = useChannelColumns(search.mode)
  const filter = {
    mode: modeOf(search),
    ...(search.open ? { open: search.open === 'open' } : {}),
    ...(search.troubled ? { troubled: search.troubled === 'yes' } : {}),
    ...(search.code ? { code: search.code } : {}),
  }
  const list = useApi(ChannelsDocument, { filter, ...pageArguments(search) }, { keepLast: true, every: 15_000 })
  const rows = list.data?.channels.edges.map((edge) => edge.node) ?? []
  const narrow = (change: Partial<ChannelsSearch>) =>
    onSearchChange({ ...search, after: undefined, before: undefined, page: undefined, ...change })
  return (
    <>
      <div className="filters">
        <CodeInput value={search.code} onChange={(code) => narrow({ code })} />
        <OneFilter
          name={say('openness')}
          options={[
            { value: 'open', word: say('open') },
            { value: 'closed', word: say('closed') },
          ]}
          chosen={search.open}
          onChange={(open) => narrow({ open })}
        />
        <OneFilter
          name={say('troubled')}
          options={[
            { value: 'yes', word: say('troubledYes') },
            { value: 'no', word: say('troubledNo') },
          ]}
          chosen={search.troubled}
          onChange={(troubled) => narrow({ troubled })}
        />
        <HalfFilter mode={search.mode} onChange={(mode) => narrow({ mode })} />
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
            onOpen={(row) =>
              void navigate({ to: '/channels/$code', params: { code: row.code }, search: { mode: search.mode } })
            }
            page={list.data?.channels ?? { pageInfo: { hasNextPage: false } }}
            place={search}
            onPlace={(place) => onSearchChange({ ...search, after: undefined, before: undefined, ...place })}
          />
        )}
      </Region>
    </>
  )
}

function CodeInput({ value, onChange }: { value: string | undefined; onChange: (value: string | undefined) => void }) {
  const say = useWords(words)
  const [text, setText] = useState(value ?? '')
  const send = () => {
    if (text.trim() !== (value ?? '')) onChange(text.trim() || undefined)
  }
  return (
    <Input
      className="codeInput"
      aria-label={say('codeFrom')}
      placeholder={say('codeFrom')}
      data-search
      value={text}
      maxLength={32}
      onChange={(event) => setText(event.target.value)}
      onBlur={send}
      onPressEnter={send}
    />
  )
}
