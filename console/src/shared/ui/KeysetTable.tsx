import { Button } from 'antd'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useKeys } from '../keys/useKeys'
import { defineWords, useWords } from '../words/words'

export const pageSize = 50

const words = defineWords('keysetTable', {
  range: ['第 {{from}}–{{to}} {{unit}}，共 {{total}} {{unit}}', '{{from}}–{{to}} of {{total}} {{unit}}'],
  previous: ['上一页', 'Previous'],
  next: ['下一页', 'Next'],
  upDown: ['上下', 'move'],
  open: ['打开', 'open'],
  pick: ['选中', 'pick'],
  picked: ['选了 {{count}} 件', '{{count}} picked'],
  drop: ['取消选择', 'Clear'],
  pickRow: ['选中 {{name}}', 'Pick {{name}}'],
  fresh: ['有 {{count}} 件变动', { one: '{{count}} changed', other: '{{count}} changed' }],
  show: ['显示', 'Show'],
})

export interface Column<Row> {
  key: string
  title: string
  width: number
  right?: boolean
  /** The orders that a click on the head asks for. */
  sort?: { up: string; down: string }
  cell: (row: Row) => ReactNode
}

/** Where a page lies, as it stands in the address. */
export interface Place {
  after?: string | undefined
  before?: string | undefined
  page?: number | undefined
}

interface Page {
  pageInfo: { hasNextPage: boolean; hasPreviousPage?: boolean; startCursor?: string | null; endCursor?: string | null }
  count?: { value: number; exact: boolean }
}

export interface KeysetTableProps<Row> {
  label: string
  /** What is counted: 件, policies. */
  unit: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  onOpen: (row: Row) => void
  page: Page
  place: Place
  onPlace: (place: Place) => void
  order?: string | undefined
  onOrder?: (order: string) => void
  /** Rows that changed since the page was read: announced, never inserted. */
  fresh?: number
  onFresh?: () => void
  picked?: ReadonlySet<string>
  onPicked?: (picked: ReadonlySet<string>) => void
  pickedActs?: ReactNode
  nameOf?: (row: Row) => string
}

