import { createFileRoute } from '@tanstack/react-router'
import { RequestPage } from '../features/requests/RequestPage'

export const Route = createFileRoute('/requests/$number')({ component: Request })

function Request() {
  const { number } = Route.useParams()
  return <RequestPage key={number} number={number} />
}
