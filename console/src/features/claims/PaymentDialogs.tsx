import { Checkbox, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { withUnit } from '../../shared/format/money'
import type { RequestFailed } from '../../shared/graphql/request'
import { newRequestNo, useAct, type UserError } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { InstantInput, isInstant } from '../../shared/ui/InstantInput'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useLanguage, useWords } from '../../shared/words/words'
import {
  RecordRecoveryDocument,
  ReopenClaimDocument,
  ResolveDisputedPayoutDocument,
  RetryPayoutDocument,
} from './claim.generated'
import { words } from './decideWords'
import { isAmount } from './decision'
import type { Claim } from './useClaim'

interface Shown {
  claim: Claim
  onKeep: () => void
  onDone: () => void
}

/** An act that asks why, and what it shows before. */
function WhyDialog({
  title,
  help,
  keep,
  act,
  errors,
  failure,
  sending,
  disabled = false,
  reason,
  onReason,
  onKeep,
  onAct,
  children,
}: {
  title: string
  help?: string
  keep: string
  act: string
  errors: readonly UserError[]
  failure: RequestFailed | null
  sending: boolean
  disabled?: boolean
  reason: string
  onReason: (reason: string) => void
  onKeep: () => void
  onAct: () => void
  children?: ReactNode
}) {
  const say = useWords(words)
  return (
    <Dialog
      title={title}
      width={520}
      keep={keep}
      act={act}
      sending={sending}
      disabled={disabled || reason.trim() === ''}
      onKeep={onKeep}
      onAct={onAct}
    >
      <div className="stack">
        {help && <p className="second">{help}</p>}
        <UserErrors errors={errors} failure={failure} />
        {children}
        <Field id="why" label={say('why')} help={say('onRecord')} error={errorAt(errors, 'reason')}>
          <Input.TextArea
            value={reason}
            maxLength={500}
            rows={2}
            className="grows"
            autoFocus={!children}
            onChange={(event) => onReason(event.target.value)}
          />
        </Field>
      </div>
    </Dialog>
  )
}

export function RetryDialog({ claim, onKeep, onDone }: Shown) {
  const say = useWords(words)
  const language = useLanguage()
  const retry = useAct(RetryPayoutDocument)
  const [reason, setReason] = useState('')
  const amount = claim.payable ? withUnit(claim.payable, language) : ''
  const send = async () => {
    if (await retry.send({ input: { claimNumber: claim.number, expectedRevision: claim.revision, reason } })) onDone()
  }
  return (
    <WhyDialog
      title={say('retryTitle')}
      help={say('retryHelp', { amount })}
      keep={say('keepIt')}
      act={say('retryAct', { amount })}
      errors={retry.userErrors}
      failure={retry.failure}
      sending={retry.sending}
      reason={reason}
      onReason={setReason}
      onKeep={onKeep}
      onAct={() => void send()}
    />
  )
}

