import { createFileRoute } from '@tanstack/react-router'
import { SystemPage } from '../features/system/SystemPage'
import { SystemDocument } from '../features/system/system.generated'
import { prepare } from '../shared/graphql/useApi'

export const Route = createFileRoute('/system')({
  loader: (route) => prepare(route, SystemDocument, {}),
  component: SystemPage,
})
