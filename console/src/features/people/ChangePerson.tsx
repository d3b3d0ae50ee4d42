import { Input } from 'antd'
import { useKept } from '../../shared/forms/useKept'
import { useAct } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { errorAt } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { ActErrors } from './ActErrors'
import { dialogWords } from './dialogWords'
import { ChangePersonDocument } from './people.generated'
import type { PersonDialog } from './PersonActs'

/** Changes a person's name and e-mail; what is not typed anew stays. */
export function ChangePerson({ person, again, onClose, onDone }: PersonDialog) {
  const say = useWords(dialogWords)
  const act = useAct(ChangePersonDocument)
  const [typed, setTyped, drop] = useKept(`person ${person.id} change`, {
    displayName: person.displayName,
    email: person.email,
  })
  const send = async () => {
    const [displayName, email] = [typed.displayName.trim(), typed.email.trim()]
    const answer = await act.send({
      input: {
        id: person.id,
        expectedRevision: person.revision,
        ...(displayName === person.displayName ? {} : { displayName }),
        ...(email === person.email ? {} : { email }),
      },
    })
    if (answer) {
      drop()
      onDone(say('saved'))
    } else again()
  }
  return (
    <Dialog
      title={say('changeTitle', { name: person.displayName })}
      keep={say('changeKeep')}
      act={say('changeAct')}
      sending={act.sending}
      disabled={typed.displayName.trim() === person.displayName && typed.email.trim() === person.email}
      onKeep={() => {
        drop()
        onClose()
      }}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        <ActErrors act={act} />
        <Field id="displayName" label={say('name')} error={errorAt(act.userErrors, 'displayName')}>
          <Input
            value={typed.displayName}
            autoFocus
            onChange={(event) => setTyped({ ...typed, displayName: event.target.value })}
          />
        </Field>
        <Field id="email" label={say('email')} help={say('emailWarning')} error={errorAt(act.userErrors, 'email')}>
          <Input value={typed.email} onChange={(event) => setTyped({ ...typed, email: event.target.value })} />
        </Field>
      </div>
    </Dialog>
  )
}
