import { percentText, shifted } from '../../shared/format/money'
import { expect, test } from 'vitest'
import { beyond, differing, inputOf, saidBy, shareOfPercent, typedOf, type SaidWords } from './agreement'
import { endsFirst, latest, linesOf, shareOf, worstFirst } from './channel'
import { layerOf, rowsOf } from './terms'

const words: SaidWords = {
  all: 'all',
  none: '–',
  operation: (of) => of,
  quota: (of, most) => `${of.measure} ${of.per} ${most}`,
  until: (instant) => instant,
}

test.each([
  ['0.1', 2, '10'],
  ['0.105', 2, '10.5'],
  ['0', 2, '0'],
  ['1', 2, '100'],
  ['0.000001', 2, '0.0001'],
  ['12.5', -2, '0.125'],
  ['5', -2, '0.05'],
  ['100', -2, '1'],
  ['0.0001', -2, '0.000001'],
])('%s moved by %d is %s, without a fraction of two', (amount, places, want) => {
  expect(shifted(amount, places)).toBe(want)
})

test('a commission is typed in per cent and asked for as a share', () => {
  expect(shareOfPercent('12.5')).toBe('0.125')
  expect(shareOfPercent(' 10 %')).toBe('0.1')
  expect(shareOfPercent('ten')).toBe('ten')
  expect(percentText('0.2000')).toBe('20%')
})

test('what lies outside of what was filed is seen while it is typed', () => {
  expect(beyond('0.21', null, '0.20')).toBe('above')
  expect(beyond('0.20', null, '0.20')).toBeUndefined()
  expect(beyond('0.69', '0.70', '1.30')).toBe('below')
  expect(beyond('', '0.70', '1.30')).toBeUndefined()
  expect(beyond('abc', '0.70', '1.30')).toBeUndefined()
})

test('a form asks for what it shows: nothing typed is nothing, not an empty text', () => {
  const typed = {
    ...typedOf(undefined),
    productCode: 'RFI-01',
    agreementCode: 'AG-1',
    commission: '10',
    reason: ' 新合同 ',
  }
  expect(inputOf(typed, 'mall')).toEqual({
    channelCode: 'mall',
    agreementCode: 'AG-1',
    expectedRevision: 0,
    productCode: 'RFI-01',
    plans: [],
    operations: [],
    commissionRate: '0.1',
    terms: {},
    quotas: [],
    reason: '新合同',
  })
})

test('two are compared by what they say', () => {
  const before = typedOf(undefined)
  const after = {
    ...before,
    commission: '12',
    quotas: [{ measure: 'POLICIES' as const, per: 'DAY' as const, most: '12000' }],
  }
  const [one, two] = [saidBy(before, words), saidBy(after, words)]
  expect(differing(one, two)).toEqual(['commission', 'quotas'])
  expect(two.quotas).toBe('POLICIES DAY 12,000')
})

test('terms keep their types through a form', () => {
  const layer = {
    'sale.quote': false,
    'claim.most': 2,
    'claim.automaticLimit': '25.00',
    'claim.receiptAbove': '1000',
    payers: ['SELLER'],
    'cancel.reasons': ['OTHER', 'DUPLICATE'],
    'cover.length': 'P90D',
  }
  expect(layerOf(rowsOf(layer))).toEqual(layer)
  expect(layerOf([{ path: ' ', value: '1' }])).toEqual({})
})

test('what is wrong comes first', () => {
  expect(
    worstFirst([{ state: 'ACTIVE' }, { state: 'UNVERIFIED' }, { state: 'PAUSED' }]).map((each) => each.state),
  ).toEqual(['PAUSED', 'UNVERIFIED', 'ACTIVE'])
  expect(
    endsFirst([{ expiresAt: null }, { expiresAt: '2027-02-01T00:00:00Z' }, { expiresAt: '2027-01-01T00:00:00Z' }]),
  ).toEqual({
    expiresAt: '2027-01-01T00:00:00Z',
  })
  expect(latest([null, '2026-11-01T00:00:00Z', undefined, '2026-11-02T00:00:00Z'])).toBe('2026-11-02T00:00:00Z')
  expect(shareOf({ used: '1204', most: '12000' })).toBeCloseTo(0.1, 2)
  expect(linesOf('policy.*\nclaim.paid，  claim.*')).toEqual(['policy.*', 'claim.paid', 'claim.*'])
})
