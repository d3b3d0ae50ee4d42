import type { ContentTableFragment } from './products.generated'

/** A table of rates as a grid: bands or keys down, keys across. A cell without a row is a gap. */
export interface Grid {
  rows: Line[]
  columns: { keys: string[]; title: string }[]
  cells: (Cell | undefined)[][]
  least: number
  most: number
}

export interface Line {
  title: string
  from: string | null
  below: string | null
  keys: string[]
}

export interface Cell {
  /** Its place among the rows of the file. */
  place: number
  value: string | null
  decline: string | null
}

/** The most cells that the page draws; what is more is edited as a list or in the file. */
export const mostLines = 200

export function gridOf(table: ContentTableFragment): Grid {
  const banded = table.band != null
  // A table of two keys without a band has its first key down and its second across.
  const down = banded ? 0 : table.keys.length === 2 ? 1 : table.keys.length
  const rows: Line[] = []
  const columns: Grid['columns'] = []
  const cells: Grid['cells'] = []
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  table.rows.forEach((row, place) => {
    const line: Line = {
      from: row.from ?? null,
      below: row.below ?? null,
      keys: row.keys.slice(0, down),
      title: '',
    }
    line.title = banded ? bandTitle(line.from, line.below) : line.keys.join(' · ')
    const across = row.keys.slice(down)
    const y = findOrAdd(rows, line, (each) => each.title === line.title)
    const x = findOrAdd(
      columns,
      { keys: across, title: across.join(' · ') },
      (each) => each.title === across.join(' · '),
    )
    const cell = { place, value: row.value ?? null, decline: row.decline ?? null }
    ;(cells[y] ??= [])[x] = cell
    if (cell.value !== null) {
      least = Math.min(least, Number(cell.value))
      most = Math.max(most, Number(cell.value))
    }
  })
  return { rows, columns, cells, least, most }
}

function findOrAdd<Each>(list: Each[], one: Each, is: (each: Each) => boolean): number {
  const place = list.findIndex(is)
  return place >= 0 ? place : list.push(one) - 1
}

/** A band for people: from, included, to, excluded. */
export function bandTitle(from: string | null, below: string | null): string {
  if (from === null && below === null) return '—'
  if (from === null) return `< ${below ?? ''}`
  if (below === null) return `≥ ${from}`
  return `${from} – ${below}`
}

/** How warm a cell is, 0 to 6: by its place between the least and the most of the table. */
export function heat(value: string, { least, most }: Grid): number {
  if (!(most > least)) return 2
  return Math.round(((Number(value) - least) / (most - least)) * 6)
}

/** One value that was pasted: a number, or why it is none. */
export interface Pasted {
  text: string
  value: string | null
  /** What was read differently from how it was written. */
  note?: 'percent' | 'thousands' | 'fullWidth'
  wrong?: 'empty' | 'number' | 'digits'
}

/** Reads one cell of a spreadsheet. Percent, thousands separators and full-width digits are understood, and said. */
export function readNumber(text: string): Pasted {
  const narrow = text
    .replace(/[\uff01-\uff5e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0]/g, ' ')
    .trim()
  const note = narrow !== text.trim() ? 'fullWidth' : undefined
  if (narrow === '') return { text, value: null, wrong: 'empty' }
  const bare = narrow.replace(/^[¥￥$]\s?/, '')
  const percent = /^([-+]?[\d,]*\.?\d+)\s?%$/.exec(bare)
  if (percent) {
    const share = shift(plainNumber(percent[1] ?? ''), -2)
    return share === null ? { text, value: null, wrong: 'number' } : { text, value: share, note: 'percent' }
  }
  const value = plainNumber(bare)
  if (value === null) return { text, value: null, wrong: 'number' }
  if ((value.split('.')[1] ?? '').length > 6) return { text, value: null, wrong: 'digits' }
  return { text, value, ...(bare.includes(',') ? { note: 'thousands' as const } : note ? { note } : {}) }
}

/** A number without separators; null where the text is none. 1,234.50 is one, 1,23 is not. */
function plainNumber(text: string): string | null {
  const joined = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(joined)) return null
  const trimmed = joined.replace(/^\+/, '').replace(/\.$/, '')
  return trimmed.startsWith('.') ? `0${trimmed}` : trimmed
}

/** Moves the point of a number, digit by digit: no binary fraction stands near money. */
export function shift(number: string | null, by: number): string | null {
  if (number === null) return null
  const negative = number.startsWith('-')
  const [whole = '0', fraction = ''] = number.replace('-', '').split('.')
  const digits = whole + fraction
  const point = whole.length + by
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const at = point <= 0 ? 1 : point
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const right = padded.slice(at).replace(/0+$/, '')
  return `${negative ? '-' : ''}${left}${right ? `.${right}` : ''}`
}

/** Multiplies a rate exactly, half up to so many digits as it had, at least two. */
export function times(value: string, factor: string): string | null {
  const a = plainNumber(value)
  const b = plainNumber(factor)
  if (a === null || b === null) return null
  const places = (text: string) => (text.split('.')[1] ?? '').length
  const whole = (text: string) => BigInt(text.replace('.', ''))
  const product = whole(a) * whole(b)
  const from = places(a) + places(b)
  const to = Math.min(Math.max(places(a), 2), 6)
  const sign = product < 0n ? -1n : 1n
  const size = product * sign
  const rest = from > to ? 10n ** BigInt(from - to) : 1n
  const rounded = from > to ? (size + rest / 2n) / rest : size * 10n ** BigInt(to - from)
  const digits = rounded.toString().padStart(to + 1, '0')
  return `${sign < 0n && rounded > 0n ? '-' : ''}${digits.slice(0, -to)}.${digits.slice(-to)}`
}

/** A block of cells as a spreadsheet puts it on the clipboard: a line a row, tabs between. */
export function readBlock(text: string): Pasted[][] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t').map(readNumber))
}

/** What would lie in a gap, between the neighbours above and below. */
export function between(grid: Grid, y: number, x: number): string | null {
  const above = grid.cells[y - 1]?.[x]?.value
  const below = grid.cells[y + 1]?.[x]?.value
  if (above == null || below == null) return above ?? below ?? null
  const places = Math.max((above.split('.')[1] ?? '').length, (below.split('.')[1] ?? '').length, 2)
  return ((Number(above) + Number(below)) / 2).toFixed(Math.min(places, 6))
}
