import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addDays, dayOf, daysLeft, dayText, exactText, instantText, periodText, spanText, startOfDay, whenText } from './time'

beforeEach(() => {
  vi.useFakeTimers()
  vi.setSystemTime('2026-11-30T03:00:00Z')
})
afterEach(() => vi.useRealTimers())

test('an instant is shown in business time, without the year where it is this one', () => {
  expect(instantText('2026-12-18T02:24:00Z')).toBe('12-18 10:24')
  expect(instantText('2025-12-31T16:00:00Z')).toBe('01-01 00:00')
  expect(instantText('2025-12-31T15:59:59Z')).toBe('2025-12-31 23:59')
  expect(exactText('2026-12-18T02:24:05Z')).toBe('2026-12-18 10:24:05 UTC+8')
  expect(dayText('2027-01-01T00:00:00Z')).toBe('2027-01-01')
})

test('a period shows the time of its beginning only where it is not midnight', () => {
  expect(periodText('2026-05-31T16:00:00Z', '2027-05-31T16:00:00Z')).toBe('2026-06-01 → 2027-06-01 00:00')
  expect(periodText('2026-05-31T16:30:00Z', '2027-05-31T16:00:00Z')).toBe('2026-06-01 00:30 → 2027-06-01 00:00')
})

test('a day begins at midnight of business time', () => {
  expect(startOfDay('2026-11-30')).toBe('2026-11-29T16:00:00.000Z')
  for (const at of ['2026-02-28T15:59:59Z', '2026-02-28T16:00:00Z', '2024-02-29T12:00:00Z']) {
    const day = dayOf(at)
    const begins = Date.parse(startOfDay(day))
    expect(begins).toBeLessThanOrEqual(Date.parse(at))
    expect(Date.parse(startOfDay(addDays(day, 1)))).toBeGreaterThan(Date.parse(at))
  }
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
})

test('how long is said in the two largest units', () => {
  const [minute, hour] = [60_000, 3_600_000]
  expect(spanText(5 * minute, 'zh-CN')).toBe('5 分')
  expect(spanText(3 * hour + 46 * minute, 'en')).toBe('3 h 46 min')
  expect(spanText(27 * hour + 46 * minute, 'zh-CN')).toBe('27 小时')
  expect(spanText(-72 * hour, 'en')).toBe('3 d')
})

test('when is relative for a day, then the day itself', () => {
  const now = Date.now()
  expect(whenText('2026-11-30T02:59:30Z', now, 'en')).toBe('just now')
  expect(whenText('2026-11-30T02:30:00Z', now, 'zh-CN')).toBe('30 分前')
  expect(whenText('2026-11-29T02:59:00Z', now, 'en')).toBe('11-29 10:59')
  expect(whenText('2026-11-30T04:00:00Z', now, 'en')).toBe('11-30 12:00')
  expect(daysLeft('2026-12-01T03:00:01Z', now)).toBe(2)
  expect(daysLeft('2026-11-01T00:00:00Z', now)).toBe(0)
})
