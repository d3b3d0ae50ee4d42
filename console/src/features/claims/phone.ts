import type { Answers } from './factForm'
import type { FactSchema } from '../../shared/facts/facts'

/** A file that came with the call. */
export interface KeptFile {
  fileId: string
  name: string
  size: number
}

/** What is typed of a claim while the caller speaks. */
export interface PhoneDraft {
  requestNo: string
  answers: Answers
  /** When the loss happened, where no fact says it. */
  occurredAt?: string | undefined
  /** The loss, where no fact says it. */
  claimed: string
  files: KeptFile[]
}

/** What the product says of its facts. */
export interface AskedSchema extends FactSchema {
  'x-occurred'?: string
  'x-reported'?: string
  'x-loss'?: string
  'x-byChannel'?: string[]
}

/** The schema of what is asked of a caller: without what the channel alone states. */
export function askedOf(schema: AskedSchema): AskedSchema {
  const left = new Set(schema['x-byChannel'] ?? [])
  const properties = Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => !left.has(name)))
  return { ...schema, properties }
}

/** When the loss happened: by the fact that the product names, of a list the earliest, else as it was typed. */
export function occurredOf(schema: AskedSchema, draft: Pick<PhoneDraft, 'answers' | 'occurredAt'>): string | undefined {
  const named = schema['x-occurred']
  if (!named) return draft.occurredAt
  const [list = '', field] = named.split('[].')
  const value = draft.answers[list]
  if (field === undefined) return typeof value === 'string' && value !== '' ? value : undefined
  if (!Array.isArray(value)) return undefined
  const moments = value.flatMap((item: unknown) => {
    const at = typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[field] : undefined
    return typeof at === 'string' && at !== '' ? [at] : []
  })
  return moments.sort((a, b) => Date.parse(a) - Date.parse(b))[0]
}
