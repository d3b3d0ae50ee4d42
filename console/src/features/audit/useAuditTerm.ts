import { useMemo } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { useLanguage } from '../../shared/words/words'
import { AuditTermsDocument } from './audit.generated'

const enums = ['AuditAction', 'AuditObjectKind', 'AuditColumn'] as const

/** What actions and kinds of things are called. They are many, and only this page says them, so it asks for them itself. */
export function useAuditTerm() {
  const { data } = useApi(AuditTermsDocument, { enums: [...enums] }, { freshFor: Infinity })
  const english = useLanguage() === 'en'
  return useMemo(() => {
    const texts = new Map(data?.terms.map(({ coordinate, text }) => [coordinate, english ? text.en : text.zh]) ?? [])
    return {
      term: (of: (typeof enums)[number], value: string) => texts.get(`${of}.${value}`) ?? value,
      valuesOf: (of: (typeof enums)[number]) =>
        [...texts.keys()].filter((key) => key.startsWith(`${of}.`)).map((key) => key.slice(of.length + 1)),
    }
  }, [data, english])
}
