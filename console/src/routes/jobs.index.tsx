import { createFileRoute } from '@tanstack/react-router'
import { JobsPage } from '../features/jobs/JobsPage'
import { jobStates, jobTabs, type JobSearch } from '../features/jobs/jobSearch'
import { oneOf, placeOf, someOf, type Search } from '../shared/format/search'

const readSearch = (search: Search): JobSearch => ({
  ...placeOf(search),
  tab: oneOf(search.tab, jobTabs),
  states: someOf(search.states, jobStates),
})

export const Route = createFileRoute('/jobs/')({ validateSearch: readSearch, component: Jobs })

function Jobs() {
  const navigate = Route.useNavigate()
  return <JobsPage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
