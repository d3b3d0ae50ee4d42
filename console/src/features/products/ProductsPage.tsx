import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { instantText } from '../../shared/format/time'
import { useApi } from '../../shared/graphql/useApi'
import { useMay } from '../../shared/session/SessionContext'
import { KeysetTable, type Column } from '../../shared/ui/KeysetTable'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useLocalized, useWords } from '../../shared/words/words'
import { DraftMistakesDocument, ProductsDocument, type ProductsQuery } from './productList.generated'
import { words } from './words'

const NewProductDialog = lazy(() => import('./NewProductDialog').then((m) => ({ default: m.NewProductDialog })))

type Product = ProductsQuery['products'][number]

/** What is sold, what is being written, and what changes next. */
export function ProductsPage() {
  const say = useWords(words)
  const localized = useLocalized()
  const may = useMay()
  const navigate = useNavigate()
  const [adding, setAdding] = useState(false)
  const list = useApi(ProductsDocument, {}, { every: 15_000 })
  // Each content is judged, which takes longer than the list.
  const judged = useApi(DraftMistakesDocument, {}, { keepLast: true })
  const mistakes = new Map(judged.data?.products.map((each) => [each.id, each.draft?.mistakes]))
  const rows = list.data?.products ?? []
  const columns: Column<Product>[] = [
    { key: 'code', title: say('code'), width: 110, cell: (product) => <b className="strong">{product.code}</b> },
    { key: 'name', title: say('name'), width: 220, cell: (product) => localized(product.name) },
    {
      key: 'onSale',
      title: say('onSale'),
      width: 200,
      cell: (product) =>
        product.onSale ? (
          <span className="row">
            <State mood="good">v{product.onSale.version}</State> <When at={product.onSale.publishedAt} />
          </span>
        ) : (
          <State mood="ended">{say('offSale')}</State>
        ),
    },
    {
      key: 'draft',
      title: say('draft'),
      width: 200,
      cell: (product) =>
        product.draft ? (
          <span className="row">
            <State mood={mistakes.get(product.id) ? 'ours' : 'machine'}>v{product.draft.version}</State>
            <span className="second">
              {mistakes.get(product.id)
                ? say('mistakes', { count: mistakes.get(product.id) ?? 0 })
                : mistakes.has(product.id) && say('right')}
            </span>
          </span>
        ) : (
          <span className="muted">{say('noDraft')}</span>
        ),
    },
    { key: 'next', title: say('next'), width: 230, cell: (product) => <Next of={product} /> },
    {
      key: 'agreements',
      title: say('agreements'),
      width: 80,
      right: true,
      cell: (product) => product.agreements.length,
    },
  ]
  return (
    <div className="page fixed">
      <header>
        <h1 className="grow">{say('title')}</h1>
        {may('Mutation.saveProduct') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {say('newProduct')}
          </Button>
        )}
      </header>
      <Region of={list} lines={6}>
        {list.data && rows.length === 0 ? (
          <Empty title={say('none')} />
        ) : (
          <KeysetTable
            label={say('list')}
            unit={say('unit')}
            columns={columns}
            rows={rows}
            rowKey={(product) => product.id}
            onOpen={(product) => void navigate({ to: '/products/$code', params: { code: product.code } })}
            page={{
              pageInfo: { hasNextPage: false, hasPreviousPage: false },
              count: { value: rows.length, exact: true },
            }}
            place={{}}
            onPlace={() => undefined}
          />
        )}
      </Region>
      {adding && (
        <Suspense>
          <NewProductDialog taken={rows.map((row) => row.code)} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </div>
  )
}

/** What will happen to a product by itself, or by another person's will. */
function Next({ of: { onSale, draft } }: { of: Product }) {
  const say = useWords(words)
  if (draft?.publishAt) return say('goesOn', { version: draft.version, at: instantText(draft.publishAt) })
  if (draft?.approval?.state === 'REQUESTED') {
    return <State mood="theirs">{say('waits', { version: draft.version })}</State>
  }
  if (onSale?.withdrawAt) return say('goesOff', { at: instantText(onSale.withdrawAt) })
  return null
}
