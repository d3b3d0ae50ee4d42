import { expect, test } from 'vitest'
import { wordsIn } from '../../shared/words/words'
import { moodOf, sentenceOf, waitsFor, type Step } from './step'
import { words } from './words'

const say = wordsIn(words, 'en')
const step = (task: Step['task'], finding: Step['finding'], about: string[] = []): Step => ({
  task,
  finding,
  done: finding === 'DONE',
  about,
  said: null,
  checkedAt: null,
})

/** What each step may be found to be. */
const findings: Record<Step['task'], Step['finding'][]> = {
  SECOND_ADMIN: ['TOO_FEW', 'NEVER_CAME'],
  SECOND_FACTOR: ['NO_FACTOR'],
  KEYS: ['NOT_SIGNED', 'OTHER_KEYS', 'REFUSED'],
  STORAGE: ['NOT_CHECKED', 'REFUSED'],
  MAIL: ['NOT_CHECKED', 'NO_ADDRESS', 'REFUSED'],
  PAYMENTS: ['NOT_CHECKED', 'NOT_CONFIGURED', 'REFUSED'],
  PRODUCT: ['NOTHING_ON_SALE'],
  CHANNEL: ['NO_CHANNEL', 'NO_AGREEMENT', 'NO_CREDENTIAL'],
}

test('every step says in a sentence of its own how far it is', () => {
  for (const [task, own] of Object.entries(findings) as [Step['task'], Step['finding'][]][]) {
    for (const finding of ['DONE', ...own] as const) {
      expect(`${task}_${finding}` in words.texts, `${task} ${finding}`).toBe(true)
      expect(sentenceOf(step(task, finding, ['one', 'two']), say, 'en', '')).not.toMatch(/\{\{/)
    }
  }
})

test('names are put in; a finding that is newer than the words is told in those of the contract', () => {
  expect(sentenceOf(step('SECOND_ADMIN', 'DONE', ['Wang', 'Shi']), say, 'en', '')).toMatch(/^Wang and Shi\./)
  expect(sentenceOf(step('MAIL', 'SOMETHING_NEW' as 'DONE'), say, 'en', 'Something new')).toBe('Something new')
})

test('the next step is the move of who looks; what failed is red, the rest is quiet', () => {
  expect(moodOf(step('MAIL', 'NOT_CHECKED'), true)).toBe('ours')
  expect(moodOf(step('MAIL', 'NOT_CHECKED'), false)).toBe('ended')
  expect(moodOf(step('MAIL', 'REFUSED'), false)).toBe('bad')
  expect(moodOf(step('KEYS', 'OTHER_KEYS'), true)).toBe('bad')
  expect(moodOf(step('KEYS', 'DONE'), false)).toBe('good')
})

test('a channel waits for a product', () => {
  const channel = step('CHANNEL', 'NO_CHANNEL')
  expect(waitsFor(channel, [step('PRODUCT', 'NOTHING_ON_SALE'), channel])).toBe(true)
  expect(waitsFor(channel, [step('PRODUCT', 'DONE'), channel])).toBe(false)
})
