import { useQueryClient } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { tellSessionEnded } from '../../shared/session/ended'
import { useSession } from '../../shared/session/SessionContext'
import { useWords } from '../../shared/words/words'
import { SignInForm } from './SignInForm'
import { words } from './words'
import { floatIn } from '../../shared/ui/floatIn'

/** Lets the same person in again over the page; nothing that they typed is lost. Somebody else starts anew. */
export function SessionEndedDialog() {
  const say = useWords(words)
  const { person } = useSession()
  const client = useQueryClient()
  const done = () => {
    tellSessionEnded(false)
    void client.invalidateQueries()
  }
  return (
    <Modal
      getContainer={floatIn}
      open
      closable={false}
      footer={null}
      width={400}
      title={say('endedTitle')}
      zIndex={2000}
      keyboard={false}
    >
      <div className="stack">
        <p>{say('endedHelp')}</p>
        <SignInForm name={person.name} onDone={done} />
        <p className="small muted">{say('otherPerson', { name: person.displayName })}</p>
        <Button type="link" onClick={() => location.assign('/')}>
          {say('leave')}
        </Button>
      </div>
    </Modal>
  )
}
