import { createFileRoute } from '@tanstack/react-router'
import { PolicyPage } from '../features/policies/PolicyPage'
import { PolicyPageDocument } from '../features/policies/policy.generated'
import { prepare } from '../shared/graphql/useApi'
import { textOf } from '../shared/format/search'

export const Route = createFileRoute('/policies/$number')({
  validateSearch: (search: Record<string, unknown>): { asOf?: string | undefined } => ({ asOf: textOf(search.asOf) }),
  loader: (route) => prepare(route, PolicyPageDocument, { number: route.params.number }),
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
