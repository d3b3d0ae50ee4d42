import type * as Types from '../../shared/graphql/types.generated'
import type { Place } from '../../shared/ui/KeysetTable'

export const states: readonly Types.ServiceRequestState[] = [
  'OPEN',
  'IN_WORK',
  'SENDING',
  'SENT',
  'CLOSED',
  'CANCELLED',
]
export const desks: readonly Types.ServiceDesk[] = ['UNDERWRITING', 'FINANCE']
export const tabs = ['open', 'mine', 'opened', 'all'] as const

/** Which requests the list shows. */
export interface RequestSearch extends Place {
  tab?: (typeof tabs)[number] | undefined
  states?: Types.ServiceRequestState[] | undefined
  desks?: Types.ServiceDesk[] | undefined
  overdue?: true | undefined
}

export const byTab: Record<(typeof tabs)[number], Types.ServiceRequestFilter> = {
  open: { unassigned: true, states: ['OPEN', 'IN_WORK', 'SENDING'] },
  mine: { mine: true, states: ['IN_WORK', 'SENDING'] },
  opened: { opened: true },
  all: {},
}
