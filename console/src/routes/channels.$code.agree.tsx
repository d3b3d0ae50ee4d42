import { createFileRoute } from '@tanstack/react-router'
import { NewAgreementPage } from '../features/channels/NewAgreementPage'
import { NewAgreementDocument } from '../features/channels/agreements.generated'
import { prepare } from '../shared/graphql/useApi'

export const Route = createFileRoute('/channels/$code/agree')({
  loader: (route) => prepare(route, NewAgreementDocument, { channel: route.params.code }),
  component: NewAgreement,
})

function NewAgreement() {
  const { code } = Route.useParams()
  return <NewAgreementPage key={code} channel={code} />
}
