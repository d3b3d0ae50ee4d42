import { createFileRoute } from '@tanstack/react-router'
import { PeoplePage } from '../features/people/PeoplePage'
import { readPeopleSearch } from '../features/people/peopleSearch'

export const Route = createFileRoute('/people/')({ validateSearch: readPeopleSearch, component: People })

function People() {
  const navigate = Route.useNavigate()
  return <PeoplePage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
