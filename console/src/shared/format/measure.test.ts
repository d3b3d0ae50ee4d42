import { expect, test } from 'vitest'
import { bytesText, millisecondsText, perMinute, secondsText } from './measure'

test('bytes are said as people say them', () => {
  expect(bytesText(0)).toBe('0 B')
  expect(bytesText(1023)).toBe('1023 B')
  expect(bytesText(1536)).toBe('1.5 KiB')
  expect(bytesText(412 * 2 ** 30)).toBe('412 GiB')
  expect(bytesText(9.4 * 2 ** 40)).toBe('9.4 TiB')
})

test('seconds become minutes and hours where they are many', () => {
  expect(secondsText(12, 'en')).toBe('12 s')
  expect(secondsText(12, 'zh-CN')).toBe('12 秒')
  expect(secondsText(38 * 60, 'en')).toBe('38 min')
  expect(secondsText(7200, 'zh-CN')).toBe('2 小时')
})

test('milliseconds become seconds where they are many', () => {
  expect(millisecondsText(4, 'en')).toBe('4 ms')
  expect(millisecondsText(12_000, 'zh-CN')).toBe('12 秒')
})

test('a rate is what was done between two looks, and nothing where the count began anew', () => {
  expect(perMinute({ at: 0, done: 10 }, { at: 30_000, done: 40 })).toBe(60)
  expect(perMinute({ at: 0, done: 10 }, { at: 0, done: 10 })).toBeNull()
  expect(perMinute({ at: 0, done: 10 }, { at: 30_000, done: 1 })).toBeNull()
})
