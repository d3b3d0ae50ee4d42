import { expect, it } from 'vitest'
import { differencesOf, type Names } from './changed'
import { amountIn } from './PaymentPart'
import type { Claim } from './useClaim'

const names: Names = {
  state: 'State',
  handler: 'Handler',
  claimed: 'Claimed',
  computed: 'Computed',
  payable: 'Payable',
  evidence: 'Evidence',
  score: 'Score',
  approval: 'Second approval',
  nobody: 'nobody',
  waits: 'waits',
  none: '–',
}

function version(facts: Record<string, unknown>, computed: string, more: Partial<Claim> = {}): Claim {
  return {
    state: 'IN_REVIEW',
    revisions: [{ revision: 1, facts }],
    claimed: { amount: '28600.00', currency: 'CNY' },
    assessment: { computed: { amount: computed, currency: 'CNY' } },
    computed: null,
    payable: null,
    assignee: null,
    approval: null,
    evidence: [],
    score: 60,
    policy: {
      offer: {
        claimFactsSchema: {
          properties: {
            recoveredAmount: {
              title: '已追回',
              description: 'Recovered',
              type: 'string',
              'x-minimum': '0',
              'x-unit': 'CNY',
            },
            sameDevice: { title: '常用设备', description: 'Usual device', type: 'boolean' },
          },
        },
      },
    },
    ...more,
  } as unknown as Claim
}

it('tells in figures what another version changed, facts first, and nothing else', () => {
  const before = version({ recoveredAmount: '1200.00', sameDevice: true }, '27400.00')
  const after = version({ recoveredAmount: '3000.00', sameDevice: true }, '25600.00', {
    assignee: { id: 'prs_2', displayName: 'Gao Kai' },
  })
  expect(differencesOf(before, after, names, 'en', (claim) => claim.state)).toEqual([
    { what: 'Recovered', before: '1,200.00', after: '3,000.00' },
    { what: 'Computed', before: '27,400.00', after: '25,600.00' },
    { what: 'Handler', before: 'nobody', after: 'Gao Kai' },
  ])
  expect(differencesOf(before, before, names, 'en', (claim) => claim.state)).toEqual([])
})

it('finds the amount in the bank’s words', () => {
  expect(amountIn('paid 12.00 CNY')).toBe('12.00')
  expect(amountIn('PAID, then PAID 30.50')).toBe('30.50')
  expect(amountIn('PAID, then DECLINED NO_ACCOUNT')).toBeUndefined()
  expect(amountIn(null)).toBeUndefined()
})
