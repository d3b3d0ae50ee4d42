import { Input } from 'antd'
import { useState } from 'react'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { VerifyAuditRecordDocument } from './audit.generated'
import { recordWords } from './recordWords'

/** Has the whole record recomputed, with a reason. */
export function VerifyDialog({
  count,
  onClose,
  onStarted,
}: {
  count: string
  onClose: () => void
  onStarted: (job: string) => void
}) {
  const say = useWords(recordWords)
  const act = useAct(VerifyAuditRecordDocument)
  const [requestNo] = useState(newRequestNo)
  const [reason, setReason] = useState('')
  const send = async () => {
    const answer = await act.send({ input: { requestNo, reason: reason.trim() } })
    if (answer?.job) onStarted(answer.job.id)
  }
  return (
    <Dialog
      title={say('verifyTitle')}
      keep={say('verifyKeep')}
      act={say('verifyAct', { count })}
      sending={act.sending}
      disabled={!reason.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <p>{say('verifyHelp', { count })}</p>
        <Field id="reason" label={say('reason')} help={say('reasonHelp')} error={errorAt(act.userErrors, 'reason')}>
          <Input
            value={reason}
            maxLength={500}
            autoFocus
            onChange={(event) => setReason(event.target.value)}
            onPressEnter={() => {
              if (reason.trim()) void send()
            }}
          />
        </Field>
      </div>
    </Dialog>
  )
}
