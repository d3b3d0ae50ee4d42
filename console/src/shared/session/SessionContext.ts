import { createContext, useContext } from 'react'
import type { ShownEnum } from '../words/enums'
import type { Language } from '../words/language'
import { useLanguage } from '../words/words'
import type { MeQuery } from './session.generated'

/** Who is signed in, what they may do, how they like to work, and what enums are called. */
export interface Session {
  viewer: MeQuery['viewer']
  person: NonNullable<MeQuery['viewer']['person']>
  allows: ReadonlySet<string>
  terms: ReadonlyMap<string, { zh: string; en: string }>
}

export const SessionContext = createContext<Session | null>(null)

/** The session of the page; pages are drawn inside one only. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('a page outside of a session')
  return session
}

/** Tells whether the person's roles let them call an operation of the contract, by its name. */
export function useMay(): (operation: string) => boolean {
  const { allows } = useSession()
  return (operation) => allows.has(operation)
}

/** What a value of an enum is called; a value that is newer than the words is shown as it is. */
export function useTerm(): (of: ShownEnum, value: string) => string {
  const session = useContext(SessionContext)
  const current = useLanguage()
  return (of, value) => termOf(session?.terms, current, of, value)
}

function termOf(terms: Session['terms'] | undefined, current: Language, of: ShownEnum, value: string): string {
  const text = terms?.get(`${of}.${value}`)
  if (!text) return value
  return current === 'en' ? text.en : text.zh
}
