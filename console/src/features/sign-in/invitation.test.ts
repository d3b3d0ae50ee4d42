import { afterEach, expect, test } from 'vitest'
import { forgetInvitation, invitation } from './invitation'

afterEach(() => {
  forgetInvitation()
  history.replaceState(null, '', '/')
})

test('an invitation is read once, and gone from the address', () => {
  history.replaceState(null, '', '/invitation#name=wei.li&password=a%2Bb')
  expect(invitation()).toEqual({ name: 'wei.li', password: 'a+b' })
  expect(location.hash).toBe('')
  expect(invitation()).toEqual({ name: 'wei.li', password: 'a+b' })
  forgetInvitation()
  expect(invitation()).toBeUndefined()
})

test('other addresses are none', () => {
  history.replaceState(null, '', '/people#name=wei&password=x')
  expect(invitation()).toBeUndefined()
  expect(location.hash).toBe('#name=wei&password=x')
  history.replaceState(null, '', '/invitation#name=wei')
  expect(invitation()).toBeUndefined()
})
