import { describe, expect, it } from 'vitest'
import { above, emptyDraft, isAmount, noteFor, othersFor } from './decision'
import type { Assessment } from './useClaim'

const yuan = (amount: string) => ({ amount, currency: 'CNY' })

function assessment(part: Partial<Assessment>): Assessment {
  return {
    computed: yuan('27400.00'),
    approvals: 1,
    approverRoles: ['CLAIMS'],
    authority: null,
    thresholds: [
      { above: yuan('20000.00'), others: 1 },
      { above: yuan('50000.00'), others: 2 },
    ],
    ...part,
  } as Assessment
}

describe('who must approve', () => {
  it('is what the server says of the computed amount', () => {
    expect(othersFor('27400', assessment({}))).toEqual({ others: 1, above: '20000.00' })
    expect(othersFor('27400.00', assessment({ approvals: 0, thresholds: [] }))).toEqual({ others: 0, above: undefined })
  })
  it('is less for a smaller amount, by the bounds of the terms', () => {
    expect(othersFor('20000.00', assessment({}))).toEqual({ others: 0, above: undefined })
    expect(othersFor('20000.01', assessment({}))).toEqual({ others: 1, above: '20000.00' })
    expect(othersFor('60000', assessment({ computed: null, approvals: null }))).toEqual({
      others: 2,
      above: '50000.00',
    })
  })
  it("is another person above one's own authority", () => {
    expect(othersFor('1500.00', assessment({ authority: yuan('1000.00') }))).toEqual({ others: 1, above: '1000.00' })
  })
})

describe('amounts', () => {
  it('are exact and above nothing', () => {
    expect([
      isAmount('0.10'),
      isAmount('0'),
      isAmount('0.00'),
      isAmount('1.234'),
      isAmount('-1'),
      isAmount('1e3'),
      isAmount(''),
    ]).toEqual([true, false, false, false, false, false, false])
    expect(above('9007199254740993.01', '9007199254740993.00')).toBe(true)
    expect(above('27400', '27400.00')).toBe(false)
  })
})

describe('the note', () => {
  it('follows the reason until somebody writes in it', () => {
    const first = { ...emptyDraft, ...noteFor(emptyDraft, 'Covered') }
    expect(first.note).toBe('Covered')
    const second = { ...first, ...noteFor(first, 'Other') }
    expect(second.note).toBe('Other')
    const written = { ...second, note: 'The parcel is too light' }
    expect(noteFor(written, 'Fraud').note).toBe('The parcel is too light')
  })
})
