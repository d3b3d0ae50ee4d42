import { Button, Input } from 'antd'
import { Fragment, useState } from 'react'
import type * as Types from '../../shared/graphql/types.generated'
import { Notice } from '../../shared/ui/Notice'
import { useLocalized, useWords } from '../../shared/words/words'
import { json, partOf } from './fileText'
import type { ContentFragment, ContentTableFragment } from './products.generated'
import { between, gridOf, heat, mostLines, readBlock, times, type Grid } from './rateTable'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { RateCell } from './RateCell'
import { AddLine } from './AddLine'
import { NewTableDialog, PasteDialog } from './TableDialogs'
import { Mistakes, PartField } from './PartField'

// words: products.note_* words: products.wrong_*
/** The tables of rates, one of them as a grid. */
export function RatesPart({
  content,
  table: chosen,
  onTable,
}: {
  content: ContentFragment
  table: string | undefined
  onTable: (name: string) => void
}) {
  const say = useWords(words)
  const localized = useLocalized()
  const draft = useDraftInHand()
  const [adding, setAdding] = useState(false)
  const table = content.tables.find((each) => each.name === chosen) ?? content.tables[0]
  // What is wrong in a line of the table in view is told at that line.
  const shownAt = String(table ? content.tables.indexOf(table) : -1)
  const isOfShown = (path: readonly string[] | null | undefined) =>
    path?.[2] === shownAt && path[3] === 'rows' && Number(path[4]) < mostLines
  return (
    <section className="stack">
      <div className="row wrap">
        {content.tables.length > 0 && (
          <div className="row wrap" role="tablist" aria-label={say('rates')}>
            {content.tables.map((each) => (
              <button
                key={each.name}
                type="button"
                role="tab"
                className="chip"
                aria-selected={each === table}
                onClick={() => onTable(each.name)}
              >
                {localized(each.title) || each.name} <b>{each.rows.length}</b>
              </button>
            ))}
          </div>
        )}
        {draft.editable && <Button onClick={() => setAdding(true)}>{say('addTable')}</Button>}
      </div>
      {table && <RateTable key={table.name} table={table} currency={currencyOf(draft.file)} />}
      <Mistakes list={draft.mistakes.filter((each) => partOf(each) === 'rates' && !isOfShown(each.path))} />
      {adding && (
        <NewTableDialog
          content={content}
          onClose={() => setAdding(false)}
          onMade={(name) => {
            setAdding(false)
            onTable(name)
          }}
        />
      )}
    </section>
  )
}

