import { expect, test } from 'vitest'
import { figures, minusAmount, sign, sum, unsigned, withUnit } from './money'

test.each([
  ['0', '0.00'],
  ['1000000', '1,000,000.00'],
  ['-1234.5', '−1,234.50'],
  ['0.23934', '0.23934'],
  ['12.3400', '12.34'],
  ['999.999', '999.999'],
])('%s is shown as %s', (amount, shown) => expect(figures(amount)).toBe(shown))

test('the unit stands after in Chinese, before in English', () => {
  expect(withUnit({ amount: '27400' }, 'zh-CN')).toBe('27,400.00 元')
  expect(withUnit({ amount: '27400' }, 'en')).toBe('CNY 27,400.00')
  expect(withUnit({ amount: '-3', currency: 'USD' }, 'zh-CN')).toBe('−3.00 USD')
})

/** Figures without chance: the same at every run. */
function* figuresOfAllKinds(count: number): Generator<{ text: string; scaled: bigint }> {
  let seed = 20261130n
  const next = () => (seed = (seed * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n)
  for (let made = 0; made < count; made++) {
    const places = Number((next() >> 33n) % 7n)
    const digits = (next() >> 20n) % 10n ** (8n + BigInt(places))
    const negative = (next() >> 40n) % 2n === 1n && digits > 0n
    const padded = digits.toString().padStart(places + 1, '0')
    const whole = padded.slice(0, padded.length - places)
    const text = `${negative ? '-' : ''}${whole}${places > 0 ? `.${padded.slice(padded.length - places)}` : ''}`
    yield { text, scaled: (negative ? -digits : digits) * 10n ** BigInt(6 - places) }
  }
}

test('sums are exact, as whole numbers of millionths are', () => {
  const all = [...figuresOfAllKinds(2000)]
  for (let from = 0; from < all.length; from += 5) {
    const some = all.slice(from, from + 5)
    const total = some.reduce((before, { scaled }) => before + scaled, 0n)
    expect(inMillionths(sum(some.map(({ text }) => text)))).toBe(total)
  }
})

test('a difference and its sign are exact', () => {
  const all = [...figuresOfAllKinds(1000)]
  for (let place = 0; place + 1 < all.length; place += 2) {
    const [a, b] = [all[place], all[place + 1]]
    if (!a || !b) continue
    const difference = minusAmount(a.text, b.text)
    expect(inMillionths(difference)).toBe(a.scaled - b.scaled)
    expect(sign(difference)).toBe(a.scaled === b.scaled ? 0 : a.scaled > b.scaled ? 1 : -1)
    expect(sign(unsigned(difference))).toBe(a.scaled === b.scaled ? 0 : 1)
  }
})

test('nothing added is nothing, and a tenth three times is three tenths', () => {
  expect(sum([])).toBe('0')
  expect(sum(['0.1', '0.1', '0.1'])).toBe('0.3')
  expect(sign('-0.00')).toBe(0)
})

function inMillionths(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const value = BigInt(whole + fraction.padEnd(6, '0'))
  return text.startsWith('-') ? -value : value
}
