import { Input } from 'antd'
import { useState } from 'react'
import { addDays, dayOf, startOfDay } from '../../shared/format/time'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { InstantInput, isInstant } from '../../shared/ui/InstantInput'
import { Notice } from '../../shared/ui/Notice'
import { SecretDialog } from '../../shared/ui/SecretDialog'
import { errorAt } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { ActErrors } from './ActErrors'
import { RequestReportingTokenDocument } from './people.generated'
import { Reason } from './Reason'
import { tokenWords } from './tokenWords'

/** A request that shows that a token works, and what to read first. */
function firstQuery(token: string): string {
  return [
    `curl -s ${location.origin}/graphql \\`,
    `  -H 'Authorization: Bearer ${token}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"query":"{ publishedProducts { code version name { zh en } plans { code } } }"}'`,
  ].join('\n')
}

/** Asks for a token of a reporting tool, which is shown this once beside a first query. */
export function AskToken({ onClose, onDone }: { onClose: () => void; onDone: (approval: string | undefined) => void }) {
  const say = useWords(tokenWords)
  const act = useAct(RequestReportingTokenDocument)
  const [requestNo] = useState(newRequestNo)
  const [typed, setTyped, drop] = useKept('token ask', {
    name: '',
    until: startOfDay(addDays(dayOf(Date.now()), 365)),
    reason: '',
  })
  const [given, setGiven] = useState<{ token: string; approval: string | undefined }>()
  const [replayed, setReplayed] = useState(false)
  const send = async () => {
    const answer = await act.send({
      input: { requestNo, name: typed.name.trim(), expiresAt: typed.until, reason: typed.reason.trim() },
    })
    if (!answer) return
    drop()
    if (answer.token) setGiven({ token: answer.token, approval: answer.approval?.id })
    else setReplayed(true)
  }
  if (given) {
    return (
      <SecretDialog
        title={say('secretTitle', { name: typed.name.trim() })}
        secrets={[
          { label: say('token'), text: given.token },
          { label: say('query'), text: firstQuery(given.token) },
        ]}
        onKept={() => onDone(given.approval)}
      >
        <p>{say('secretHelp')}</p>
      </SecretDialog>
    )
  }
  return (
    <Dialog
      title={say('askTitle')}
      keep={say('askKeep')}
      act={say('askAct')}
      sending={act.sending}
      disabled={replayed || !typed.name.trim() || !isInstant(typed.until) || !typed.reason.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        {replayed && <Notice mood="ended">{say('replayed')}</Notice>}
        <ActErrors act={act} />
        <Field id="name" label={say('name')} error={errorAt(act.userErrors, 'name')}>
          <Input value={typed.name} autoFocus onChange={(event) => setTyped({ ...typed, name: event.target.value })} />
        </Field>
        <Field id="expiresAt" label={say('until')} help={say('untilHelp')} error={errorAt(act.userErrors, 'expiresAt')}>
          <InstantInput value={typed.until} onChange={(until) => setTyped({ ...typed, until: until ?? '' })} />
        </Field>
        <Reason value={typed.reason} errors={act.userErrors} onChange={(reason) => setTyped({ ...typed, reason })} />
        <p className="small second">{say('askHelp')}</p>
      </div>
    </Dialog>
  )
}
