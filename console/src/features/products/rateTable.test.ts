import { describe, expect, it } from 'vitest'
import { between, gridOf, heat, readBlock, readNumber, shift, times } from './rateTable'

const row = (keys: string[], from: string | null, below: string | null, value: string | null, decline?: string) => ({
  keys,
  from,
  below,
  value,
  decline: decline ?? null,
  line: 1,
})
const table = (keys: string[], band: string | null, rows: ReturnType<typeof row>[]) => ({
  name: 'base',
  title: { zh: '', en: '' },
  keys,
  band,
  rows,
  at: ['rating', 'tables', 'base'],
  line: 1,
})

describe('a table of rates as a grid', () => {
  it('has bands down and keys across, and a gap where a row is missing', () => {
    const grid = gridOf(
      table(['goods'], 'rate', [
        row(['a'], null, '1', '0.10'),
        row(['b'], null, '1', '0.20'),
        row(['a'], '1', null, '0.30'),
      ]),
    )
    expect(grid.rows.map((each) => each.title)).toEqual(['< 1', '≥ 1'])
    expect(grid.columns.map((each) => each.title)).toEqual(['a', 'b'])
    expect(grid.cells[1]?.[1]).toBeUndefined()
    expect(grid.cells[1]?.[0]?.place).toBe(2)
    expect(between(grid, 1, 1)).toBe('0.20')
    expect(heat('0.10', grid)).toBe(0)
    expect(heat('0.30', grid)).toBe(6)
  })

  it('has two keys down and across where there is no band', () => {
    const grid = gridOf(
      table(['plan', 'zone'], null, [row(['A', 'far'], null, null, '1'), row(['B', 'near'], null, null, '2')]),
    )
    expect(grid.rows.map((each) => each.title)).toEqual(['A', 'B'])
    expect(grid.columns.map((each) => each.title)).toEqual(['far', 'near'])
    expect(grid.cells[0]?.[1]).toBeUndefined()
  })
})

describe('what is pasted', () => {
  it.each([
    ['0.12', '0.12', undefined],
    [' 1,234.50 ', '1234.50', 'thousands'],
    ['５．５', '5.5', 'fullWidth'],
    ['12.5%', '0.125', 'percent'],
    ['100%', '1', 'percent'],
    ['¥ 3', '3', undefined],
    ['.5', '0.5', undefined],
  ])('%s is %s', (text, value, note) => expect(readNumber(text)).toMatchObject({ value, ...(note ? { note } : {}) }))

  it.each([
    ['', 'empty'],
    ['1,23', 'number'],
    ['abc', 'number'],
    ['1.2.3', 'number'],
    ['0.1234567', 'digits'],
  ])('%s is none: %s', (text, wrong) => expect(readNumber(text)).toMatchObject({ value: null, wrong }))

  it('is a block of rows and columns', () => {
    expect(readBlock('1\t2\r\n3\t\r\n').map((line) => line.map((cell) => cell.value))).toEqual([
      ['1', '2'],
      ['3', null],
    ])
  })
})

describe('figures stay exact', () => {
  it.each([
    ['12.5', -2, '0.125'],
    ['5', -2, '0.05'],
    ['100', -2, '1'],
    ['0.05', 2, '5'],
  ])('%s moved by %i', (number, by, result) => expect(shift(number, by)).toBe(result))

  it.each([
    ['0.10', '1.05', '0.11'],
    ['0.30', '1.05', '0.32'],
    ['1.70', '0.9', '1.53'],
    ['0.012', '2', '0.024'],
    ['100', '1.05', '105.00'],
  ])('%s times %s', (value, factor, result) => expect(times(value, factor)).toBe(result))
})
