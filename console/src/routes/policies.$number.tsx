import { createFileRoute } from '@tanstack/react-router'
import { PolicyPage } from '../features/policies/PolicyPage'
import { textOf } from '../shared/format/search'

export const Route = createFileRoute('/policies/$number')({
  validateSearch: (search: Record<string, unknown>): { asOf?: string | undefined } => ({ asOf: textOf(search.asOf) }),
  component: Policy,
})

function Policy() {
  const { number } = Route.useParams()
  const { asOf } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <PolicyPage key={number} number={number} asOf={asOf} onAsOf={(next) => void navigate({ search: { asOf: next } })} />
  )
}
