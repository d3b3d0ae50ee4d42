import { createFileRoute } from '@tanstack/react-router'
import { RequestsPage } from '../features/requests/RequestsPage'
import { desks, states, tabs, type RequestSearch } from '../features/requests/requestSearch'
import { oneOf, placeOf, someOf, yes, type Search } from '../shared/format/search'

const readSearch = (search: Search): RequestSearch => ({
  ...placeOf(search),
  tab: oneOf(search.tab, tabs),
  states: someOf(search.states, states),
  desks: someOf(search.desks, desks),
  overdue: yes(search.overdue),
})

export const Route = createFileRoute('/requests/')({ validateSearch: readSearch, component: Requests })

function Requests() {
  const navigate = Route.useNavigate()
  return <RequestsPage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
