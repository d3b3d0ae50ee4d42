import { flat } from '../../shared/format/flat'

/** One value of a thing that another took the place of; undefined: there was none. */
export interface ChangedValue {
  path: string
  before: string | undefined
  after: string | undefined
}

/** What differs between the parts of a thing before and after an act, by path, in the order of what holds now. */
export function differenceOf(
  before: Record<string, unknown> | null | undefined,
  after: Record<string, unknown> | null | undefined,
): ChangedValue[] {
  const [was, is] = [new Map(before ? flat(before) : []), new Map(after ? flat(after) : [])]
  const paths = [...new Set([...is.keys(), ...was.keys()])].filter((path) => path !== '')
  return paths
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }))
    .filter((each) => each.before !== each.after)
}
