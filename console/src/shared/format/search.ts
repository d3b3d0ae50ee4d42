/** What stands in an address after the question mark, as anybody may have typed it. */
export type Search = Record<string, unknown>

/** A text, or nothing where it is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined
}

/** A list of texts, or nothing where it is none or empty. */
export function listOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const list = value.map(textOf).filter((each) => each !== undefined)
  return list.length > 0 ? list : undefined
}

/** The values of a list that are among those that there are. */
export function someOf<Value extends string>(value: unknown, all: readonly Value[]): Value[] | undefined {
  const list = listOf(value)?.filter((each): each is Value => (all as readonly string[]).includes(each))
  return list && list.length > 0 ? list : undefined
}

/** A value that is among those that there are. */
export function oneOf<Value extends string>(value: unknown, all: readonly Value[]): Value | undefined {
  return all.find((each) => each === value)
}

/** Yes, or nothing. */
export function yes(value: unknown): true | undefined {
  return value === true ? true : undefined
}

/** The place in a list. */
export function placeOf(search: Search): {
  after?: string | undefined
  before?: string | undefined
  page?: number | undefined
} {
  return {
    after: textOf(search.after),
    before: textOf(search.before),
    page: typeof search.page === 'number' && search.page > 1 ? Math.floor(search.page) : undefined,
  }
}
