import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { useApi } from '../shared/graphql/useApi'
import { useSessionEnded } from '../shared/session/ended'
import { MeDocument, type MeQuery } from '../shared/session/session.generated'
import { SessionContext, type Session } from '../shared/session/SessionContext'
import { shownEnums } from '../shared/words/enums'
import { sessionOver } from './queryClient'
import { Shell } from './Shell'
import { Unreachable } from './Unreachable'

const SignInPage = lazy(() => import('../features/sign-in/SignInPage').then((m) => ({ default: m.SignInPage })))
const SetupPage = lazy(() => import('../features/sign-in/SetupPage').then((m) => ({ default: m.SetupPage })))
const SessionEndedDialog = lazy(() =>
  import('../features/sign-in/SessionEndedDialog').then((m) => ({ default: m.SessionEndedDialog })),
)

/** Signs a person in, has them finish what they must do first, and then shows the page they asked for. */
export function Entrance() {
  const me = useApi(MeDocument, { enums: [...shownEnums] }, { freshFor: 60_000 })
  const ended = useSessionEnded()
  const session = useMemo(() => sessionOf(me.data), [me.data])

  if (me.failure && !me.data) {
    if (!sessionOver.has(me.failure.code)) return <Unreachable failure={me.failure} again={me.again} />
    return (
      <Suspense>
        <SignInPage onDone={me.again} />
      </Suspense>
    )
  }
  if (!me.data) return null
  const steps = me.data.viewer.setup ?? []
  if (!session || steps.length > 0) {
    return (
      <Suspense>
        <SetupPage steps={steps} onDone={me.again} />
      </Suspense>
    )
  }
  return (
    <SessionContext value={session}>
      <Shell>
        <Outlet />
      </Shell>
      {ended && (
        <Suspense>
          <SessionEndedDialog />
        </Suspense>
      )}
    </SessionContext>
  )
}

function sessionOf(data: MeQuery | undefined): Session | null {
  const person = data?.viewer.person
  if (!data || !person) return null
  return {
    viewer: data.viewer,
    person,
    allows: new Set(data.viewer.allows ?? []),
    terms: new Map(data.terms.map((term) => [term.coordinate, term.text])),
  }
}
