import { describe, expect, it } from 'vitest'
import { chipsOf, filterOf, queueOf, readClaimSearch, whoseOf } from './claimSearch'

const given = (filter: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))

describe('the address of the desk', () => {
  it('shows first what is mine and nobody’s in review to who takes claims, and all to others', () => {
    const search = readClaimSearch({})
    expect(queueOf(search)).toBe('review')
    expect(given(filterOf(search, true, []))).toEqual({ states: ['IN_REVIEW'], mine: true })
    expect(given(filterOf(search, false, []))).toEqual({ states: ['IN_REVIEW'] })
  })
  it('takes any filter of claims as a link', () => {
    const search = readClaimSearch({ assigneeId: 'prs_1', states: ['IN_REVIEW', 'EVIDENCE_NEEDED'] })
    expect(queueOf(search)).toBeUndefined()
    expect(given(filterOf(search, true, []))).toEqual({ assigneeId: 'prs_1', states: ['IN_REVIEW', 'EVIDENCE_NEEDED'] })
    expect(given(filterOf(readClaimSearch({ overdue: true }), true, []))).toEqual({ overdue: true })
    expect(given(filterOf(readClaimSearch({ disputed: true }), true, []))).toEqual({ disputed: true })
    expect(queueOf(readClaimSearch({ disputed: true }))).toBe('disputed')
  })
  it('forgets what nobody could have asked', () => {
    expect(
      given(
        readClaimSearch({
          queue: 'x',
          states: ['NO_STATE'],
          scoreFrom: 101,
          scoreTo: '7',
          claimedFrom: '1,000',
          order: 'x',
          page: 0,
        }) as Record<string, unknown>,
      ),
    ).toEqual({})
  })
  it('finds second approvals by the claims that are asked for', () => {
    expect(given(filterOf(readClaimSearch({ queue: 'second' }), true, ['C1', 'C2']))).toEqual({
      states: ['IN_REVIEW'],
      numbers: ['C1', 'C2'],
    })
  })
  it('sends amounts with their currency and counts its chips', () => {
    const search = readClaimSearch({
      queue: 'review',
      whose: 'all',
      claimedFrom: '100',
      scoreFrom: 60,
      reasons: ['FRAUD_SCORE'],
    })
    expect(given(filterOf(search, true, []))).toEqual({
      states: ['IN_REVIEW'],
      claimedFrom: { amount: '100', currency: 'CNY' },
      scoreFrom: 60,
      reasons: ['FRAUD_SCORE'],
    })
    expect(chipsOf(search)).toBe(3)
    expect(whoseOf(search, true)).toBe('all')
  })
})
