import { createFileRoute } from '@tanstack/react-router'
import { JobPage } from '../features/jobs/JobPage'
import { JobPageDocument } from '../features/jobs/jobs.generated'
import { prepare } from '../shared/graphql/useApi'

export const Route = createFileRoute('/jobs/$id')({
  loader: (route) => prepare(route, JobPageDocument, { id: route.params.id }),
  component: Job,
})

function Job() {
  const { id } = Route.useParams()
  return <JobPage key={id} id={id} />
}
