import { expect, test } from 'vitest'
import { wordsIn } from '../../shared/words/words'
import { moodOf, partText, troublesOf, troubleText, type Condition } from './conditions'
import { troubleWords } from './troubleWords'
import { words } from './words'

const say = wordsIn(words, 'en')
const sayTrouble = wordsIn(troubleWords, 'en')
const term = { part: 'Part', code: 'Code' }

function condition(
  part: Condition['part'],
  state: Condition['state'],
  code: Condition['code'],
  figures = {},
): Condition {
  return {
    part,
    state,
    code,
    since: null,
    figures: Object.entries(figures).map(([measure, value]) => ({
      measure: measure as Condition['figures'][number]['measure'],
      value: String(value),
    })),
  }
}

/** What each part may be said to be in trouble with; all of them besides may be away or too late. */
const codes: Record<Condition['part'], Condition['code'][]> = {
  DATABASE: ['SLOW'],
  CLOCK: ['CLOCKS_APART'],
  OUTBOX: ['BEHIND'],
  QUEUES: ['BEHIND'],
  WORKERS: ['NOBODY_WORKS'],
  AUDIT: ['NOT_SIGNED', 'BEHIND'],
  WEBHOOKS: ['STUCK'],
  MAIL: ['STUCK'],
  STORAGE: ['NOT_WRITABLE', 'ALMOST_FULL'],
  PAYMENTS: ['STUCK'],
  TRACKING: ['STUCK'],
}

test('every trouble of every part is told in words of its own, with what to do', () => {
  for (const [part, own] of Object.entries(codes) as [Condition['part'], Condition['code'][]][]) {
    for (const code of [...own, 'AWAY', 'TIMED_OUT'] as const) {
      const troubles = troublesOf([condition(part, 'TROUBLE', code)], 'en')
      expect(troubles).toHaveLength(1)
      const [trouble] = troubles
      if (!trouble) return
      const { what, todo } = troubleText(trouble, sayTrouble, term)
      expect(trouble.word in troubleWords.texts, `${part} ${code}`).toBe(true)
      expect(what).not.toMatch(/\{\{/)
      expect(todo).not.toBe('')
    }
  }
})

test('a trouble that is newer than the words is told in those of the contract', () => {
  const [trouble] = troublesOf([condition('MAIL', 'TROUBLE', 'SOMETHING_NEW' as 'SLOW')], 'en')
  expect(trouble && troubleText(trouble, sayTrouble, term).what).toBe('Part: Code')
})

test('what is broken comes first, then what somebody should look at', () => {
  const troubles = troublesOf(
    [
      condition('WEBHOOKS', 'OK', 'FINE', { ENDPOINTS_OFF: 2 }),
      condition('DATABASE', 'TROUBLE', 'SLOW', { LATENCY_MS: 300 }),
      condition('STORAGE', 'TROUBLE', 'NOT_WRITABLE'),
      condition('PAYMENTS', 'UNKNOWN', 'NOTHING_KNOWN'),
    ],
    'en',
  )
  expect(troubles.map(({ word, mood }) => [word, mood])).toEqual([
    ['STORAGE_NOT_WRITABLE', 'bad'],
    ['WEBHOOKS_OFF', 'ours'],
    ['DATABASE_SLOW', 'ours'],
  ])
  expect(troubles[1]?.places.map(({ to }) => to)).toEqual(['/channels'])
})

test('a part that is stuck and has something to look at says both', () => {
  const words = troublesOf([condition('MAIL', 'TROUBLE', 'STUCK', { WAITING: 3, FAILED: 1 })], 'en').map(
    (each) => each.word,
  )
  expect(words).toEqual(['MAIL_STUCK', 'MAIL_FAILED'])
})

test('only trouble is coloured', () => {
  expect(moodOf(condition('CLOCK', 'OK', 'FINE'))).toBe('good')
  expect(moodOf(condition('PAYMENTS', 'UNKNOWN', 'NOTHING_KNOWN'))).toBe('ended')
  expect(moodOf(condition('QUEUES', 'TROUBLE', 'BEHIND'))).toBe('bad')
  expect(moodOf(condition('STORAGE', 'TROUBLE', 'ALMOST_FULL'))).toBe('ours')
})

test('figures are said in words', () => {
  const line = (...of: Parameters<typeof condition>) => Object.values(partText(condition(...of), '11.8', say, 'en'))
  expect(line('DATABASE', 'OK', 'FINE', { LATENCY_MS: 6 })).toEqual(['Answers in 6 ms', '11.8'])
  expect(line('CLOCK', 'OK', 'FINE', { DIFFERENCE_MS: -4 })).toEqual(['The database is 4 ms behind', ''])
  expect(line('STORAGE', 'OK', 'FINE', { FREE_BYTES: 90 * 2 ** 30, TOTAL_BYTES: 2 ** 40 })).toEqual([
    '90 GiB are free',
    'of 1.0 TiB',
  ])
  expect(line('OUTBOX', 'TROUBLE', 'BEHIND', { WAITING: 1, OLDEST_SECONDS: 130 })).toEqual([
    '1 waits',
    'the oldest for 2 min',
  ])
  expect(line('WEBHOOKS', 'OK', 'FINE', { ENDPOINTS_OFF: 1 })).toEqual(['1 endpoint is off', 'All is sent in time'])
  expect(line('DATABASE', 'TROUBLE', 'AWAY')).toEqual(['No answer', ''])
  expect(line('PAYMENTS', 'UNKNOWN', 'NOTHING_KNOWN')[0]).toBe('–')
})
