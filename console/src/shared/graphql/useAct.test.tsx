import { act, renderHook } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { answering, json } from '../testing/answers'
import { withQueries } from '../testing/withQueries'
import type { Document } from './request'
import { useAct, type UserError } from './useAct'

type Payload = { userErrors: UserError[]; number?: string }
const Pay: Document<Record<string, Payload>, { amount: string }> = { toString: () => 'mutation Pay { pay }' }

afterEach(() => vi.unstubAllGlobals())

test('two clicks send once', async () => {
  let answer: (response: Response) => void = () => undefined
  const sent = answering(() => new Promise((resolve) => (answer = resolve)))
  const { result } = renderHook(() => useAct(Pay), withQueries())
  await act(async () => {
    const both = Promise.all([result.current.send({ amount: '1' }), result.current.send({ amount: '1' })])
    answer(json({ data: { pay: { userErrors: [], number: 'C1' } } }))
    expect(await both).toEqual([{ userErrors: [], number: 'C1' }, null])
  })
  expect(sent).toHaveLength(1)
  expect(result.current.sending).toBe(false)
})

test('mistakes of the input are kept until the next try, and nothing counts as done', async () => {
  const wrong = { code: 'TOO_MUCH', message: 'too much', path: ['input', 'amount'] }
  const bodies = [{ data: { pay: { userErrors: [wrong] } } }, { data: { pay: { userErrors: [] } } }]
  answering(() => json(bodies.shift()))
  const { result } = renderHook(() => useAct(Pay), withQueries())
  await act(async () => expect(await result.current.send({ amount: '9' })).toBeNull())
  expect(result.current.userErrors).toEqual([wrong])
  await act(async () => expect(await result.current.send({ amount: '1' })).not.toBeNull())
  expect(result.current.userErrors).toEqual([])
})

test('a lost network is told as such, and the act can be sent again', async () => {
  const sent = answering(() => Promise.reject(new TypeError('network')))
  const { result } = renderHook(() => useAct(Pay), withQueries())
  for (let times = 1; times <= 2; times++) {
    await act(async () => expect(await result.current.send({ amount: '1' })).toBeNull())
    expect(result.current.failure?.code).toBe('OFFLINE')
    expect(sent).toHaveLength(times)
  }
  act(() => result.current.clear())
  expect(result.current.failure).toBeNull()
})

test('what was asked before an act that was done is asked again when it is shown', async () => {
  const bodies = [{ userErrors: [{ code: 'TOO_MUCH', message: 'too much' }] }, { userErrors: [] }]
  answering(() => json({ data: { pay: bodies.shift() } }))
  const { client, wrapper } = withQueries()
  client.setQueryData(['Claim'], { number: 'C1' })
  const old = () => client.getQueryState(['Claim'])?.isInvalidated
  const { result } = renderHook(() => useAct(Pay), { wrapper })
  await act(() => result.current.send({ amount: '9' }))
  expect(old()).toBe(false)
  await act(() => result.current.send({ amount: '1' }))
  expect(old()).toBe(true)
})