/** Finance says what the bank now says: an amount, or that nothing was paid. */
export function ResolveDialog({ claim, onKeep, onDone }: Shown) {
  const say = useWords(words)
  const language = useLanguage()
  const resolve = useAct(ResolveDisputedPayoutDocument)
  const [reason, setReason] = useState('')
  const [paid, setPaid] = useState('')
  const [nothing, setNothing] = useState(false)
  const currency = claim.limit.currency
  const ordered = claim.payouts.find((payout) => payout.state === 'DISPUTED')?.amount
  const send = async () => {
    const input = {
      claimNumber: claim.number,
      expectedRevision: claim.revision,
      paid: nothing ? null : { amount: paid, currency },
      reason,
    }
    if (await resolve.send({ input })) onDone()
  }
  return (
    <WhyDialog
      title={say('resolveTitle')}
      help={say('resolveHelp')}
      keep={say('notYet')}
      act={
        nothing
          ? say('resolveAgain', { amount: ordered ? withUnit(ordered, language) : '' })
          : say('resolveAct', { amount: isAmount(paid) ? withUnit({ amount: paid, currency }, language) : '…' })
      }
      errors={resolve.userErrors}
      failure={resolve.failure}
      sending={resolve.sending}
      disabled={!nothing && !isAmount(paid)}
      reason={reason}
      onReason={setReason}
      onKeep={onKeep}
      onAct={() => void send()}
    >
      <Field
        id="paid"
        label={say('resolveAmount')}
        error={
          !nothing && paid !== '' && !isAmount(paid)
            ? say('notAmount')
            : (errorAt(resolve.userErrors, 'paid') ?? errorAt(resolve.userErrors, 'paid.amount'))
        }
      >
        <Input
          value={paid}
          autoFocus
          disabled={nothing}
          inputMode="decimal"
          suffix={say('unit')}
          onChange={(event) => setPaid(event.target.value.replace(/[,\s]/g, ''))}
        />
      </Field>
      <Checkbox checked={nothing} onChange={(event) => setNothing(event.target.checked)}>
        {say('nothingPaid')}
      </Checkbox>
    </WhyDialog>
  )
}

export function ReopenDialog({ claim, onKeep, onDone }: Shown) {
  const say = useWords(words)
  const reopen = useAct(ReopenClaimDocument)
  const [reason, setReason] = useState('')
  const send = async () => {
    if (await reopen.send({ input: { claimNumber: claim.number, expectedRevision: claim.revision, reason } })) onDone()
  }
  return (
    <WhyDialog
      title={say('reopenTitle')}
      help={say('reopenHelp')}
      keep={say('keepClosed')}
      act={say('reopenAct')}
      errors={reopen.userErrors}
      failure={reopen.failure}
      sending={reopen.sending}
      reason={reason}
      onReason={setReason}
      onKeep={onKeep}
      onAct={() => void send()}
    />
  )
}

export function RecoveryDialog({ claim, onKeep, onDone }: Shown) {
  const say = useWords(words)
  const language = useLanguage()
  const record = useAct(RecordRecoveryDocument)
  const [requestNo] = useState(newRequestNo)
  const [amount, setAmount] = useState('')
  const [source, setSource] = useState('')
  const [receivedAt, setReceivedAt] = useState<string | undefined>(new Date().toISOString())
  const currency = claim.limit.currency
  const send = async () => {
    if (!receivedAt) return
    const input = { requestNo, claimNumber: claim.number, amount: { amount, currency }, source, receivedAt }
    if (await record.send({ input })) onDone()
  }
  return (
    <Dialog
      title={say('recoverTitle')}
      width={520}
      keep={say('notYet')}
      act={say('recoverAct', { amount: isAmount(amount) ? withUnit({ amount, currency }, language) : '…' })}
      disabled={!isAmount(amount) || source.trim() === '' || !receivedAt || !isInstant(receivedAt)}
      sending={record.sending}
      onKeep={onKeep}
      onAct={() => void send()}
    >
      <div className="stack">
        <UserErrors errors={record.userErrors} failure={record.failure} />
        <Field
          id="recovered"
          label={say('amount')}
          error={
            amount !== '' && !isAmount(amount)
              ? say('notAmount')
              : (errorAt(record.userErrors, 'amount') ?? errorAt(record.userErrors, 'amount.amount'))
          }
        >
          <Input
            value={amount}
            autoFocus
            inputMode="decimal"
            suffix={say('unit')}
            onChange={(event) => setAmount(event.target.value.replace(/[,\s]/g, ''))}
          />
        </Field>
        <Field id="source" label={say('recoverSource')} error={errorAt(record.userErrors, 'source')}>
          <Input value={source} maxLength={128} onChange={(event) => setSource(event.target.value)} />
        </Field>
        <Field id="receivedAt" label={say('recoverAt')} error={errorAt(record.userErrors, 'receivedAt')}>
          <InstantInput value={receivedAt} onChange={setReceivedAt} />
        </Field>
      </div>
    </Dialog>
  )
}
