import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { forget, forgetOld, keep, kept } from './kept'

const mine = btoa('0123456789abcdef0123456789abcdef')
const theirs = btoa('fedcba9876543210fedcba9876543210')
const day = 24 * 3_600_000

test('what was typed comes back to whoever typed it', async () => {
  await keep('claim C1', mine, { reason: '看过发票', sums: ['1.20'] })
  expect(await kept('claim C1', mine)).toEqual({ reason: '看过发票', sums: ['1.20'] })
  expect(await kept('claim C2', mine)).toBeUndefined()
})

test('another person, or a later session with another key, reads nothing', async () => {
  await keep('claim C3', mine, 'a secret')
  expect(await kept('claim C3', theirs)).toBeUndefined()
})

test('a box that is moved to another form does not open', async () => {
  await keep('claim C4', mine, 'of C4')
  const rows = await raw()
  await put('claim C5', rows.get('claim C4'))
  expect(await kept('claim C5', mine)).toBeUndefined()
})

test('nothing is stored in clear', async () => {
  await keep('claim C6', mine, 'Zhang Min, 13800000000')
  const row = (await raw()).get('claim C6') as { box: ArrayBuffer }
  expect(new TextDecoder().decode(row.box)).not.toContain('Zhang')
})

test('after a day it is forgotten', async () => {
  const now = Date.now()
  await keep('old', mine, 1, now - day - 1)
  await keep('young', mine, 2, now - day + 1_000)
  expect(await kept('old', mine, now)).toBeUndefined()
  await keep('old', mine, 1, now - day - 1)
  await forgetOld(now)
  expect((await raw()).has('old')).toBe(false)
  expect(await kept('young', mine, now)).toBe(2)
})

test('what was sent is forgotten', async () => {
  await keep('sent', mine, 1)
  await forget('sent')
  expect(await kept('sent', mine)).toBeUndefined()
})

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve) => {
    const asked = indexedDB.open('baodan', 1)
    asked.onsuccess = () => resolve(asked.result)
  })
}

async function raw(): Promise<Map<string, unknown>> {
  const rows = (await opened()).transaction('typed').objectStore('typed')
  return new Promise((resolve) => {
    const found = new Map<string, unknown>()
    const cursor = rows.openCursor()
    cursor.onsuccess = () => {
      if (!cursor.result) return resolve(found)
      found.set(String(cursor.result.key), cursor.result.value)
      cursor.result.continue()
    }
  })
}

async function put(key: string, value: unknown): Promise<void> {
  const asked = (await opened()).transaction('typed', 'readwrite').objectStore('typed').put(value, key)
  return new Promise((resolve) => {
    asked.onsuccess = () => resolve()
  })
}
