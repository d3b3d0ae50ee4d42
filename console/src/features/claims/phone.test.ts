import { describe, expect, it } from 'vitest'
import { allWrong, toFacts } from './factForm'
import { kindOf, valueText, type FactSchema } from '../../shared/facts/facts'
import { askedOf, occurredOf, type AskedSchema } from './phone'

const schema: AskedSchema = {
  'x-occurred': 'transactions[].at',
  'x-byChannel': ['platformVerdict'],
  required: ['lossAmount', 'sameDevice', 'transactions'],
  properties: {
    platformVerdict: {
      title: '平台判定',
      description: 'Verdict',
      type: ['string', 'null'],
      enum: ['stolen', 'owner', null],
    },
    sameDevice: { title: '常用设备', description: 'Usual device', type: 'boolean' },
    lossAmount: {
      title: '损失',
      description: 'Loss',
      type: 'string',
      'x-minimum': '0.01',
      'x-maximum': '100000000',
      'x-unit': 'CNY',
    },
    receipt: { title: '回执', description: 'Receipt', type: ['string', 'null'], maxLength: 4 },
    transactions: {
      title: '交易',
      description: 'Transactions',
      type: 'array',
      items: {
        type: 'object',
        required: ['at', 'amount'],
        properties: {
          at: { type: 'string', format: 'date-time' },
          amount: { type: 'string', 'x-minimum': '0.01', 'x-unit': 'CNY' },
        },
      },
    },
  },
}
const now = Date.parse('2026-11-30T12:00:00Z')

describe('the form of a claim by phone', () => {
  it('does not ask what the channel alone states', () => {
    expect(Object.keys(askedOf(schema).properties ?? {})).toEqual([
      'sameDevice',
      'lossAmount',
      'receipt',
      'transactions',
    ])
  })
  it('names each mistake by the path that the server uses', () => {
    const wrong = allWrong(
      askedOf(schema),
      { lossAmount: '0', receipt: '12345', transactions: [{ at: '2026-12-01T00:00:00Z', amount: '-1' }] },
      now,
    )
    expect(Object.fromEntries([...wrong].map(([path, each]) => [path, each.key]))).toEqual({
      'facts.sameDevice': 'needed',
      'facts.lossAmount': 'tooSmall',
      'facts.receipt': 'tooLong',
      'facts.transactions.0.at': 'future',
      'facts.transactions.0.amount': 'badAmount',
    })
  })
  it('takes false for an answer, and nothing for none', () => {
    const answers = {
      sameDevice: false,
      lossAmount: '12.00',
      receipt: '',
      transactions: [{ at: '2026-11-29T08:00:00Z', amount: '12.00' }],
    }
    expect(allWrong(askedOf(schema), answers, now).size).toBe(0)
    expect(toFacts(askedOf(schema), answers)).toEqual({
      sameDevice: false,
      lossAmount: '12.00',
      transactions: [{ at: '2026-11-29T08:00:00Z', amount: '12.00' }],
    })
  })
  it('knows when the loss happened: the earliest of the list that the product names', () => {
    const answers = { transactions: [{ at: '2026-11-29T10:00:00Z' }, { at: '2026-11-29T08:00:00Z' }, {}] }
    expect(occurredOf(schema, { answers })).toBe('2026-11-29T08:00:00Z')
    expect(
      occurredOf({ ...schema, 'x-occurred': 'shippedBackAt' }, { answers: { shippedBackAt: '2026-11-01T00:00:00Z' } }),
    ).toBe('2026-11-01T00:00:00Z')
    expect(occurredOf({}, { answers: {}, occurredAt: '2026-11-02T00:00:00Z' })).toBe('2026-11-02T00:00:00Z')
    expect(occurredOf(schema, { answers: {} })).toBeUndefined()
  })
})

describe('facts as people read them', () => {
  const amount: FactSchema = { type: 'string', 'x-minimum': '0', 'x-unit': 'CNY' }
  it('by their kind', () => {
    expect(kindOf(amount)).toBe('amount')
    expect(valueText('28600', amount, 'en')).toBe('28,600.00')
    expect(valueText(true, { type: 'boolean' }, 'zh-CN')).toBe('是')
    expect(valueText('0.06', { type: 'string', 'x-minimum': '0', 'x-unit': 'kg' }, 'en')).toBe('0.06 kg')
    expect(
      valueText([{ amount: '1.10' }, { amount: '2.20' }], { type: 'array', items: { type: 'object' } }, 'zh-CN'),
    ).toBe('2 笔 3.30')
    expect(valueText(undefined, amount, 'en')).toBe('–')
  })
})
