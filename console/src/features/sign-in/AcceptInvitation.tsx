import { Button } from 'antd'
import { useState } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { Failure } from '../../shared/ui/Region'
import { Notice } from '../../shared/ui/Notice'
import { useWords } from '../../shared/words/words'
import { forgetInvitation, type Invitation } from './invitation'
import { LoginDocument } from './signIn.generated'
import { words } from './words'

/** Lets in whoever was sent the link: they choose a password of their own next. */
export function AcceptInvitation({
  invitation,
  onDone,
  onOther,
}: {
  invitation: Invitation
  onDone: () => void
  onOther: () => void
}) {
  const say = useWords(words)
  const login = useAct(LoginDocument)
  const [over, setOver] = useState(false)
  const [wrong] = login.userErrors
  const accept = async () => {
    if (await login.send({ input: invitation })) onDone()
    else setOver(true)
  }
  const leave = () => {
    forgetInvitation()
    onOther()
  }
  return (
    <div className="stack">
      <p>{say('invited', { name: invitation.name })}</p>
      {login.failure && <Failure failure={login.failure} />}
      {wrong && (
        <Notice mood="bad" alert>
          {wrong.code === 'BAD_CREDENTIALS' ? say('invitationOver') : wrong.message}
        </Notice>
      )}
      <Button type="primary" size="large" block loading={login.sending} onClick={() => void accept()}>
        {say('accept')}
      </Button>
      {over && (
        <p className="small">
          <button type="button" className="link" onClick={leave}>
            {say('ownPassword')}
          </button>
        </p>
      )}
    </div>
  )
}
