import { useState } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { useWords } from '../../shared/words/words'
import { ActErrors } from './ActErrors'
import { dialogWords } from './dialogWords'
import { ReinstatePersonDocument, SuspendPersonDocument } from './people.generated'
import type { PersonDialog } from './PersonActs'
import { Reason } from './Reason'

const texts = {
  suspend: ['suspendTitle', 'suspendHelp', 'suspendKeep', 'suspendAct', 'suspended'],
  reinstate: ['reinstateTitle', 'reinstateHelp', 'reinstateKeep', 'reinstateAct', 'reinstated'],
} as const

/** Keeps a person out, or lets them in again: at once, with a reason. */
export function SuspendPerson({
  person,
  sessions,
  again,
  onClose,
  onDone,
  act: which,
}: PersonDialog & { act: 'suspend' | 'reinstate' }) {
  const say = useWords(dialogWords)
  const suspend = useAct(SuspendPersonDocument)
  const reinstate = useAct(ReinstatePersonDocument)
  const act = which === 'suspend' ? suspend : reinstate
  const [reason, setReason] = useState('')
  const [title, help, keep, button, done] = texts[which]
  const send = async () => {
    const answer = await act.send({
      input: { id: person.id, expectedRevision: person.revision, reason: reason.trim() },
    })
    if (answer) onDone(say(done, { count: sessions }))
    else again()
  }
  return (
    <Dialog
      title={say(title, { name: person.displayName })}
      keep={say(keep)}
      act={say(button, { count: sessions })}
      dangerous={which === 'suspend'}
      sending={act.sending}
      disabled={!reason.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        <ActErrors act={act} />
        <p>{say(help, { count: sessions })}</p>
        <Reason value={reason} errors={act.userErrors} focused onChange={setReason} />
      </div>
    </Dialog>
  )
}
