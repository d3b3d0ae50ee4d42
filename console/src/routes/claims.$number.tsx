import { createFileRoute } from '@tanstack/react-router'
import { ClaimPage } from '../features/claims/ClaimPage'

export const Route = createFileRoute('/claims/$number')({ component: Claim })

function Claim() {
  const { number } = Route.useParams()
  return <ClaimPage key={number} number={number} />
}
