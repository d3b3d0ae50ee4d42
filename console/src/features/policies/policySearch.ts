import { listOf, placeOf, type Search } from '../../shared/format/search'
import type { Place } from '../../shared/ui/KeysetTable'

/** The conditions of the list of policies, as they stand in the address. */
export interface PolicySearch extends Place {
  channels?: string[] | undefined
}

export function readPolicySearch(search: Search): PolicySearch {
  return { ...placeOf(search), channels: listOf(search.channels) }
}
