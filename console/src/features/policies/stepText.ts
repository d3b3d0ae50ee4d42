import { defineWords, type Say } from '../../shared/words/words'

export const words = defineWords('ratingSteps', {
  set: ['取 {{what}}', 'Take {{what}}'],
  multiply: ['乘以 {{what}}', 'Times {{what}}'],
  divide: ['除以 {{what}}', 'Divided by {{what}}'],
  add: ['加 {{what}}', 'Plus {{what}}'],
  subtract: ['减 {{what}}', 'Less {{what}}'],
  bounds: ['不低于、不高于 {{what}}', 'Within {{what}}'],
  round: ['四舍五入到 {{what}} 位小数', 'Rounded to {{what}} decimals'],
  agreement: ['契约系数 {{what}}', 'Factor of the agreement {{what}}'],
  agreementBounds: ['契约的上下限 {{what}}', 'Bounds of the agreement {{what}}'],
  premiumAfter: ['改后的保费', 'Premium after'],
  lessBefore: ['减去改前的保费', 'Less premium before'],
  daysLeft: ['按剩余天数', 'By the days left'],
  comesBack: ['退还', 'Comes back'],
  comesBackTo: ['退还给 {{what}}', 'Comes back to {{what}}'],
  neverMore: ['不超过当初收的', 'Never more than was charged'],
})

type Key = keyof typeof words.texts

/** How the server names the steps of a sum: docs/products.md. */
const patterns: readonly [RegExp, Key][] = [
  [/^set (.+)$/, 'set'],
  [/^multiply (.+)$/, 'multiply'],
  [/^divide (.+)$/, 'divide'],
  [/^add (.+)$/, 'add'],
  [/^subtract (.+)$/, 'subtract'],
  [/^bounds (.+)$/, 'bounds'],
  [/^round (\d+)/, 'round'],
  [/^agreement bounds (.+)$/, 'agreementBounds'],
  [/^agreement (.+)$/, 'agreement'],
  [/^premium after$/, 'premiumAfter'],
  [/^less premium before$/, 'lessBefore'],
  [/^of the days left$/, 'daysLeft'],
  [/^comes back to (.+)$/, 'comesBackTo'],
  [/^comes back$/, 'comesBack'],
  [/^never more than was charged$/, 'neverMore'],
]

/** A step of a sum in words; one that has a name of the product's own is told by that. */
export function stepText(rule: string, say: Say<Key>): string {
  for (const [pattern, key] of patterns) {
    const found = pattern.exec(rule)
    if (found) return say(key, { what: found[1] ?? '' })
  }
  return rule
}
