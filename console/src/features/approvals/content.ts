import { isMoney, type Amount } from '../../shared/format/money'

/** What stands in the content of a request: a text, a number, yes or no, an amount, or a list of texts; undefined where nothing does. */
export type Said = string | number | boolean | Required<Amount> | readonly string[] | undefined

export interface Row {
  /** Where it stands, from the top. */
  path: readonly string[]
  before: Said
  after: Said
  changed: boolean
}

interface Difference {
  path: string
  before?: string | null
  after?: string | null
}

type Content = Readonly<Record<string, unknown>>

/** What a request would make of what is in force, thing by thing; of a large thing the differences alone. */
export function rowsOf(content: Content, inForce: Content | undefined, differences: readonly Difference[]): Row[] {
  const keys = [...new Set([...Object.keys(content), ...Object.keys(inForce ?? {})])]
  return keys.flatMap((key): Row[] => {
    const [before, after] = [inForce?.[key], content[key]]
    if (isSaid(before) && isSaid(after)) {
      const [left, right] = [said(before), said(after)]
      return [{ path: [key], before: left, after: right, changed: JSON.stringify(left) !== JSON.stringify(right) }]
    }
    if (!inForce) return inner(after, [key])
    return differences
      .filter((each) => each.path.startsWith(`${key}.`))
      .map((each) => ({
        path: [key, ...each.path.slice(key.length + 1).split('.')],
        before: each.before ?? undefined,
        after: each.after ?? undefined,
        changed: true,
      }))
  })
}

/** All that is said within a thing that is new. */
function inner(value: unknown, path: readonly string[]): Row[] {
  if (isSaid(value)) return [{ path, before: undefined, after: said(value), changed: true }]
  return Object.entries(value as object).flatMap(([key, each]) => inner(each, [...path, key]))
}

/** Whether something is shown in one row. */
function isSaid(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || isMoney(value)) return true
  if (Array.isArray(value)) return value.every((each) => each === null || typeof each !== 'object')
  return Object.keys(value).length === 0
}

function said(value: unknown): Said {
  if (value === null || value === undefined || value === '') return undefined
  if (Array.isArray(value)) return value.map(String)
  if (typeof value === 'object') return isMoney(value) ? value : undefined
  return value as string | number | boolean
}
