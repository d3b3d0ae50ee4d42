import { createFileRoute } from '@tanstack/react-router'
import { AgreementPage } from '../features/channels/AgreementPage'
import { AgreementPageDocument } from '../features/channels/agreements.generated'
import { agreementVariables } from '../features/channels/channelSearch'
import { yes, type Search } from '../shared/format/search'
import { prepare } from '../shared/graphql/useApi'

const readSearch = (search: Search): { change?: true | undefined } => ({ change: yes(search.change) })

export const Route = createFileRoute('/channels/$code/agreements/$agreement')({
  validateSearch: readSearch,
  loader: (route) =>
    prepare(route, AgreementPageDocument, agreementVariables(route.params.code, route.params.agreement)),
  component: Agreement,
})

function Agreement() {
  const { code, agreement } = Route.useParams()
  const { change } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <AgreementPage
      key={`${code} ${agreement}`}
      channel={code}
      code={agreement}
      changing={change === true}
      onChanging={(next) => void navigate({ search: next ? { change: true } : {}, resetScroll: false })}
    />
  )
}
