import { fireEvent, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { KeysetTable, pageArguments, type Column } from './KeysetTable'

interface Row {
  id: string
}
const rows: Row[] = [{ id: 'P1' }, { id: 'P2' }, { id: 'P3' }]
const columns: Column<Row>[] = [
  { key: 'id', title: 'No', width: 90, sort: { up: 'UP', down: 'DOWN' }, cell: (row) => row.id },
]

function List({ onOpen, onPlace = vi.fn() }: { onOpen: (row: Row) => void; onPlace?: (place: object) => void }) {
  const [order, setOrder] = useState('DOWN')
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  return (
    <KeysetTable
      label="policies"
      unit="policies"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      onOpen={onOpen}
      page={{
        pageInfo: { hasNextPage: true, hasPreviousPage: true, startCursor: 'a', endCursor: 'z' },
        count: { value: 10_000, exact: false },
      }}
      place={{ after: 'm', page: 2 }}
      onPlace={onPlace}
      order={order}
      onOrder={setOrder}
      picked={picked}
      onPicked={setPicked}
    />
  )
}

const press = (key: string) => fireEvent.keyDown(document.body, { key })

test('J and K move, Enter opens the row in hand, X picks it', () => {
  const onOpen = vi.fn()
  render(<List onOpen={onOpen} />)
  press('Enter')
  expect(onOpen).not.toHaveBeenCalled()
  for (const key of ['j', 'j', 'k', 'j', 'j', 'j']) press(key)
  press('Enter')
  expect(onOpen).toHaveBeenLastCalledWith({ id: 'P3' })
  press('x')
  expect(screen.getByRole('toolbar').textContent).toContain('选了 1 件')
  press('x')
  expect(screen.queryByRole('toolbar')).toBeNull()
})

test('the head says the order, and a click turns it', () => {
  render(<List onOpen={vi.fn()} />)
  const head = () => screen.getByRole('columnheader', { name: /No/ })
  expect(head().getAttribute('aria-sort')).toBe('descending')
  fireEvent.click(screen.getByRole('button', { name: /No/ }))
  expect(head().getAttribute('aria-sort')).toBe('ascending')
})

test('the foot says the range, and leads on and back by keys of rows', () => {
  const onPlace = vi.fn()
  render(<List onOpen={vi.fn()} onPlace={onPlace} />)
  expect(screen.getByText('第 51–53 policies，共 10,000+ policies')).toBeDefined()
  fireEvent.click(screen.getByRole('button', { name: '下一页' }))
  expect(onPlace).toHaveBeenLastCalledWith({ after: 'z', page: 3 })
  fireEvent.click(screen.getByRole('button', { name: '上一页' }))
  expect(onPlace).toHaveBeenLastCalledWith({ before: 'a', page: 1 })
})

test('the place in a list is asked for by its key', () => {
  expect(pageArguments({})).toEqual({ first: 50 })
  expect(pageArguments({ after: 'z' })).toEqual({ first: 50, after: 'z' })
  expect(pageArguments({ before: 'a' })).toEqual({ last: 50, before: 'a' })
})
