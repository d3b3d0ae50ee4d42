import { expect, test } from 'vitest'
import { typedOf } from './risk'

test('the factors of an example are typed by their paths', () => {
  expect(
    typedOf({
      plan: 'A',
      weightKg: '2.5',
      times: 3,
      gift: true,
      to: { province: '21', county: { code: '0211' } },
      tags: ['a', 'b'],
    }),
  ).toEqual({
    plan: 'A',
    weightKg: '2.5',
    times: '3',
    gift: 'true',
    'to.province': '21',
    'to.county.code': '0211',
    tags: 'a, b',
  })
})
