import { Navigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { request } from '../../shared/graphql/request'
import { LogoutDocument } from '../../shared/session/session.generated'
import { useSession } from '../../shared/session/SessionContext'
import { useWords } from '../../shared/words/words'
import { forgetInvitation, invitation, invitationPath } from './invitation'
import { words } from './words'

/** An invitation that is opened while somebody is signed in: whoever it is for goes on to their home, others sign out first. */
export function InvitationPage() {
  const say = useWords(words)
  const { person } = useSession()
  const held = invitation()
  if (!held || held.name === person.name) {
    forgetInvitation()
    return <Navigate to="/" replace />
  }
  const change = async () => {
    await request(LogoutDocument, {}).catch(() => undefined)
    location.assign(`${invitationPath}#${new URLSearchParams({ ...held }).toString()}`)
    location.reload()
  }
  return (
    <div className="page">
      <header>
        <h1>{say('invitationTitle')}</h1>
      </header>
      <div className="stack">
        <p>{say('invitedOther', { name: held.name, person: person.displayName })}</p>
        <p>
          <Button type="primary" onClick={() => void change()}>
            {say('signOutAndAccept')}
          </Button>
        </p>
      </div>
    </div>
  )
}
