import { createFileRoute } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { FirstRunLeadsDocument } from '../features/first-run/firstRun.generated'
import { HomePage } from '../features/home/HomePage'
import { useApi } from '../shared/graphql/useApi'
import { useMay } from '../shared/session/SessionContext'

const FirstRunPage = lazy(() => import('../features/first-run/FirstRunPage').then((m) => ({ default: m.FirstRunPage })))

export const Route = createFileRoute('/')({ component: Home })

/** The home of a person; before the first business, that of an administrator is what is left to set up. */
function Home() {
  const may = useMay()('Query.firstRun')
  const asked = useApi(FirstRunLeadsDocument, {}, { enabled: may, freshFor: 60_000 })
  if (asked.isPending) return null
  if (!asked.data?.firstRun?.leads) return <HomePage />
  return (
    <Suspense>
      <FirstRunPage />
    </Suspense>
  )
}
