import type { LinkProps } from '@tanstack/react-router'
import type * as Types from '../../shared/graphql/types.generated'

type Place = Pick<LinkProps, 'to' | 'search'>

/** The list that shows what an item of the inbox counts; nothing where the list has no page yet. */
export function placeOfInbox(kind: string, filter: Record<string, unknown>): Place | undefined {
  const { desks, states } = filter as { desks?: Types.ServiceDesk[]; states?: Types.JobState[] }
  switch (kind) {
    case 'APPROVALS':
      return { to: '/approvals', search: {} }
    case 'PAYOUT_APPROVALS':
      return { to: '/approvals', search: { kind: 'CLAIM_PAYOUT' } }
    case 'CLAIMS_MINE':
    case 'EVIDENCE_CAME':
    case 'CLAIMS_UNASSIGNED':
    case 'CLAIMS_OVERDUE':
    case 'PAYOUTS_DISPUTED':
      return { to: '/claims', search: filter }
    case 'REQUESTS_MINE':
      return { to: '/requests', search: { tab: 'mine' } }
    case 'REQUESTS_UNASSIGNED':
      return { to: '/requests', search: { tab: 'open', desks } }
    case 'REQUESTS_OVERDUE':
      return { to: '/requests', search: { tab: 'all', desks, overdue: true } }
    case 'REQUESTS_OPENED':
      return { to: '/requests', search: { tab: 'opened' } }
    case 'JOBS_RUNNING':
    case 'JOBS_FAILED':
      return { to: '/jobs', search: { states } }
    case 'ENDPOINTS_TROUBLED':
      return { to: '/channels', search: { troubled: 'yes' } }
    default:
      return undefined
  }
}
