import { createFileRoute } from '@tanstack/react-router'
import { ClaimPage } from '../features/claims/ClaimPage'
import { ClaimDocument } from '../features/claims/claim.generated'
import { prepare } from '../shared/graphql/useApi'

export const Route = createFileRoute('/claims/$number')({
  loader: (route) => prepare(route, ClaimDocument, { number: route.params.number }),
  component: Claim,
})

function Claim() {
  const { number } = Route.useParams()
  return <ClaimPage key={number} number={number} />
}
