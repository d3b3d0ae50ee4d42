import type { LinkProps } from '@tanstack/react-router'

type Place = Pick<LinkProps, 'to' | 'search'>

/** The list that shows what an item of the inbox counts; nothing where the list has no page yet. */
export function placeOfInbox(kind: string, filter: Record<string, unknown>): Place | undefined {
  switch (kind) {
    case 'APPROVALS':
    case 'PAYOUT_APPROVALS':
      return { to: '/approvals', search: {} }
    case 'CLAIMS_MINE':
    case 'EVIDENCE_CAME':
    case 'CLAIMS_UNASSIGNED':
    case 'CLAIMS_OVERDUE':
    case 'PAYOUTS_DISPUTED':
      return { to: '/claims', search: filter }
    case 'REQUESTS_MINE':
      return { to: '/requests', search: { tab: 'mine' } }
    case 'REQUESTS_UNASSIGNED':
      return { to: '/requests', search: { tab: 'open' } }
    case 'REQUESTS_OVERDUE':
      return { to: '/requests', search: { tab: 'all', overdue: true } }
    case 'REQUESTS_OPENED':
      return { to: '/requests', search: { tab: 'opened' } }
    case 'JOBS_RUNNING':
      return { to: '/jobs', search: { tab: 'running' } }
    case 'JOBS_FAILED':
      return { to: '/jobs', search: { tab: 'broken' } }
    default:
      return undefined
  }
}
