import { createFileRoute } from '@tanstack/react-router'
import { PolicyPage } from '../features/policies/PolicyPage'

export const Route = createFileRoute('/policies/$number')({ component: Policy })

function Policy() {
  const { number } = Route.useParams()
  return <PolicyPage key={number} number={number} />
}
