import type * as Types from '../../shared/graphql/types.generated'
import type { Place } from '../../shared/ui/KeysetTable'

export const jobTabs = ['running', 'broken', 'all'] as const

export const jobStates: readonly Types.JobState[] = ['QUEUED', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED']

/** Which jobs the list shows. */
export interface JobSearch extends Place {
  tab?: (typeof jobTabs)[number] | undefined
  states?: Types.JobState[] | undefined
}
