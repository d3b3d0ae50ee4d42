import { act, renderHook, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { answering, json } from '../testing/answers'
import { withQueries } from '../testing/withQueries'
import type { Document } from './request'
import { operation, useApi } from './useApi'

const Policy: Document<{ policy: { number: string } | null }, { number: string }> = {
  toString: () => 'query Policy($number: String!) { policy(number: $number) { number } }',
}

afterEach(() => vi.unstubAllGlobals())

function asked(variables = { number: 'P1' }) {
  return renderHook((values: { number: string }) => useApi(Policy, values), {
    wrapper: withQueries().wrapper,
    initialProps: variables,
  })
}

test('a part that was refused is told beside what was answered', async () => {
  const refused = { message: 'no', path: ['policy'], extensions: { code: 'FORBIDDEN' } }
  answering(() => json({ data: { policy: null }, errors: [refused] }))
  const { result } = asked()
  await waitFor(() => expect(result.current.data).toEqual({ policy: null }))
  expect(result.current.errors).toEqual([refused])
  expect(result.current.failure).toBeNull()
})

test('a refusal of the whole has its code and the number of the request', async () => {
  answering(() => json({ errors: [{ message: 'sign in', extensions: { code: 'UNAUTHENTICATED' } }] }, 'r-7'))
  const { result } = asked()
  await waitFor(() => expect(result.current.failure?.code).toBe('UNAUTHENTICATED'))
  expect(result.current.failure?.requestId).toBe('r-7')
})

test('an answer that is no JSON is a broken answer', async () => {
  answering(() => new Response('<html>', { status: 502 }))
  const { result } = asked()
  await waitFor(() => expect(result.current.failure?.code).toBe('BROKEN_ANSWER'))
  expect(result.current.failure?.message).toBe('HTTP 502')
})

test('what was seen stays while the network is lost', async () => {
  let online = true
  answering(() => (online ? json({ data: { policy: { number: 'P1' } } }) : Promise.reject(new TypeError('network'))))
  const { result } = asked()
  await waitFor(() => expect(result.current.data?.policy?.number).toBe('P1'))
  online = false
  act(() => result.current.again())
  await waitFor(() => expect(result.current.failure?.code).toBe('OFFLINE'))
  expect(result.current.data?.policy?.number).toBe('P1')
})

test('the name of an operation is that of its query, fragments aside', () => {
  expect(operation(Policy)).toBe('Policy')
  expect(operation({ toString: () => 'fragment A on B { c }\n  query Second { a }' })).toBe('Second')
})
