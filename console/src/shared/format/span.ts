import { addDays, dayOf, startOfDay } from './time'

/** Days of a condition: a span that moves with the day, or fixed days, YYYY-MM-DD..YYYY-MM-DD, the last one included. */
export type Span = string

/** The instants of a span: from the beginning of its first day to the beginning of the day after its last. */
export function periodOf(span: Span, now: number = Date.now()): { start: string; end: string } {
  const today = dayOf(now)
  const [first, last] = daysOf(span, today)
  return { start: startOfDay(first), end: startOfDay(addDays(last, 1)) }
}

function daysOf(span: Span, today: string): [string, string] {
  switch (span) {
    case 'today':
      return [today, today]
    case 'yesterday':
      return [addDays(today, -1), addDays(today, -1)]
    case 'last7':
      return [addDays(today, -6), today]
    case 'last30':
      return [addDays(today, -29), today]
    case 'next7':
      return [today, addDays(today, 6)]
    case 'next30':
      return [today, addDays(today, 29)]
  }
  const [first = '', last = ''] = span.split('..')
  const day = /^\d{4}-\d{2}-\d{2}$/
  if (!day.test(first) && !day.test(last)) return [today, today]
  return [day.test(first) ? first : '2000-01-01', day.test(last) ? last : '2100-01-01']
}
