import type { Language } from '../words/language'

/** An amount as the server sends it: exact, as text. */
export interface Amount {
  amount: string
  currency?: string
}

const minus = '−'

/** An amount with groups and two decimals at least; its digits are never changed. */
export function figures(amount: string): string {
  const negative = amount.startsWith('-')
  const [whole = '0', fraction = ''] = amount.replace(/^-/, '').split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const trimmed = fraction.replace(/0+$/, '')
  return `${negative ? minus : ''}${grouped}.${trimmed.padEnd(2, '0')}`
}

/** An amount with its unit: 27,400.00 元, CNY 27,400.00. */
export function withUnit({ amount, currency = 'CNY' }: Amount, language: Language): string {
  if (language === 'en') return `${currency} ${figures(amount)}`
  return `${figures(amount)} ${currency === 'CNY' ? '元' : currency}`
}

/** Whether what the server sent as JSON is an amount. */
export function isMoney(value: unknown): value is Required<Amount> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).sort().join(' ') === 'amount currency' &&
    Object.values(value).every((part) => typeof part === 'string')
  )
}

/** Adds exact amounts without turning them into binary fractions. */
export function sum(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => (amount.split('.')[1] ?? '').length))
  const total = amounts.reduce((all, amount) => all + scaled(amount, places), 0n)
  return unscaled(total, places)
}

/** a - b, exact. */
export function minusAmount(a: string, b: string): string {
  return sum([a, b.startsWith('-') ? b.slice(1) : `-${b}`])
}

/** Whether an amount is below nothing, nothing, or above: -1, 0, 1. */
export function sign(amount: string): -1 | 0 | 1 {
  if (/^-?0*(\.0*)?$/.test(amount)) return 0
  return amount.startsWith('-') ? -1 : 1
}

/** An amount without its sign. */
export function unsigned(amount: string): string {
  return amount.replace(/^-/, '')
}

function scaled(amount: string, places: number): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  const digits = BigInt(`${whole.replace('-', '')}${fraction.padEnd(places, '0')}`)
  return amount.startsWith('-') ? -digits : digits
}

function unscaled(value: bigint, places: number): string {
  const negative = value < 0n
  const digits = (negative ? -value : value).toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = places > 0 ? `.${digits.slice(digits.length - places)}` : ''
  return `${negative ? '-' : ''}${whole}${fraction}`
}

/** A share as people say it: 0.105 is 10.5%. */
export function percentText(share: string): string {
  return `${shifted(share, 2)}%`
}

/** Moves the point of an exact decimal, to the right where places is above 0: 0.105 by 2 is 10.5. */
export function shifted(amount: string, places: number): string {
  const negative = amount.startsWith('-')
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  const digits = `${whole}${fraction}`
  const point = whole.length + places
  const padded = point <= 0 ? `${'0'.repeat(1 - point)}${digits}` : digits.padEnd(point, '0')
  const at = point <= 0 ? 1 : point
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const right = padded.slice(at).replace(/0+$/, '')
  return `${negative ? '-' : ''}${left}${right ? `.${right}` : ''}`
}
