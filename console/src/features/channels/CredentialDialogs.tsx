import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import type * as Types from '../../shared/graphql/types.generated'
import { useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { InstantInput, isInstant } from '../../shared/ui/InstantInput'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { whenText } from '../../shared/format/time'
import { useLanguage, useWords } from '../../shared/words/words'
import { words as agreementWords } from './agreementWords'
import { errorWithin, linesOf, type Channel, type Credential } from './channel'
import {
  RequestCredentialDocument,
  RevokeCredentialDocument,
  SetCredentialAddressesDocument,
} from './channels.generated'
import { Overlap, overlapOf } from './EndpointDialogs'
import { ReasonDialog } from './ReasonDialog'
import type { Made } from './SecretDialog'
import { words } from './words'
import { channelPartWords } from './channelPartWords'

const algorithms: readonly Types.CredentialAlgorithm[] = ['ED25519', 'HMAC_SHA256', 'BEARER']

interface CredentialTyped {
  keyId: string
  algorithm: Types.CredentialAlgorithm
  publicKey: string
  addresses: string
  ratePerSecond: string
  expiresAt?: string | undefined
  replaces: string
  hours: string
  atOnce: boolean
  reason: string
}

const nothingTyped: CredentialTyped = {
  keyId: '',
  algorithm: 'ED25519',
  publicKey: '',
  addresses: '',
  ratePerSecond: '',
  replaces: '',
  hours: '24',
  atOnce: false,
  reason: '',
}

/** Asks for a credential, which may take another's place. The secret is made with the request and shown once. */
export function RequestCredentialDialog({
  channel,
  onClose,
  onDone,
}: {
  channel: Channel
  onClose: () => void
  onDone: (approval: string, made?: Made) => void
}) {
  const say = useWords(words, channelPartWords)
  const tell = useWords(agreementWords)
  const term = useTerm()
  const [requestNo, setRequestNo] = useState(newRequestNo)
  const [typed, setTyped, drop] = useKept(`credential ${channel.id}`, nothingTyped)
  const act = useAct(RequestCredentialDocument)
  const set = (part: Partial<CredentialTyped>) => setTyped({ ...typed, ...part })
  const keyId = typed.keyId.trim()
  const badTime = typed.expiresAt !== undefined && !isInstant(typed.expiresAt)
  const rate = typed.ratePerSecond.replace(/[\s,]/g, '')
  const send = async () => {
    const done = await act.send({
      input: {
        requestNo,
        channelCode: channel.code,
        mode: channel.mode,
        keyId,
        algorithm: typed.algorithm,
        ...(typed.algorithm === 'ED25519' ? { publicKey: typed.publicKey.trim() } : {}),
        addresses: linesOf(typed.addresses),
        ...(rate ? { ratePerSecond: /^\d{1,9}$/.test(rate) ? Number(rate) : 0 } : {}),
        ...(typed.expiresAt ? { expiresAt: typed.expiresAt } : {}),
        ...(typed.replaces
          ? { replaces: typed.replaces, ...(typed.atOnce ? { withoutOverlap: true } : overlapOf(typed.hours)) }
          : {}),
        reason: typed.reason.trim(),
      },
    })
    if (!done?.approval) {
      // Mended and sent again it is another request.
      setRequestNo(newRequestNo())
      return
    }
    drop()
    onDone(
      done.approval.id,
      done.secret
        ? { channel: channel.code, what: keyId, kind: 'credential', value: done.secret, waits: true }
        : undefined,
    )
  }
  return (
    <Dialog
      title={say('askCredentialTitle')}
      keep={say('askCredentialKeep')}
      act={say('askCredentialAct', { code: keyId })}
      sending={act.sending}
      disabled={!keyId || !typed.reason.trim() || badTime}
      onKeep={onClose}
      onAct={() => void send()}
      width={560}
    >
      <div className="stack">
        <p className="second">{say('askCredentialWho')}</p>
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <Field id="keyId" label={say('keyId')} help={say('keyIdHelp')} error={errorAt(act.userErrors, 'keyId')}>
          <Input value={typed.keyId} maxLength={64} onChange={(event) => set({ keyId: event.target.value })} />
        </Field>
        <Field id="algorithm" label={say('algorithm')} error={errorAt(act.userErrors, 'algorithm')}>
          <Radio.Group
            className="vertical"
            value={typed.algorithm}
            onChange={(event) => set({ algorithm: event.target.value as Types.CredentialAlgorithm })}
            options={algorithms
              .filter((each) => each !== 'BEARER' || channel.mode === 'SANDBOX')
              .map((each) => ({ value: each, label: term('CredentialAlgorithm', each) }))}
          />
        </Field>
        {typed.algorithm === 'ED25519' && (
          <Field
            id="publicKey"
            label={say('publicKey')}
            help={say('publicKeyHelp')}
            error={errorAt(act.userErrors, 'publicKey')}
          >
            <Input
              value={typed.publicKey}
              maxLength={200}
              onChange={(event) => set({ publicKey: event.target.value })}
            />
          </Field>
        )}
        <Field
          id="addresses"
          label={say('addresses')}
          help={say('addressesHelp')}
          error={errorWithin(act.userErrors, 'addresses')}
        >
          <Input.TextArea
            rows={2}
            value={typed.addresses}
            onChange={(event) => set({ addresses: event.target.value })}
          />
        </Field>
        <Field
          id="ratePerSecond"
          label={say('ratePerSecond')}
          help={say('ratePerSecondHelp')}
          error={errorAt(act.userErrors, 'ratePerSecond')}
        >
          <Input
            inputMode="numeric"
            value={typed.ratePerSecond}
            maxLength={12}
            onChange={(event) => set({ ratePerSecond: event.target.value })}
          />
        </Field>
        <Field
          id="expiresAt"
          label={say('expiresAt')}
          help={say('expiresAtHelp')}
          error={badTime ? tell('noTime') : errorAt(act.userErrors, 'expiresAt')}
        >
          <InstantInput value={typed.expiresAt} onChange={(expiresAt) => set({ expiresAt })} />
        </Field>
        {channel.credentials && channel.credentials.length > 0 && (
          <Field id="replaces" label={say('replaces')} error={errorAt(act.userErrors, 'replaces')}>
            <Radio.Group
              className="vertical"
              value={typed.replaces}
              onChange={(event) => set({ replaces: event.target.value as string })}
              options={[
                { value: '', label: say('replacesNone') },
                ...channel.credentials.map((each) => ({ value: each.keyId, label: each.keyId })),
              ]}
            />
          </Field>
        )}
        {typed.replaces && (
          <Overlap
            hours={typed.hours}
            atOnce={typed.atOnce}
            onHours={(hours) => set({ hours })}
            onAtOnce={(atOnce) => set({ atOnce })}
            error={errorAt(act.userErrors, 'overlapHours')}
          />
        )}
        <Field id="reason" label={say('reason')} help={say('reasonHelp')} error={errorAt(act.userErrors, 'reason')}>
          <Input value={typed.reason} maxLength={500} onChange={(event) => set({ reason: event.target.value })} />
        </Field>
      </div>
    </Dialog>
  )
}

interface CredentialDialogProps {
  credential: Credential
  onClose: () => void
  onDone: () => void
  again: () => void
}

/** Ends a credential at once. */
export function RevokeDialog({ credential, last, onClose, onDone, again }: CredentialDialogProps & { last: boolean }) {
  const say = useWords(words, channelPartWords)
  const language = useLanguage()
  const act = useAct(RevokeCredentialDocument)
  const [now] = useState(() => Date.now())
  const send = async (reason: string) => {
    const done = await act.send({
      input: { keyId: credential.keyId, expectedRevision: credential.revision, reason },
    })
    if (done) onDone()
    else again()
    return done !== null
  }
  return (
    <ReasonDialog
      form={`revoke ${credential.keyId}`}
      title={say('revokeTitle', { code: credential.keyId })}
      keep={say('revokeKeep')}
      act={say('revokeAct')}
      acting={act}
      onKeep={onClose}
      onSend={send}
    >
      <p>
        {say('revokeFollows', {
          when: credential.lastUsedAt ? whenText(credential.lastUsedAt, now, language) : say('never'),
        })}
      </p>
      {last && <p className="state bad">{say('revokeLast')}</p>}
    </ReasonDialog>
  )
}

/** Limits a credential to addresses. */
export function AddressesDialog({ credential, onClose, onDone, again }: CredentialDialogProps) {
  const say = useWords(words, channelPartWords)
  const [addresses, setAddresses, drop] = useKept(`addresses ${credential.keyId}`, credential.addresses.join('\n'))
  const act = useAct(SetCredentialAddressesDocument)
  const send = async (reason: string) => {
    const done = await act.send({
      input: {
        keyId: credential.keyId,
        expectedRevision: credential.revision,
        addresses: linesOf(addresses),
        reason,
      },
    })
    if (done) {
      drop()
      onDone()
    } else again()
    return done !== null
  }
  return (
    <ReasonDialog
      form={`addresses ${credential.keyId} reason`}
      title={say('setAddressesTitle', { code: credential.keyId })}
      keep={say('setAddressesKeep')}
      act={say('setAddressesAct')}
      acting={act}
      onKeep={onClose}
      onSend={send}
    >
      <p className="second">{say('setAddressesFollows')}</p>
      <Field
        id="addresses"
        label={say('addresses')}
        help={say('addressesHelp')}
        error={errorWithin(act.userErrors, 'addresses')}
      >
        <Input.TextArea rows={3} value={addresses} onChange={(event) => setAddresses(event.target.value)} />
      </Field>
    </ReasonDialog>
  )
}
