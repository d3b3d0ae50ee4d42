import { createFileRoute } from '@tanstack/react-router'
import { approvalsFor, ApprovalsPage, type ApprovalSearch } from '../features/approvals/ApprovalsPage'
import { ApprovalPageDocument, ApprovalsDocument } from '../features/approvals/approvals.generated'
import { prepare } from '../shared/graphql/useApi'
import { oneOf, textOf, type Search } from '../shared/format/search'

const readSearch = (search: Search): ApprovalSearch => ({
  tab: oneOf(search.tab, ['mine', 'all'] as const),
  kind: oneOf(search.kind, ['CLAIM_PAYOUT'] as const),
  id: textOf(search.id),
})

export const Route = createFileRoute('/approvals/')({
  validateSearch: readSearch,
  loaderDeps: ({ search }) => search,
  loader: (route) => {
    prepare(route, ApprovalsDocument, approvalsFor(route.deps))
    if (route.deps.id) prepare(route, ApprovalPageDocument, { id: route.deps.id })
  },
  component: Approvals,
})

function Approvals() {
  const navigate = Route.useNavigate()
  return <ApprovalsPage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