/** A list by pages: a native table with a sticky head, keys J K ↵ X, and a foot with range, count and the ways on. */
export function KeysetTable<Row>(props: KeysetTableProps<Row>) {
  const { columns, rows, rowKey, onOpen, label, picked, onPicked } = props
  const say = useWords(words)
  const [active, setActive] = useState(-1)
  const body = useRef<HTMLTableSectionElement>(null)
  useEffect(() => setActive(-1), [props.place.after, props.place.before])
  useEffect(() => {
    body.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const toggle = (row: Row) => {
    if (!picked || !onPicked) return
    const next = new Set(picked)
    if (!next.delete(rowKey(row))) next.add(rowKey(row))
    onPicked(next)
  }
  const at = (act: (row: Row) => void) => () => {
    const row = rows[active]
    if (row) act(row)
  }
  const region = useRef<HTMLDivElement>(null)
  const move = (step: number) => () => {
    setActive((place) => Math.max(0, Math.min(rows.length - 1, place + step)))
    // A button that still has the focus would take the Enter that is meant for the row.
    region.current?.focus({ preventScroll: true })
  }
  useKeys({
    j: move(1),
    k: move(-1),
    Enter: (event) => {
      if (event.target instanceof HTMLElement && event.target.closest('a,button'))
        (event.target.closest('a,button') as HTMLElement).click()
      else at(onOpen)()
    },
    x: at(toggle),
  })
  const width = columns.reduce((all, column) => all + column.width, picked ? 36 : 0)
  return (
    <div className="keysetTable">
      <div ref={region} className="scroll" tabIndex={0} role="region" aria-label={label}>
        <table style={{ minWidth: width }}>
          <caption className="unseen">{label}</caption>
          <colgroup>
            {picked && <col style={{ width: 36 }} />}
            {columns.map((column) => (
              <col key={column.key} style={{ width: column.width }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {picked && (
                <th>
                  <span className="unseen">{say('pick')}</span>
                </th>
              )}
              {columns.map((column) => (
                <Head key={column.key} column={column} order={props.order} onOrder={props.onOrder} />
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {rows.map((row, place) => (
              <tr
                key={rowKey(row)}
                className={[place === active && 'active', picked?.has(rowKey(row)) && 'picked']
                  .filter(Boolean)
                  .join(' ')}
                onClick={(event) => {
                  if (
                    !(event.target as HTMLElement).closest('a,button,input,label') &&
                    !window.getSelection()?.toString()
                  )
                    onOpen(row)
                }}
              >
                {picked && (
                  <td>
                    <input
                      type="checkbox"
                      checked={picked.has(rowKey(row))}
                      aria-label={say('pickRow', { name: props.nameOf?.(row) ?? rowKey(row) })}
                      onChange={() => toggle(row)}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td key={column.key} className={column.right ? 'right' : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {picked && picked.size > 0 ? (
        <div className="foot ink" role="toolbar">
          <span>{say('picked', { count: picked.size })}</span>
          {props.pickedActs}
          <button type="button" className="link" onClick={() => onPicked?.(new Set())}>
            {say('drop')}
          </button>
        </div>
      ) : (
        <Foot {...props} />
      )}
    </div>
  )
}

function Head<Row>({
  column,
  order,
  onOrder,
}: {
  column: Column<Row>
  order?: string | undefined
  onOrder?: ((order: string) => void) | undefined
}) {
  const { sort, title, right } = column
  if (!sort || !onOrder) return <th className={right ? 'right' : undefined}>{title}</th>
  const now = order === sort.up ? 'ascending' : order === sort.down ? 'descending' : undefined
  return (
    <th className={right ? 'right' : undefined} aria-sort={now}>
      <button type="button" className="plain" onClick={() => onOrder(order === sort.down ? sort.up : sort.down)}>
        {title} <span aria-hidden="true">{now === 'ascending' ? '↑' : now === 'descending' ? '↓' : ''}</span>
      </button>
    </th>
  )
}

function Foot<Row>({ rows, page, place, onPlace, unit, fresh = 0, onFresh, picked }: KeysetTableProps<Row>) {
  const say = useWords(words)
  const number = place.page ?? 1
  const from = (number - 1) * pageSize + 1
  const count = page.count
  const { endCursor, startCursor, hasNextPage } = page.pageInfo
  const hasPrevious = page.pageInfo.hasPreviousPage ?? number > 1
  return (
    <div className="foot">
      <span role="status">
        {rows.length > 0 &&
          say('range', {
            from,
            to: from + rows.length - 1,
            total: count ? `${count.value.toLocaleString('en')}${count.exact ? '' : '+'}` : '…',
            unit,
          })}
      </span>
      {fresh > 0 && (
        <span role="status">
          {say('fresh', { count: fresh })}{' '}
          <button type="button" className="link" onClick={onFresh}>
            {say('show')}
          </button>
        </span>
      )}
      <span className="grow" />
      <span className="small muted keyHints">
        <kbd>J</kbd> <kbd>K</kbd> {say('upDown')} <kbd>↵</kbd> {say('open')}{' '}
        {picked && (
          <>
            <kbd>X</kbd> {say('pick')}
          </>
        )}
      </span>
      <Button
        disabled={!hasPrevious || !startCursor}
        onClick={() => onPlace({ before: startCursor ?? undefined, page: Math.max(1, number - 1) })}
      >
        {say('previous')}
      </Button>
      <Button
        disabled={!hasNextPage || !endCursor}
        onClick={() => onPlace({ after: endCursor ?? undefined, page: number + 1 })}
      >
        {say('next')}
      </Button>
    </div>
  )
}

/** The arguments of a list for a place in it. */
export function pageArguments(place: Place): { first?: number; after?: string; last?: number; before?: string } {
  if (place.before) return { last: pageSize, before: place.before }
  return place.after ? { first: pageSize, after: place.after } : { first: pageSize }
}
