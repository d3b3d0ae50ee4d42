import { createFileRoute } from '@tanstack/react-router'
import { PolicyListPage } from '../features/policies/PolicyListPage'
import { readPolicySearch } from '../features/policies/policySearch'

export const Route = createFileRoute('/policies/')({ validateSearch: readPolicySearch, component: Policies })

function Policies() {
  const navigate = Route.useNavigate()
  return <PolicyListPage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
