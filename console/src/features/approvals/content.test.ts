import { describe, expect, it } from 'vitest'
import { rowsOf } from './content'

describe('what a request would change', () => {
  it('is a row for each thing, whole lists and money as one', () => {
    expect(
      rowsOf(
        { person: 'cleo', roles: ['CLAIMS'], amount: { amount: '8000.00', currency: 'CNY' }, terms: {} },
        { person: 'cleo', roles: [], amount: { amount: '5000.00', currency: 'CNY' }, terms: {} },
        [],
      ),
    ).toEqual([
      { path: ['person'], before: 'cleo', after: 'cleo', changed: false },
      { path: ['roles'], before: [], after: ['CLAIMS'], changed: true },
      {
        path: ['amount'],
        before: { amount: '5000.00', currency: 'CNY' },
        after: { amount: '8000.00', currency: 'CNY' },
        changed: true,
      },
      { path: ['terms'], before: undefined, after: undefined, changed: false },
    ])
  })
  it('goes into what is large by its differences, and tells what is gone', () => {
    const product = { filing: { expenseLoading: '0.33', most: '6' } }
    const differences = [
      { path: 'product.filing.expenseLoading', before: '0.34', after: '0.33' },
      { path: 'validFrom', before: '2026-09-24T03:30:17Z', after: null },
    ]
    expect(rowsOf({ product }, { product: {}, validFrom: '2026-09-24T03:30:17Z' }, differences)).toEqual([
      { path: ['product', 'filing', 'expenseLoading'], before: '0.34', after: '0.33', changed: true },
      { path: ['validFrom'], before: '2026-09-24T03:30:17Z', after: undefined, changed: true },
    ])
  })
  it('of something new goes into all that it says', () => {
    expect(rowsOf({ terms: { 'cover.waiting': 'P7D' } }, undefined, [])).toEqual([
      { path: ['terms', 'cover.waiting'], before: undefined, after: 'P7D', changed: true },
    ])
  })
})
