import { expect, test } from 'vitest'
import { differenceOf } from './difference'

test('what differs, what came and what went, by path', () => {
  expect(differenceOf({ state: 'ACTIVE', gone: 1, same: 2 }, { state: 'SUSPENDED', came: true, same: 2 })).toEqual([
    { path: 'state', before: 'ACTIVE', after: 'SUSPENDED' },
    { path: 'came', before: undefined, after: 'true' },
    { path: 'gone', before: '1', after: undefined },
  ])
})

test('money and lists are one value; nothing before is nothing', () => {
  expect(differenceOf(null, { amount: { amount: '1200', currency: 'CNY' }, roles: ['SALES', 'CLAIMS'] })).toEqual([
    { path: 'amount', before: undefined, after: '1,200.00 CNY' },
    { path: 'roles', before: undefined, after: 'SALES, CLAIMS' },
  ])
  expect(differenceOf(null, undefined)).toEqual([])
})
