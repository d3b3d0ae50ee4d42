/** The parts of a product file, in the order in which the editor shows them. */
export const parts = [
  'basics',
  'factors',
  'plans',
  'filing',
  'rules',
  'rates',
  'steps',
  'terms',
  'claims',
  'examples',
  'file',
] as const

export type Part = (typeof parts)[number]

/** What the editor shows: a version, a part of it, a table, or what differs from another version. */
export interface ProductSearch {
  version?: number | undefined
  part?: Part | undefined
  table?: string | undefined
  plan?: string | undefined
  /** The version that this one is compared with. */
  against?: number | undefined
  /** The comparison is by line. */
  lines?: boolean | undefined
  backTests?: boolean | undefined
}

/** The version that a page is about: the newest, where the address names none. */
export function versionShown(code: string, search: ProductSearch): { code: string; version?: number } {
  return search.version === undefined ? { code } : { code, version: search.version }
}

/** What its parts are asked for with, while its file is as it is stored. */
export function contentShown(code: string, search: ProductSearch) {
  return {
    input: { productCode: code, ...(search.version === undefined ? {} : { version: search.version }) },
  }
}
