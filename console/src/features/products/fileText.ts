import type * as Types from '../../shared/graphql/types.generated'
import type { Mistake } from './useDraft'
import { words } from './words'

/** What is typed into a field, as JSON for the file: numbers stay text, so that no digit changes. */
export function json(text: string): string {
  return JSON.stringify(text)
}

/** A text of the file in both languages, to begin with. */
export function pair(key: 'TERMS' | 'NOTICE' | 'CLAIM_GUIDE' | 'cover'): { zh: string; en: string } {
  const [zh, en] = words.texts[key]
  return { zh, en: typeof en === 'string' ? en : en.other }
}

/** Sets a part, or takes it out where nothing is typed. */
export function setPart(at: readonly string[], text: string): Types.ProductFileChange {
  return text.trim() === ''
    ? { operation: 'REMOVE', at: [...at] }
    : { operation: 'ADD', at: [...at], value: json(text.trim()) }
}

/** A value of a term as people read it: a list with commas between. */
export function termText(value: string): string {
  return value.startsWith('[') ? (JSON.parse(value) as unknown[]).map(String).join(', ') : value
}

/**
 * What is typed for a term as the file has it: true, false and whole numbers are themselves, a list stays a list and a formula one, all else
 * is text.
 */
export function termValue(text: string, before: string): string {
  const trimmed = text.trim()
  if (before.startsWith('[')) {
    const list = trimmed.split(/[,，]/).map((each) => each.trim())
    return JSON.stringify(list.filter((each) => each !== ''))
  }
  if (trimmed === 'true' || trimmed === 'false') return trimmed
  if (/^\d+$/.test(trimmed) && /^\d+$/.test(before)) return trimmed
  return JSON.stringify(/[?()<>=&|]/.test(trimmed) ? { formula: trimmed } : trimmed)
}

/** The mistakes that stand in lines from one, and before another. */
export function mistakesIn(mistakes: readonly Mistake[], from: number, before: number): Mistake[] {
  return mistakes.filter((each) => each.line != null && each.line >= from && each.line < before)
}

/** Where each of some parts ends: before the next, or at the end of the file. */
export function spans<Part extends { line: number }>(list: readonly Part[]): { part: Part; end: number }[] {
  const lines = list.map((each) => each.line).sort((a, b) => a - b)
  return list.map((part) => ({ part, end: lines.find((line) => line > part.line) ?? Number.MAX_SAFE_INTEGER }))
}

/** Which part of the editor a mistake belongs to, by the first step of its path. */
export function partOf(mistake: Mistake): string {
  const [first, second] = mistake.path ?? []
  switch (first) {
    case 'factors':
    case 'derived':
      return 'factors'
    case 'plans':
    case 'coverages':
      return 'plans'
    case 'filing':
    case 'terms':
    case 'rules':
    case 'claims':
      return first
    case 'rating':
      return second === 'tables' ? 'rates' : 'steps'
    case 'examples':
      return 'examples'
  }
  if (first?.endsWith('.example')) return 'examples'
  return first === 'code' || first === 'name' || first === 'currency' || first === 'timeZone' || first === 'documents'
    ? 'basics'
    : 'file'
}

/** The word of a condition that a mistake is about: what its sentence names and the condition has. */
export function wordIn(mistake: Mistake, condition: string): string | undefined {
  const words = condition.split(/[^\w.]+/)
  const quoted = [...mistake.message.matchAll(/['"“]([^'"”]+)['"”]/g)].map(([, word]) => word ?? '')
  const bare = mistake.message.split(/[^\w.]+/).filter((word) => words.includes(word))
  return [...quoted, ...bare].find((word) => word !== mistake.fix && word.length > 1 && condition.includes(word))
}

/** Where the parts stand in their list of the file that are shown before and behind one of it. */
export function placesBeside<Part extends { at: readonly string[] }>(
  part: Part,
  shown: readonly Part[],
  all: readonly Part[],
): { up: number | undefined; down: number | undefined } {
  const list = part.at.slice(0, -1).join('.')
  const ofList = (parts: readonly Part[]) => parts.filter((each) => each.at.slice(0, -1).join('.') === list)
  const whole = ofList(all)
  const beside = ofList(shown)
  const place = beside.indexOf(part)
  const placeOf = (one: Part | undefined) => (one ? whole.indexOf(one) : undefined)
  return { up: placeOf(beside[place - 1]), down: placeOf(beside[place + 1]) }
}
