import { createFileRoute } from '@tanstack/react-router'
import { ClaimByPhonePage } from '../features/claims/ClaimByPhonePage'
import { readPhoneSearch } from '../features/claims/phoneSearch'

export const Route = createFileRoute('/claims/new')({ validateSearch: readPhoneSearch, component: ClaimByPhone })

function ClaimByPhone() {
  const navigate = Route.useNavigate()
  return <ClaimByPhonePage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
