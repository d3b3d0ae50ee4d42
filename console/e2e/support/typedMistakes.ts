import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

/** A mistake that somebody types into a product file. */
export interface TypedMistake {
  name: string
  /** The lines as they stand, and as they are typed. */
  stands: string
  typed: string
  /** What must be named, and its fix where there is one. */
  says: string[]
  /** What stands on the line that is named, where that is not one that was typed. */
  on?: string
}

/** Those of insurance/catalog/testdata/mistakes.txt, which the product's own tests read too. */
export function typedMistakes(): TypedMistake[] {
  const file = resolve(import.meta.dirname, '../../../insurance/catalog/testdata/mistakes.txt')
  const [, ...parts] = readFileSync(file, 'utf8').split('\n# ')
  return parts.map((part) => {
    const [name = '', ...lines] = part.split('\n')
    const of = (sign: string) =>
      lines.filter((line) => line.startsWith(`${sign} `)).map((line) => line.slice(sign.length + 1))
    return {
      name,
      stands: of('-').join('\n'),
      typed: of('+').join('\n'),
      says: (of('!')[0] ?? '').split(' | '),
      ...(of('on:')[0] ? { on: of('on:')[0] } : {}),
    }
  })
}

/** The lines, from 1, that the mistake may be named on. */
export function linesOf(mistake: TypedMistake, before: string, after: string): number[] {
  const lineAt = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length
  if (mistake.on) return [lineAt(after, mistake.on)]
  const first = lineAt(before, mistake.stands)
  return mistake.typed.split('\n').map((_, place) => first + place)
}
