import { createFileRoute } from '@tanstack/react-router'
import { NewRequestPage } from '../features/requests/NewRequestPage'
import { textOf, type Search } from '../shared/format/search'

const readSearch = (search: Search): { policy?: string | undefined } => ({ policy: textOf(search.policy) })

export const Route = createFileRoute('/requests/new')({ validateSearch: readSearch, component: NewRequest })

function NewRequest() {
  const { policy } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <NewRequestPage
      key={policy}
      policyNumber={policy}
      onPolicy={(next) => void navigate({ search: { policy: next } })}
    />
  )
}
