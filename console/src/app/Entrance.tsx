import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { operation, useApi } from '../shared/graphql/useApi'
import { tellSessionEnded, useSessionEnded } from '../shared/session/ended'
import { MeDocument, type MeQuery } from '../shared/session/session.generated'
import { SessionContext, type Session } from '../shared/session/SessionContext'
import { shownEnums } from '../shared/words/enums'
import { sessionOver } from './queryClient'
import { Shell } from './Shell'
import { Unreachable } from './Unreachable'

const SignInPage = lazy(() => import('../features/sign-in/SignInPage').then((m) => ({ default: m.SignInPage })))
const SetupPage = lazy(() => import('../features/sign-in/SetupPage').then((m) => ({ default: m.SetupPage })))
const NoRolePage = lazy(() => import('../features/sign-in/NoRolePage').then((m) => ({ default: m.NoRolePage })))
const SessionEndedDialog = lazy(() =>
  import('../features/sign-in/SessionEndedDialog').then((m) => ({ default: m.SessionEndedDialog })),
)

/** Signs a person in, has them finish what they must do first, and then shows the page they asked for. */
export function Entrance() {
  const client = useQueryClient()
  const [settingUp, setSettingUp] = useState(false)
  // While a person sets up, nothing of theirs is asked by itself: recovery codes, shown this once, would give way to the page.
  const me = useApi(MeDocument, { enums: [...shownEnums] }, { freshFor: 60_000, enabled: !settingUp })
  const ended = useSessionEnded()
  const session = useMemo(() => sessionOf(me.data), [me.data])
  if (me.failure?.code === 'SETUP_REQUIRED' && !me.data && !settingUp) setSettingUp(true)

  const signedIn = () => {
    tellSessionEnded(false)
    me.again()
  }
  const setUp = () => {
    void client.resetQueries({ queryKey: [operation(MeDocument)] })
    setSettingUp(false)
  }
  if (settingUp) {
    return (
      <Suspense>
        <SetupPage onDone={setUp} />
      </Suspense>
    )
  }
  // Whoever has no role yet may call nothing that the frame shows.
  if (me.failure?.code === 'FORBIDDEN' && !me.data) {
    return (
      <Suspense>
        <NoRolePage again={me.again} />
      </Suspense>
    )
  }
  if (me.failure && !me.data) {
    if (!sessionOver.has(me.failure.code)) return <Unreachable failure={me.failure} again={me.again} />
    return (
      <Suspense>
        <SignInPage onDone={signedIn} />
      </Suspense>
    )
  }
  if (!session) return null
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
