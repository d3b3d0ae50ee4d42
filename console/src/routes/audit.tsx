import { createFileRoute } from '@tanstack/react-router'
import { AuditPage } from '../features/audit/AuditPage'
import { readAuditSearch } from '../features/audit/auditSearch'

export const Route = createFileRoute('/audit')({ validateSearch: readAuditSearch, component: Audit })

function Audit() {
  const navigate = Route.useNavigate()
  return <AuditPage search={Route.useSearch()} onSearchChange={(search) => void navigate({ search })} />
}
