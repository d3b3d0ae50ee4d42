import type { Language } from '../words/language'

/** Business time: UTC+8, the zone of the business, wherever the browser is. */
const zone = 'Asia/Shanghai'
const day = 86_400_000

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

interface Moment {
  year: string
  month: string
  day: string
  hour: string
  minute: string
  second: string
}

function moment(at: string | number | Date): Moment {
  const found: Partial<Record<string, string>> = {}
  for (const { type, value } of parts.formatToParts(new Date(at))) found[type] = value
  return found as unknown as Moment
}

/** 2026-12-18; without the year where it is this year's. */
export function dayText(at: string | number | Date, always = false): string {
  const m = moment(at)
  const thisYear = moment(Date.now()).year
  return always || m.year !== thisYear ? `${m.year}-${m.month}-${m.day}` : `${m.month}-${m.day}`
}

/** 12-18 10:24 */
export function instantText(at: string | number | Date, always = false): string {
  const m = moment(at)
  return `${dayText(at, always)} ${m.hour}:${m.minute}`
}

/** The whole instant with its zone, for titles. */
export function exactText(at: string | number | Date): string {
  const m = moment(at)
  return `${m.year}-${m.month}-${m.day} ${m.hour}:${m.minute}:${m.second} UTC+8`
}

/** A period as people read it: the days, with the time where it is not midnight. */
export function periodText(start: string, end: string): string {
  return `${midnight(start) ? dayText(start, true) : instantText(start, true)} → ${instantText(end, true)}`
}

function midnight(at: string): boolean {
  const m = moment(at)
  return m.hour === '00' && m.minute === '00' && m.second === '00'
}

/** Midnight of business time at the beginning of a day, as an instant; text: YYYY-MM-DD. */
export function startOfDay(text: string): string {
  return new Date(`${text}T00:00:00+08:00`).toISOString()
}

/** The day of business time that an instant lies in: YYYY-MM-DD. */
export function dayOf(at: string | number | Date): string {
  const m = moment(at)
  return `${m.year}-${m.month}-${m.day}`
}

/** A day later or earlier: YYYY-MM-DD. */
export function addDays(text: string, days: number): string {
  return new Date(Date.parse(`${text}T00:00:00Z`) + days * day).toISOString().slice(0, 10)
}

/** How long, in the two largest units: 27 小时 46 分, 3 d 4 h. */
export function spanText(milliseconds: number, language: Language): string {
  const minutes = Math.max(0, Math.floor(Math.abs(milliseconds) / 60_000))
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const zh = language === 'zh-CN'
  if (d > 1) return zh ? `${String(d)} 天` : `${String(d)} d`
  const hours = d * 24 + h
  if (hours > 0)
    return zh
      ? `${String(hours)} 小时${m > 0 && hours < 10 ? ` ${String(m)} 分` : ''}`
      : `${String(hours)} h${m > 0 && hours < 10 ? ` ${String(m)} min` : ''}`
  return zh ? `${String(m)} 分` : `${String(m)} min`
}

/** When, as people say it: within a day how long ago, else the day. */
export function whenText(at: string, now: number, language: Language): string {
  const ago = now - Date.parse(at)
  if (ago < 0 || ago > day) return instantText(at)
  if (ago < 60_000) return language === 'en' ? 'just now' : '刚刚'
  return language === 'en' ? `${spanText(ago, language)} ago` : `${spanText(ago, language)}前`
}

/** Whole days from now until an instant. */
export function daysLeft(until: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - now) / day))
}
