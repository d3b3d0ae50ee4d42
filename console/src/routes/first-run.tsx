import { createFileRoute } from '@tanstack/react-router'
import { FirstRunPage } from '../features/first-run/FirstRunPage'
import { FirstRunDocument } from '../features/first-run/firstRun.generated'
import { prepare } from '../shared/graphql/useApi'

export const Route = createFileRoute('/first-run')({
  loader: (route) => prepare(route, FirstRunDocument, {}),
  component: FirstRunPage,
})
