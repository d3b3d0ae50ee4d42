import { createFileRoute } from '@tanstack/react-router'
import { ApprovalsPage, type ApprovalSearch } from '../features/approvals/ApprovalsPage'
import { oneOf, textOf, type Search } from '../shared/format/search'

const readSearch = (search: Search): ApprovalSearch => ({
  tab: oneOf(search.tab, ['mine', 'all'] as const),
  kind: oneOf(search.kind, ['CLAIM_PAYOUT'] as const),
  id: textOf(search.id),
})

export const Route = createFileRoute('/approvals/')({ validateSearch: readSearch, component: Approvals })

function Approvals() {
  const navigate = Route.useNavigate()
  return <ApprovalsPage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
