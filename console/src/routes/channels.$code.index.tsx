import { createFileRoute } from '@tanstack/react-router'
import { ChannelPage } from '../features/channels/ChannelPage'
import { ChannelPageDocument } from '../features/channels/channels.generated'
import { channelVariables, modeOf, readChannelSearch } from '../features/channels/channelSearch'
import { prepare } from '../shared/graphql/useApi'

export const Route = createFileRoute('/channels/$code/')({
  validateSearch: readChannelSearch,
  loaderDeps: ({ search }) => ({ mode: modeOf(search) }),
  loader: (route) => prepare(route, ChannelPageDocument, channelVariables(route.params.code, route.deps.mode)),
  component: Channel,
})

function Channel() {
  const { code } = Route.useParams()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <ChannelPage
      key={`${code} ${modeOf(search)}`}
      code={code}
      search={search}
      onSearchChange={(next) => void navigate({ search: next, resetScroll: false })}
    />
  )
}
