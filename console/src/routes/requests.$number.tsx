import { createFileRoute } from '@tanstack/react-router'
import { RequestPage } from '../features/requests/RequestPage'
import { RequestPageDocument } from '../features/requests/requests.generated'
import { prepare } from '../shared/graphql/useApi'

export const Route = createFileRoute('/requests/$number')({
  loader: (route) => prepare(route, RequestPageDocument, { number: route.params.number }),
  component: Request,
})

function Request() {
  const { number } = Route.useParams()
  return <RequestPage key={number} number={number} />
}
