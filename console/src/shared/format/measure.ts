import { spanText } from './time'
import type { Language } from '../words/language'

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** Bytes as people say them: 412 GiB, 1.5 TiB. */
export function bytesText(bytes: number): string {
  let place = 0
  let left = Math.max(0, bytes)
  while (left >= 1024 && place < units.length - 1) {
    left /= 1024
    place++
  }
  const digits = place > 0 && left < 10 ? 1 : 0
  return `${left.toFixed(digits)} ${units[place] ?? ''}`
}

/** Seconds as people say them: 12 秒, 38 min, 2 h. */
export function secondsText(seconds: number, language: Language): string {
  if (seconds >= 60) return spanText(seconds * 1000, language)
  const whole = Math.round(seconds)
  return language === 'en' ? `${whole} s` : `${whole} 秒`
}

/** Milliseconds, as seconds where they are many. */
export function millisecondsText(milliseconds: number, language: Language): string {
  if (milliseconds >= 10_000) return secondsText(milliseconds / 1000, language)
  return language === 'en' ? `${milliseconds} ms` : `${milliseconds} 毫秒`
}

/** How much is done a minute, from two counts of what was done today; the count begins anew at midnight. */
export function perMinute(first: { at: number; done: number }, last: { at: number; done: number }): number | null {
  const minutes = (last.at - first.at) / 60_000
  if (minutes <= 0 || last.done < first.done) return null
  return Math.round((last.done - first.done) / minutes)
}
