import { figures, isMoney } from './money'

/** What is in an object, however deep, by its path: for showing what has no page of its own. Money and a list of values are one row. */
export function flat(value: unknown, path = ''): [string, string][] {
  if (value === null || typeof value !== 'object') return [[path, String(value)]]
  if (Array.isArray(value) && value.every((each) => each === null || typeof each !== 'object')) {
    return [[path, value.map(String).join(', ')]]
  }
  if (isMoney(value)) return [[path, `${figures(value.amount)} ${value.currency}`]]
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key))
}
