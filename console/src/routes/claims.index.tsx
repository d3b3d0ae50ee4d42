import { createFileRoute } from '@tanstack/react-router'
import { ClaimDeskPage } from '../features/claims/ClaimDeskPage'
import { readClaimSearch } from '../features/claims/claimSearch'

export const Route = createFileRoute('/claims/')({ validateSearch: readClaimSearch, component: Claims })

function Claims() {
  const navigate = Route.useNavigate()
  return <ClaimDeskPage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
