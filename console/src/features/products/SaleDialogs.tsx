import { useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { useState } from 'react'
import { instantText } from '../../shared/format/time'
import { useKept } from '../../shared/forms/useKept'
import { useAct, type Act } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { InstantInput, isInstant } from '../../shared/ui/InstantInput'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import {
  DiscardDraftDocument,
  KeepProductOnSaleDocument,
  RequestPublicationDocument,
  WithdrawProductDocument,
} from './products.generated'
import type { Version } from './Editor'
import { WhatChanges } from './WhatChanges'
import { words } from './words'

interface Asked {
  version: Version
  onClose: () => void
  onDone: () => void
}

/** Asks another underwriter to put a draft on sale. */
export function PublishDialog({ version, onSale, onClose, onDone }: Asked & { onSale: number | undefined }) {
  const say = useWords(words)
  const [typed, setTyped, drop] = useKept<{ at: string | undefined; reason: string }>(
    `publish ${version.code} ${version.version}`,
    { at: undefined, reason: '' },
  )
  const act = useAct(RequestPublicationDocument)
  const at = typed.at && isInstant(typed.at) ? typed.at : undefined
  const send = async () => {
    const answer = await act.send({
      input: {
        productCode: version.code,
        version: version.version,
        expectedRevision: version.revision,
        reason: typed.reason.trim(),
        ...(at ? { publishAt: at } : {}),
      },
    })
    if (!answer) return
    drop()
    onDone()
  }
  return (
    <Dialog
      title={say('publishTitle', { version: version.version })}
      keep={say('keep')}
      act={at ? say('publishAskAt', { at: instantText(at) }) : say('publishAsk')}
      sending={act.sending}
      disabled={typed.reason.trim() === '' || (typed.at !== undefined && at === undefined)}
      onKeep={onClose}
      onAct={() => void send()}
      width={560}
    >
      <div className="stack">
        <p>{say('publishWho')}</p>
        <WhatChanges code={version.code} version={version.version} onSale={onSale} />
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <Field
          id="publishAt"
          label={say('publishAt')}
          help={say('publishAtHelp')}
          error={errorAt(act.userErrors, 'publishAt')}
        >
          <InstantInput value={typed.at} onChange={(value) => setTyped({ ...typed, at: value })} />
        </Field>
        <Reason act={act} value={typed.reason} onChange={(reason) => setTyped({ ...typed, reason })} />
      </div>
    </Dialog>
  )
}

/** Takes a product off sale, at once or later. */
export function WithdrawDialog({ version, agreements, onClose, onDone }: Asked & { agreements: number }) {
  const say = useWords(words)
  const [typed, setTyped] = useState<{ at: string | undefined; reason: string }>({ at: undefined, reason: '' })
  const act = useAct(WithdrawProductDocument)
  const send = async () => {
    const answer = await act.send({
      input: {
        productCode: version.code,
        expectedRevision: version.revision,
        reason: typed.reason.trim(),
        ...(typed.at ? { at: typed.at } : {}),
      },
    })
    if (answer) onDone()
  }
  return (
    <Dialog
      title={say('withdrawTitle', { code: version.code })}
      keep={say('withdrawKeep')}
      act={say('withdrawAct', { count: agreements })}
      dangerous
      sending={act.sending}
      disabled={typed.reason.trim() === ''}
      onKeep={onClose}
      onAct={() => void send()}
      width={560}
    >
      <div className="stack">
        <p>{say('withdrawText', { count: agreements })}</p>
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <Field
          id="withdrawAt"
          label={say('withdrawAt')}
          help={say('withdrawAtHelp')}
          error={errorAt(act.userErrors, 'at')}
        >
          <InstantInput value={typed.at} onChange={(value) => setTyped({ ...typed, at: value })} />
        </Field>
        <Reason act={act} value={typed.reason} onChange={(reason) => setTyped({ ...typed, reason })} />
      </div>
    </Dialog>
  )
}

/** Takes a planned withdrawal back. */
export function KeepOnSaleDialog({ version, onClose, onDone }: Asked) {
  const say = useWords(words)
  const [reason, setReason] = useState('')
  const act = useAct(KeepProductOnSaleDocument)
  const send = async () => {
    const answer = await act.send({
      input: { productCode: version.code, expectedRevision: version.revision, reason: reason.trim() },
    })
    if (answer) onDone()
  }
  return (
    <Dialog
      title={say('keepOnSale')}
      keep={say('keep')}
      act={say('keepOnSale')}
      sending={act.sending}
      disabled={reason.trim() === ''}
      onKeep={onClose}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <Reason act={act} value={reason} onChange={setReason} />
      </div>
    </Dialog>
  )
}

/** Deletes a draft for good. */
export function DiscardDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const say = useWords(words)
  const navigate = useNavigate()
  const act = useAct(DiscardDraftDocument)
  const send = async () => {
    const answer = await act.send({
      input: { productCode: version.code, version: version.version, expectedRevision: version.revision },
    })
    if (answer) void navigate({ to: '/products' })
  }
  return (
    <Dialog
      title={say('discard')}
      keep={say('keep')}
      act={say('discard')}
      dangerous
      sending={act.sending}
      onKeep={onClose}
      onAct={() => void send()}
      width={480}
    >
      <UserErrors errors={act.userErrors} failure={act.failure} />
      <p>{say('discardText', { version: version.version })}</p>
    </Dialog>
  )
}

function Reason({
  act,
  value,
  onChange,
}: {
  act: Pick<Act<never, never>, 'userErrors'>
  value: string
  onChange: (reason: string) => void
}) {
  const say = useWords(words)
  return (
    <Field id="reason" label={say('reason')} error={errorAt(act.userErrors, 'reason')}>
      <Input value={value} maxLength={500} autoFocus onChange={(event) => onChange(event.target.value)} />
    </Field>
  )
}
