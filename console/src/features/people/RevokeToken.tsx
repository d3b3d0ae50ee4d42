import { useState } from 'react'
import { instantText } from '../../shared/format/time'
import { useAct } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { useWords } from '../../shared/words/words'
import { ActErrors } from './ActErrors'
import { RevokeReportingTokenDocument } from './people.generated'
import { Reason } from './Reason'
import type { Token } from './TokensPart'
import { tokenWords } from './tokenWords'

/** Ends a token at once. */
export function RevokeToken({
  token,
  again,
  onClose,
  onDone,
}: {
  token: Token
  again: () => void
  onClose: () => void
  onDone: () => void
}) {
  const say = useWords(tokenWords)
  const act = useAct(RevokeReportingTokenDocument)
  const [reason, setReason] = useState('')
  const send = async () => {
    const answer = await act.send({
      input: { id: token.id, expectedRevision: token.revision, reason: reason.trim() },
    })
    if (answer) onDone()
    else again()
  }
  return (
    <Dialog
      title={say('revokeTitle', { name: token.name })}
      keep={say('revokeKeep')}
      act={say('revokeNamed', { name: token.name })}
      dangerous
      sending={act.sending}
      disabled={!reason.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        <ActErrors act={act} />
        <p>{say('revokeHelp', { when: token.lastUsedAt ? instantText(token.lastUsedAt) : say('never') })}</p>
        <Reason value={reason} errors={act.userErrors} focused onChange={setReason} />
      </div>
    </Dialog>
  )
}
