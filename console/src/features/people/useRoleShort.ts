import type * as Types from '../../shared/graphql/types.generated'
import { useWords } from '../../shared/words/words'
import { words } from './words'

/** What a role is called in the head of a column. */
export function useRoleShort(): (role: Types.OpsRole) => string {
  const say = useWords(words)
  // words: people.short_*
  return (role) => say(`short_${role}`)
}
