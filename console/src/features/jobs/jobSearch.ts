import type { Place } from '../../shared/ui/KeysetTable'

export const jobTabs = ['running', 'broken', 'all'] as const

/** Which jobs the list shows. */
export interface JobSearch extends Place {
  tab?: (typeof jobTabs)[number] | undefined
}
