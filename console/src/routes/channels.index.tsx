import { createFileRoute } from '@tanstack/react-router'
import { ChannelsPage } from '../features/channels/ChannelsPage'
import { readChannelsSearch } from '../features/channels/channelSearch'

export const Route = createFileRoute('/channels/')({ validateSearch: readChannelsSearch, component: Channels })

function Channels() {
  const navigate = Route.useNavigate()
  return <ChannelsPage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
