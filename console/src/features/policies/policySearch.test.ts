import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { periodOf } from '../../shared/format/span'
import { conditionsOf, filterOf, isFiltered, readPolicySearch, type PolicySearch } from './policySearch'

const full: PolicySearch = {
  numbers: 'P202600000000017 ORDER-7',
  bound: '2026-06-01..2026-06-30',
  ends: 'next7',
  channels: ['qingcheng'],
  products: ['freight-return', 'phone'],
  states: ['IN_FORCE', 'CANCELLED'],
  payers: ['SELLER'],
  agreements: ['A-1'],
  insured: 'T-99',
  from: '0.27',
  to: '100',
  order: 'PREMIUM_DESC',
  sandbox: true,
  after: 'abc=',
  page: 3,
}

test('conditions come back from an address as they went in', () => {
  expect(readPolicySearch(defaultParseSearch(defaultStringifySearch({ ...full })))).toEqual({
    ...full,
    before: undefined,
  })
})

test('an address that somebody typed does no harm', () => {
  expect(
    Object.values(readPolicySearch({ states: ['LOST', 7], order: 'x', page: -1, sandbox: 'yes', channels: 'one' })),
  ).toEqual(expect.not.arrayContaining([expect.anything()]))
})

test('numbers of policies and of orders go where they belong', () => {
  const filter = filterOf({ numbers: 'P202600000000017，ORDER-7; P202600000000025' }, {})
  expect(filter).toEqual({ numbers: ['P202600000000017', 'P202600000000025'], orderNos: ['ORDER-7'] })
})

test('a span is whole days of business time, the last one included', () => {
  const now = Date.parse('2026-11-30T17:00:00Z') // 1 December, 01:00
  expect(periodOf('today', now)).toEqual({ start: '2026-11-30T16:00:00.000Z', end: '2026-12-01T16:00:00.000Z' })
  expect(periodOf('last7', now).start).toBe('2026-11-24T16:00:00.000Z')
  expect(periodOf('2026-06-01..2026-06-30', now)).toEqual({
    start: '2026-05-31T16:00:00.000Z',
    end: '2026-06-30T16:00:00.000Z',
  })
  expect(periodOf('nonsense', now)).toEqual(periodOf('today', now))
})

test('the order and the place are no conditions', () => {
  expect(isFiltered({ order: 'PREMIUM_ASC', after: 'x', page: 2 })).toBe(false)
  expect(isFiltered({ insured: 'T-1' })).toBe(true)
  expect(conditionsOf({ after: 'x', page: 2, insured: 'T-1' })).toEqual({ insured: 'T-1' })
})
