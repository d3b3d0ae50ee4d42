import { act, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { chooseLanguage } from './language'
import { defineWords, sayPair, useWords } from './words'

const words = defineWords('test', {
  hello: ['你好，{{name}}', 'Hello, {{name}}'],
  left: ['还有 {{count}} 件', { one: '{{count}} left', other: '{{count}} left in all' }],
})

function Page() {
  const say = useWords(words)
  return <p>{say('hello', { name: '<b>' })}</p>
}

test('a page changes its language at once, and what is put in stays text', () => {
  render(<Page />)
  expect(screen.getByText('你好，<b>')).toBeDefined()
  act(() => chooseLanguage('en'))
  expect(screen.getByText('Hello, <b>')).toBeDefined()
  expect(document.documentElement.lang).toBe('en')
})

test('a count chooses its English form', () => {
  expect(sayPair(words.texts.left, 'en', { count: 1 })).toBe('1 left')
  expect(sayPair(words.texts.left, 'en', { count: 21 })).toBe('21 left in all')
  expect(sayPair(words.texts.left, 'zh-CN', { count: 1 })).toBe('还有 1 件')
})
