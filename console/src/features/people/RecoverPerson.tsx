import { useState } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { SecretDialog } from '../../shared/ui/SecretDialog'
import { useWords } from '../../shared/words/words'
import { ActErrors } from './ActErrors'
import { dialogWords } from './dialogWords'
import { RequestRecoveryDocument } from './people.generated'
import type { PersonDialog } from './PersonActs'
import { Reason } from './Reason'

/** Asks to let a person in who lost their password or second factor; the password is shown this once and works after approval. */
export function RecoverPerson({ person, sessions, again, onClose, onDone }: PersonDialog) {
  const say = useWords(dialogWords)
  const act = useAct(RequestRecoveryDocument)
  const [reason, setReason] = useState('')
  const [given, setGiven] = useState<{ password: string; approval: string | undefined }>()
  const send = async () => {
    const answer = await act.send({
      input: { id: person.id, expectedRevision: person.revision, reason: reason.trim() },
    })
    if (answer?.temporaryPassword) setGiven({ password: answer.temporaryPassword, approval: answer.approval?.id })
    else if (!answer) again()
  }
  if (given) {
    return (
      <SecretDialog
        title={say('secretTitle', { name: person.displayName })}
        secrets={[
          { label: say('login'), text: person.name },
          { label: say('password'), text: given.password },
        ]}
        onKept={() => onDone(say('asked'), given.approval)}
      >
        <p>{say('secretRecovered')}</p>
      </SecretDialog>
    )
  }
  return (
    <Dialog
      title={say('recoverTitle', { name: person.displayName })}
      keep={say('recoverKeep')}
      act={say('recoverAct')}
      sending={act.sending}
      disabled={!reason.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={520}
    >
      <div className="stack">
        <ActErrors act={act} />
        <p>{say('recoverHelp', { count: sessions })}</p>
        <Reason value={reason} errors={act.userErrors} focused onChange={setReason} />
      </div>
    </Dialog>
  )
}
