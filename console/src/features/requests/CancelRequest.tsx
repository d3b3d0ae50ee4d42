import { Input } from 'antd'
import { useState } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import type { Request } from './request'
import { CancelRequestDocument } from './requests.generated'
import { words } from './words'

/** Takes a request back, with a reason. */
export function CancelRequest({
  request,
  onClose,
  onDone,
}: {
  request: Request
  onClose: () => void
  onDone: (answer: unknown) => void
}) {
  const say = useWords(words)
  const [reason, setReason] = useState('')
  const act = useAct(CancelRequestDocument)
  const send = async () => {
    const answer = await act.send({
      input: { id: request.id, expectedRevision: request.revision, reason: reason.trim() },
    })
    if (answer) onDone(answer)
  }
  return (
    <Dialog
      title={say('cancelTitle')}
      keep={say('cancelKeep')}
      act={say('cancel')}
      dangerous
      sending={act.sending}
      disabled={!reason.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <Field id="cancelReason" label={say('cancelReason')} error={errorAt(act.userErrors, 'reason')}>
          <Input value={reason} maxLength={500} autoFocus onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  )
}
