import { minusAmount, sign } from '../../shared/format/money'
import { factsOf, kindOf, type FactSchema } from '../../shared/facts/facts'

/** Answers as they are typed: texts, yes or no, and lists of such. */
export type Answers = Record<string, unknown>

/** What is wrong with an answer, as a key of the words and what is put in. */
export interface Wrong {
  key: 'needed' | 'badInstant' | 'badAmount' | 'tooSmall' | 'tooLarge' | 'badText' | 'tooLong' | 'future'
  values?: Record<string, string | number>
}

/** Checks what a person can see at the field at once; the server checks all of it again. */
export function wrongOf(value: unknown, schema: FactSchema, needed: boolean, now: number): Wrong | null {
  if (isEmpty(value)) return needed ? { key: 'needed' } : null
  switch (kindOf(schema)) {
    case 'amount':
    case 'decimal':
      return wrongDecimal(String(value), schema)
    case 'integer':
      return /^-?\d{1,15}$/.test(String(value)) ? null : { key: 'badAmount' }
    case 'instant':
      if (Number.isNaN(Date.parse(String(value))) || !String(value).includes('T')) return { key: 'badInstant' }
      return Date.parse(String(value)) > now + 60_000 ? { key: 'future' } : null
    case 'text':
      return wrongText(String(value), schema)
    default:
      return null
  }
}

function wrongDecimal(text: string, schema: FactSchema): Wrong | null {
  if (!/^\d{1,18}(\.\d{1,6})?$/.test(text)) return { key: 'badAmount' }
  const [least, most] = [schema['x-minimum'], schema['x-maximum']]
  if (least !== undefined && sign(minusAmount(text, least)) < 0) return { key: 'tooSmall', values: { least } }
  if (most !== undefined && sign(minusAmount(text, most)) > 0) return { key: 'tooLarge', values: { most } }
  return null
}

function wrongText(text: string, schema: FactSchema): Wrong | null {
  if (schema.maxLength !== undefined && Array.from(text).length > schema.maxLength)
    return { key: 'tooLong', values: { count: schema.maxLength } }
  if (schema.pattern && !fits(text, schema.pattern)) return { key: 'badText' }
  return null
}

function fits(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return true // a pattern of another dialect: the server tells
  }
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Whatever is wrong with the answers, by the paths under which the server names them too: facts.transactions.0.at. */
export function allWrong(schema: FactSchema, answers: Answers, now: number, path = 'facts'): Map<string, Wrong> {
  const found = new Map<string, Wrong>()
  for (const fact of factsOf(schema)) {
    const at = `${path}.${fact.name}`
    const value = answers[fact.name]
    const wrong = wrongOf(value, fact.schema, fact.needed, now)
    if (wrong) found.set(at, wrong)
    if (Array.isArray(value) && fact.schema.items) {
      const items = fact.schema.items
      value.forEach((item, place) => {
        for (const [inner, each] of allWrong(items, item as Answers, now, `${at}.${String(place)}`))
          found.set(inner, each)
      })
    }
  }
  return found
}

/** The answers as the server takes them: without what was left empty. */
export function toFacts(schema: FactSchema, answers: Answers): Record<string, unknown> {
  const facts: Record<string, unknown> = {}
  for (const fact of factsOf(schema)) {
    const value = answers[fact.name]
    if (isEmpty(value)) continue
    const { items } = fact.schema
    if (Array.isArray(value) && items) facts[fact.name] = value.map((item) => toFacts(items, item as Answers))
    else facts[fact.name] = kindOf(fact.schema) === 'integer' ? Number(value) : value
  }
  return facts
}
