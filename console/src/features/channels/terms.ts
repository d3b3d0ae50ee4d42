/** One term of a layer as a form has it: its key, and its value as it is typed. */
export interface TermRow {
  path: string
  value: string
}

/** Terms whose values are amounts: the contract takes these as text, other numbers as numbers. */
const amounts = /(\.receiptAbove|[lL]imit)$/

/** The rows of a form for a layer of terms. */
export function rowsOf(layer: Record<string, unknown>): TermRow[] {
  return Object.entries(layer).map(([path, value]) => ({
    path,
    value: Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value),
  }))
}

/** The terms whose values are lists, though they have one entry. */
const lists = /^payers$|\.(by|changes|reasons)$/

/** The layer that rows of a form say; rows without a key say nothing. */
export function layerOf(rows: readonly TermRow[]): Record<string, unknown> {
  return Object.fromEntries(
    rows.flatMap(({ path, value }) => (path.trim() ? [[path.trim(), valueOf(path.trim(), value.trim())]] : [])),
  )
}

function valueOf(path: string, text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true'
  if (lists.test(path)) return text.split(/[\s,，]+/).filter(Boolean)
  return /^-?\d{1,15}$/.test(text) && !amounts.test(path) ? Number(text) : text
}
