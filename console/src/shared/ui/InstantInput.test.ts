import { expect, it } from 'vitest'
import { instantOf, localOf } from './InstantInput'

it('reads business time as people type it, and nothing that is no instant', () => {
  const now = Date.parse('2026-11-30T04:00:00Z')
  expect(instantOf('2026-12-15 07:40')).toBe('2026-12-14T23:40:00.000Z')
  expect(instantOf(' 11/5 7:40 ', now)).toBe('2026-11-04T23:40:00.000Z')
  for (const text of ['', '2026-11-31 10:00', '2026-13-01 10:00', 'yesterday', '2026-11-30', '2026-11-30 25:00']) {
    expect(instantOf(text, now)).toBeUndefined()
  }
})

it('shows business time, and what is no instant as it was typed', () => {
  expect(localOf('2026-12-14T23:40:00.000Z')).toBe('2026-12-15 07:40')
  expect(localOf('2026-11-3')).toBe('2026-11-3')
  expect(localOf(undefined)).toBe('')
})
