import { Input } from 'antd'
import type { ReactNode } from 'react'
import { useKept } from '../../shared/forms/useKept'
import type { RequestFailed } from '../../shared/graphql/request'
import type { UserError } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { words } from './words'
import { channelPartWords } from './channelPartWords'

interface Acting {
  sending: boolean
  userErrors: readonly UserError[]
  failure: RequestFailed | null
}

/** A dangerous act that needs a reason and nothing else: what follows from it stands above. */
export function ReasonDialog({
  form,
  title,
  keep,
  act,
  dangerous = true,
  acting,
  onKeep,
  onSend,
  children,
}: {
  /** Names what is kept of it while it is typed. */
  form: string
  title: string
  keep: string
  act: string
  dangerous?: boolean
  acting: Acting
  onKeep: () => void
  /** Answers whether it was done. */
  onSend: (reason: string) => Promise<boolean>
  children: ReactNode
}) {
  const say = useWords(words, channelPartWords)
  const [reason, setReason, drop] = useKept(form, '')
  const conflict = acting.userErrors.some((error) => error.code === 'CONFLICT')
  const send = async () => {
    if (await onSend(reason.trim())) drop()
  }
  return (
    <Dialog
      title={title}
      keep={keep}
      act={act}
      dangerous={dangerous}
      sending={acting.sending}
      disabled={!reason.trim()}
      onKeep={onKeep}
      onAct={() => void send()}
      width={520}
    >
      <div className="stack">
        {conflict && (
          <Notice mood="theirs" alert>
            {say('changed')}
          </Notice>
        )}
        <UserErrors errors={acting.userErrors.filter((error) => error.code !== 'CONFLICT')} failure={acting.failure} />
        {children}
        <Field id="reason" label={say('reason')} help={say('reasonHelp')} error={errorAt(acting.userErrors, 'reason')}>
          <Input.TextArea rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  )
}
