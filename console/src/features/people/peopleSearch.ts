import { oneOf, placeOf, someOf, textOf, yes, type Search } from '../../shared/format/search'
import type * as Types from '../../shared/graphql/types.generated'
import type { Place } from '../../shared/ui/KeysetTable'

/** All roles, in the order of their columns. */
export const roles: readonly Types.OpsRole[] = [
  'UNDERWRITING',
  'SALES',
  'CLAIMS',
  'SERVICE',
  'FINANCE',
  'AUDIT',
  'SECURITY_ADMIN',
  'SYSTEM_ADMIN',
]
export const personStates: readonly Types.PersonState[] = ['ACTIVE', 'SUSPENDED']
export const tabs = ['roles', 'tokens'] as const

/** Which people the list shows, or which other part of the page is open. */
export interface PeopleSearch extends Place {
  tab?: (typeof tabs)[number] | undefined
  states?: Types.PersonState[] | undefined
  roles?: Types.OpsRole[] | undefined
  locked?: true | undefined
  name?: string | undefined
}

export const readPeopleSearch = (search: Search): PeopleSearch => ({
  ...placeOf(search),
  tab: oneOf(search.tab, tabs),
  states: someOf(search.states, personStates),
  roles: someOf(search.roles, roles),
  locked: yes(search.locked),
  name: textOf(search.name),
})

/** What the server is asked for. */
export function filterOf(search: PeopleSearch): Types.PersonFilter {
  return {
    ...(search.states ? { states: search.states } : {}),
    ...(search.roles ? { roles: search.roles } : {}),
    ...(search.locked ? { locked: true } : {}),
    ...(search.name ? { name: search.name } : {}),
  }
}
