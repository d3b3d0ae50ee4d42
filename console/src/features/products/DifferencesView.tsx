import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { Region, Skeleton } from '../../shared/ui/Region'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { useWords } from '../../shared/words/words'
import { partOf } from './fileText'
import { ProductDifferencesDocument, ProductFileDocument } from './products.generated'
import type { Product } from './ProductPage'
import { parts, type ProductSearch } from './productSearch'
import { useDraftInHand } from './useDraft'
import { LastBackTest } from './WhatChanges'
import { words } from './words'

const LinesView = lazy(() => import('./LinesView').then((m) => ({ default: m.LinesView })))

/** What differs between two versions: by the parts of the file, or by its lines. */
export function DifferencesView({
  product,
  from,
  to,
  search,
  onSearchChange,
}: {
  product: Product
  from: number
  to: number
  search: ProductSearch
  onSearchChange: (search: ProductSearch) => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const may = useMay()
  return (
    <section className="stack">
      <div className="row wrap">
        <label htmlFor="against">{say('against')}</label>
        <select
          id="against"
          className="choice"
          value={from}
          onChange={(event) => onSearchChange({ ...search, against: Number(event.target.value) })}
        >
          {product.versions
            .filter((each) => each.version !== to)
            .map((each) => (
              <option key={each.version} value={each.version}>
                v{each.version} · {term('ProductState', each.state)}
              </option>
            ))}
        </select>
        <Button
          aria-pressed={search.lines ?? false}
          onClick={() => onSearchChange({ ...search, lines: search.lines ? undefined : true })}
        >
          {say('byLine')}
        </Button>
      </div>
      <div className="row wrap second">
        <LastBackTest code={product.code} version={to} />
        {may('Query.backTest') && (
          <Button type="link" onClick={() => onSearchChange({ version: to, part: search.part, backTests: true })}>
            {say('backTest')}
          </Button>
        )}
      </div>
      {search.lines ? (
        <ByLine code={product.code} from={from} to={to} />
      ) : (
        <ByMeaning code={product.code} from={from} to={to} />
      )}
    </section>
  )
}

/** The stored file of a version beside the one in hand, with what is not saved yet. */
function ByLine({ code, from, to }: { code: string; from: number; to: number }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const answer = useApi(ProductFileDocument, { code, version: from })
  const before = answer.data?.productVersion?.file
  return (
    <>
      <h2>{say('linesOf', { from, to })}</h2>
      {draft.changed && <p className="small muted">{say('unsavedToo')}</p>}
      <Region of={answer} lines={8}>
        {before === draft.file && <p className="muted">{say('noDifference')}</p>}
        {before !== undefined && before !== draft.file && (
          <Suspense fallback={<Skeleton lines={8} />}>
            <LinesView before={before} after={draft.file} />
          </Suspense>
        )}
      </Region>
    </>
  )
}

function ByMeaning({ code, from, to }: { code: string; from: number; to: number }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const answer = useApi(ProductDifferencesDocument, { code, from, to })
  const list = answer.data?.productDifferences ?? []
  const groups = parts
    .map((part) => ({
      part,
      list: list.filter((each) => partOf({ code: '', message: '', path: each.path.split('.') }) === part),
    }))
    .filter((group) => group.list.length > 0)
  return (
    <>
      <h2>{say('byMeaning', { from, to, count: list.length })}</h2>
      {draft.changed && <p className="small muted">{say('savedOnly')}</p>}
      <Region of={answer} lines={8}>
        {answer.data && list.length === 0 && <p className="muted">{say('noDifference')}</p>}
        {groups.map((group) => (
          <div key={group.part}>
            <h3>{say(group.part)}</h3>
            <table className="sheet differences">
              <thead>
                <tr>
                  <th>{say('item')}</th>
                  <th>v{from}</th>
                  <th>v{to}</th>
                </tr>
              </thead>
              <tbody>
                {group.list.map((each) => (
                  <tr key={each.path}>
                    <th scope="row">
                      <code>{each.path}</code>
                    </th>
                    <td>{each.before ?? <span className="muted">{say('absent')}</span>}</td>
                    <td className="fresh">{each.after ?? <span className="muted">{say('absent')}</span>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </Region>
    </>
  )
}
