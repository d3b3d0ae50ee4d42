import { figures, sum } from '../format/money'
import { instantText } from '../format/time'
import type { Language } from '../words/language'
import { defineWords, wordsIn } from '../words/words'

const words = defineWords('claimFacts', {
  yes: ['是', 'yes'],
  no: ['否', 'no'],
  items: ['{{count}} 笔', { one: '{{count}} item', other: '{{count}} items' }],
})

/** The JSON Schema of a fact or of all facts, as the product's claim schema says it: title is Chinese, description English. */
export interface FactSchema {
  title?: string
  description?: string
  type?: string | (string | null)[]
  format?: string
  enum?: (string | null)[]
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  'x-minimum'?: string
  'x-maximum'?: string
  'x-unit'?: string
  'x-personal'?: string
  default?: unknown
  maxItems?: number
  items?: FactSchema
  required?: string[]
  properties?: Record<string, FactSchema>
}

export interface Fact {
  name: string
  schema: FactSchema
  needed: boolean
}

/** The facts of a claim in the order in which the product asks for them. */
export function factsOf(schema: FactSchema): Fact[] {
  const needed = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).map(([name, of]) => ({
    name,
    schema: of,
    needed: needed.has(name) && of.default === undefined,
  }))
}

/** What a fact is called. */
export function titleOf(schema: FactSchema | undefined, language: Language): string {
  return (language === 'en' ? schema?.description : schema?.title) ?? schema?.title ?? ''
}

export type FactKind = 'instant' | 'amount' | 'decimal' | 'integer' | 'boolean' | 'choice' | 'list' | 'object' | 'text'

export function kindOf(schema: FactSchema): FactKind {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  if (schema.format === 'date-time') return 'instant'
  if (types.includes('boolean')) return 'boolean'
  if (types.includes('integer')) return 'integer'
  if (types.includes('array')) return 'list'
  if (types.includes('object')) return 'object'
  if (schema.enum) return 'choice'
  if (schema['x-minimum'] !== undefined || schema['x-maximum'] !== undefined)
    return schema['x-unit'] === 'CNY' ? 'amount' : 'decimal'
  return 'text'
}

/** A value of a fact as people read it. */
export function valueText(value: unknown, schema: FactSchema | undefined, language: Language): string {
  if (value === undefined || value === null || value === '') return '–'
  if (typeof value === 'boolean') return wordsIn(words, language)(value ? 'yes' : 'no')
  if (Array.isArray(value)) return listText(value, schema?.items, language)
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, part]) => valueText(part, schema?.properties?.[name], language))
      .join(' · ')
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (isInstant(text)) return instantText(text)
  if (schema && kindOf(schema) === 'amount') return figures(text)
  const unit = schema?.['x-unit']
  return unit ? `${text} ${unit}` : text
}

export function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}/.test(text)
}

function listText(values: readonly unknown[], items: FactSchema | undefined, language: Language): string {
  const count = wordsIn(words, language)('items', { count: values.length })
  const amounts = values.flatMap((value) => {
    const amount = typeof value === 'object' && value !== null ? (value as Record<string, unknown>).amount : undefined
    return typeof amount === 'string' ? [amount] : []
  })
  if (items && amounts.length === values.length && amounts.length > 0) {
    return `${count} ${figures(sum(amounts))}`
  }
  return count
}
