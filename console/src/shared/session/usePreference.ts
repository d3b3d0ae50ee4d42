import { useQueryClient } from '@tanstack/react-query'
import { keyOf } from '../graphql/useApi'
import { request, type Answer } from '../graphql/request'
import { shownEnums } from '../words/enums'
import { MeDocument, SetPreferenceDocument, type MeQuery } from './session.generated'
import { useSession } from './SessionContext'

/**
 * How the person likes one thing, kept by the server: shown at once, sent behind. Of two windows the later one wins, after the value
 * of the other was read.
 */
export function usePreference<Value>(key: string, otherwise: Value): [Value, (value: Value | null) => void] {
  const client = useQueryClient()
  const { viewer } = useSession()
  const stored = viewer.preferences?.find((preference) => preference.key === key)
  const value = stored ? parse(stored.value, otherwise) : otherwise
  const change = (next: Value | null) => {
    const text = next === null ? null : JSON.stringify(next)
    const revision = stored?.revision ?? 0
    remember(text, revision)
    void request(SetPreferenceDocument, { input: { key, value: text, expectedRevision: revision } })
      .then(({ data }) => {
        const kept = data.setPreference.preference
        if (kept) remember(text, kept.revision, kept.id)
        else void client.invalidateQueries({ queryKey: ['Me'] })
      })
      .catch(() => void client.invalidateQueries({ queryKey: ['Me'] }))
  }
  const remember = (text: string | null, revision: number, id = stored?.id ?? key) => {
    client.setQueryData<Answer<MeQuery>>(keyOf(MeDocument, { enums: [...shownEnums] }), (me) => {
      if (!me) return me
      const others = (me.data.viewer.preferences ?? []).filter((preference) => preference.key !== key)
      const preferences = text === null ? others : [...others, { id, key, value: text, revision }]
      return { ...me, data: { ...me.data, viewer: { ...me.data.viewer, preferences } } }
    })
  }
  return [value, change]
}

function parse<Value>(text: string, otherwise: Value): Value {
  try {
    return JSON.parse(text) as Value
  } catch {
    return otherwise
  }
}
