import { expect, test } from 'vitest'
import { conditionsOf, filterOf, isFiltered, readAuditSearch } from './auditSearch'

test('an address is read for what it may hold', () => {
  expect(readAuditSearch({ actions: ['PERSON_ADD', 'no action', 7], kind: 'PERSON', object: 'cleo', page: 2 })).toEqual(
    {
      actions: ['PERSON_ADD'],
      kind: 'PERSON',
      object: 'cleo',
      page: 2,
    },
  )
  expect(readAuditSearch({ actions: [], kind: 'person', record: 5 })).toEqual({ record: '5' })
  expect(readAuditSearch({ actions: Array(30).fill('PERSON_ADD') }).actions).toHaveLength(20)
})

test('a thing is asked for with its kind only', () => {
  expect(filterOf({ object: 'cleo' })).toEqual({})
  expect(filterOf({ kind: 'PERSON', object: 'cleo', actor: 'cli:root' })).toEqual({
    objectKind: 'PERSON',
    object: 'cleo',
    actor: 'cli:root',
  })
})

test('the open record and the place are no conditions', () => {
  expect(conditionsOf({ record: 'a', after: 'b', page: 2, address: '::1' })).toEqual({ address: '::1' })
  expect(isFiltered({ record: 'a', page: 2 })).toBe(false)
  expect(isFiltered({ request: 'r' })).toBe(true)
})
