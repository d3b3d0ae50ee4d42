import { describe, expect, test } from 'vitest'
import { flat } from './flat'

describe('flat', () => {
  test('money and lists of values are one row, everything else one a path', () => {
    expect(
      flat({
        amount: { amount: '1972.00', currency: 'CNY' },
        columns: ['NUMBER', 'STATE'],
        plans: [{ code: 'A', rate: '0.1' }],
        note: null,
      }),
    ).toEqual([
      ['amount', '1,972.00 CNY'],
      ['columns', 'NUMBER, STATE'],
      ['plans.0.code', 'A'],
      ['plans.0.rate', '0.1'],
      ['note', 'null'],
    ])
  })
})