function currencyOf(file: string): string {
  return /^currency: *['"]?([A-Z]{3})/m.exec(file)?.[1] ?? ''
}

type Change = Types.ProductFileChange

const place = (y: number, x: number) => `${y}.${x}`

function RateTable({ table, currency }: { table: ContentTableFragment; currency: string }) {
  const say = useWords(words)
  const localized = useLocalized()
  const draft = useDraftInHand()
  const grid = gridOf(table)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [factor, setFactor] = useState('')
  const [pasting, setPasting] = useState(false)
  const [told, setTold] = useState<string[]>([])
  const shown = grid.rows.slice(0, mostLines)
  const gaps = shown.flatMap((_, y) => grid.columns.flatMap((_, x) => (grid.cells[y]?.[x] ? [] : [{ y, x }])))

  const rowAt = (at: number, key: string) => [...table.at, 'rows', String(at), key]
  // A gap or an overlap of bands is named at the line that follows it; one click lets the line before end where it begins.
  const index = draft.content?.tables.findIndex((each) => each.name === table.name)
  const wrongAt = (y: number) => {
    const places = (grid.cells[y] ?? []).flatMap((cell) => (cell ? [String(cell.place)] : []))
    return draft.mistakes.filter(({ path }) => {
      const [rating, tables, at, rows, row] = path ?? []
      return (
        rating === 'rating' &&
        tables === 'tables' &&
        at === String(index) &&
        rows === 'rows' &&
        places.includes(row ?? '')
      )
    })
  }
  const joined = (y: number): Change | undefined => {
    const before = y > 0 && grid.columns.length === 1 ? grid.cells[y - 1]?.[0] : undefined
    const from = grid.rows[y]?.from
    if (table.band == null || !before || from == null || grid.rows[y - 1]?.below === from) return undefined
    return { operation: 'ADD', at: rowAt(before.place, 'below'), value: json(from) }
  }
  const titleOf = (name: string) => {
    const factor = draft.content?.factors.find((each) => each.name === name)
    return (factor && localized(factor.title)) || name
  }
  const fill = (y: number, x: number, value: string): Types.ProductFileChange => {
    const cell = grid.cells[y]?.[x]
    if (cell) return { operation: 'ADD', at: rowAt(cell.place, 'value'), value: json(value) }
    return {
      operation: 'ADD',
      at: [...table.at, 'rows', String(placeFor(grid, y, x, table.rows.length))],
      value: JSON.stringify(rowOf(table, grid, y, x, value)),
    }
  }
  const set = async (changes: Types.ProductFileChange[]) => {
    for (let from = 0; from < changes.length; from += 100) {
      const wrong = await draft.change(changes.slice(from, from + 100))
      if (wrong.length > 0) {
        setTold(wrong.map((each) => each.message))
        return
      }
    }
  }
  const paste = (text: string, y: number, x: number) => {
    const block = readBlock(text)
    const notes: string[] = []
    const changes: Types.ProductFileChange[] = []
    block.forEach((line, down) =>
      line.forEach((each, across) => {
        const cell = grid.cells[y + down]?.[x + across]
        const where = say('cell', { row: down + 1, column: across + 1, text: each.text })
        if (each.wrong) notes.push(`${where}：${say(`wrong_${each.wrong}`)}`)
        else if (each.note) notes.push(`${where}：${say(`note_${each.note}`)}`)
        if (each.value !== null && grid.rows[y + down] && grid.columns[x + across] && cell?.decline == null) {
          changes.push(fill(y + down, x + across, each.value))
        }
      }),
    )
    setTold(notes.slice(0, 10))
    // Values first, then gaps from the end, so that the places of the rows before stay.
    const gapAt = (change: Types.ProductFileChange) =>
      change.at[change.at.length - 2] === 'rows' ? Number(change.at[change.at.length - 1]) : Number.POSITIVE_INFINITY
    void set(changes.sort((a, b) => gapAt(b) - gapAt(a) || 0))
  }
  const multiply = () => {
    const changes = [...chosen].flatMap((key) => {
      const [y = 0, x = 0] = key.split('.').map(Number)
      const value = grid.cells[y]?.[x]?.value
      const fresh = value == null ? null : times(value, factor)
      return fresh === null ? [] : [fill(y, x, fresh)]
    })
    void set(changes).then(() => setChosen(new Set()))
  }
  return (
    <>
      <h2 className="row">
        {localized(table.title) || table.name}
        <span className="second plain">
          {currency} · <code>{[table.band, ...table.keys].filter(Boolean).join(' × ')}</code>
        </span>
        <span className="grow" />
        {draft.editable && <Button onClick={() => setPasting(true)}>{say('pasteTable')}</Button>}
      </h2>
      <div className="gridScroll">
        <table className="rateGrid" aria-label={localized(table.title) || table.name}>
          <thead>
            <tr>
              <th>{titleOf(table.band ?? table.keys[0] ?? '')}</th>
              {grid.columns.map((column, x) => (
                <th key={x} scope="col">
                  {column.title || say('value')}
                </th>
              ))}
              <th>
                <span className="unseen">{say('remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((line, y) => (
              <Fragment key={y}>
                {wrongAt(y).map((each) => (
                  <tr key={each.message} className="wrongRow">
                    <td colSpan={grid.columns.length + 2} role="alert">
                      <span className="grow">{each.message}</span>
                      {draft.editable && joined(y) !== undefined && (
                        <button type="button" className="link" onClick={() => void set([joined(y) as Change])}>
                          {say('join', { below: line.from ?? '' })}
                        </button>
                      )}
                    </td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">
                    <LineHead table={table} grid={grid} y={y} />
                  </th>
                  {grid.columns.map((column, x) => {
                    const cell = grid.cells[y]?.[x]
                    if (cell?.decline != null) {
                      return (
                        <td key={x} className="declined">
                          ✕ {say('declined', { code: cell.decline })}
                        </td>
                      )
                    }
                    const key = place(y, x)
                    return (
                      <RateCell
                        key={x}
                        label={`${line.title} ${column.title}`.trim()}
                        value={cell?.value ?? null}
                        warm={cell?.value == null ? undefined : heat(cell.value, grid)}
                        chosen={chosen.has(key)}
                        onChoose={(more) =>
                          setChosen((before) => {
                            const next = new Set(more ? before : [])
                            if (more && before.has(key)) next.delete(key)
                            else next.add(key)
                            return next
                          })
                        }
                        onValue={(value) => void set([fill(y, x, value)])}
                        onPaste={(text) => paste(text, y, x)}
                      />
                    )
                  })}
                  <td>
                    {draft.editable && (
                      <button
                        type="button"
                        className="link"
                        aria-label={say('removeRow', { row: line.title })}
                        onClick={() =>
                          void set(
                            (grid.cells[y] ?? [])
                              .flatMap((cell) => (cell ? [cell.place] : []))
                              .sort((a, b) => b - a)
                              .map((at) => ({ operation: 'REMOVE' as const, at: [...table.at, 'rows', String(at)] })),
                          )
                        }
                      >
                        ✕
                      </button>
                    )}
                  </td>
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {grid.rows.length > mostLines && <p className="small muted">{say('moreLines', { count: mostLines })}</p>}
      <div className="row wrap legend">
        <span className="row">
          {[0, 1, 2, 3, 4, 5, 6].map((each) => (
            <i key={each} className={`heat heat${each}`} />
          ))}
          {say('lowHigh')}
        </span>
        {gaps.length > 0 && <span className="gapMark">{say('gaps', { count: gaps.length })}</span>}
        <span className="grow" />
        <span className="second">
          <kbd>Ctrl V</kbd> {say('paste')}
        </span>
      </div>
      {draft.editable && <AddLine table={table} onWrong={setTold} />}
      {draft.editable && chosen.size > 1 && (
        <div className="row">
          <label htmlFor="times">{say('multiply')}</label>
          <Input id="times" className="narrow" value={factor} onChange={(event) => setFactor(event.target.value)} />
          <Button disabled={times('1', factor) === null} onClick={multiply}>
            {say('apply')}
          </Button>
        </div>
      )}
      {told.length > 0 && (
        <Notice mood="ours" alert>
          <ul>
            {told.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </Notice>
      )}
      {gaps.slice(0, 5).map(({ y, x }) => {
        const value = between(grid, y, x)
        const row = grid.rows[y]?.title ?? ''
        const column = grid.columns[x]?.title ?? ''
        return (
          <Notice
            key={place(y, x)}
            mood="bad"
            act={
              value && draft.editable ? (
                <button type="button" className="link" onClick={() => void set([fill(y, x, value)])}>
                  {say('fill', { value })}
                </button>
              ) : undefined
            }
          >
            {column ? say('gapText', { row, column }) : say('gapRow', { row })}
          </Notice>
        )
      })}
      {pasting && <PasteDialog table={table} onClose={() => setPasting(false)} />}
    </>
  )
}

/** The band or the keys of a line; the ends of a band are edited in their place, for all rows of the line. */
function LineHead({ table, grid, y }: { table: ContentTableFragment; grid: Grid; y: number }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const line = grid.rows[y]
  const places = (grid.cells[y] ?? []).flatMap((cell) => (cell ? [cell.place] : []))
  const only = places.length === 1 ? places[0] : undefined
  if (!line || table.band == null || only === undefined || !draft.editable) return <>{line?.title}</>
  const at = [...table.at, 'rows', String(only)]
  return (
    <span className="row bandEnds">
      <PartField bare numeric at={[...at, 'from']} value={line.from} label={`${say('least')} ${line.title}`} />–
      <PartField bare numeric at={[...at, 'below']} value={line.below} label={`${say('below')} ${line.title}`} />
    </span>
  )
}

/** Where a row for a gap is put: behind the last row of its line, else at the end. */
function placeFor(grid: Grid, y: number, x: number, end: number): number {
  const before = (grid.cells[y] ?? []).slice(0, x).flatMap((cell) => (cell ? [cell.place] : []))
  const after = (grid.cells[y] ?? []).slice(x + 1).flatMap((cell) => (cell ? [cell.place] : []))
  if (before.length > 0) return Math.max(...before) + 1
  if (after.length > 0) return Math.min(...after)
  return end
}

function rowOf(table: ContentTableFragment, grid: Grid, y: number, x: number, value: string): Record<string, unknown> {
  const line = grid.rows[y]
  const keys = [...(line?.keys ?? []), ...(grid.columns[x]?.keys ?? [])]
  return {
    ...(keys.length === 1 ? { key: keys[0] } : keys.length > 1 ? { keys } : {}),
    ...(table.band != null && line?.from != null ? { from: line.from } : {}),
    ...(table.band != null && line?.below != null ? { below: line.below } : {}),
    value,
  }
}
