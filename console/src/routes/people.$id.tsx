import { createFileRoute } from '@tanstack/react-router'
import { PersonPageDocument } from '../features/people/people.generated'
import { PersonPage } from '../features/people/PersonPage'
import { prepare } from '../shared/graphql/useApi'

export const Route = createFileRoute('/people/$id')({
  loader: (route) => prepare(route, PersonPageDocument, { id: route.params.id }),
  component: Person,
})

function Person() {
  const { id } = Route.useParams()
  return <PersonPage key={id} id={id} />
}
