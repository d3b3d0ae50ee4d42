import { Input } from 'antd'
import { useState } from 'react'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { Conflict, type Changed } from '../../shared/ui/Conflict'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { words as agreementWords } from './agreementWords'
import { errorWithin, type Channel } from './channel'
import {
  AddChannelDocument,
  ChangeChannelDocument,
  CloseChannelDocument,
  ReopenChannelDocument,
} from './channels.generated'
import { ReasonDialog } from './ReasonDialog'
import { TermRows } from './TermRows'
import { layerOf, rowsOf } from './terms'
import { words } from './words'
import { channelPartWords } from './channelPartWords'

/** Adds a selling platform, its live and its sandbox half. */
export function AddChannelDialog({ onClose, onDone }: { onClose: () => void; onDone: (code: string) => void }) {
  const say = useWords(words, channelPartWords)
  const [requestNo] = useState(newRequestNo)
  const [typed, setTyped, drop] = useKept('add channel', { code: '', name: '' })
  const act = useAct(AddChannelDocument)
  const send = async () => {
    const done = await act.send({ input: { requestNo, code: typed.code.trim(), name: typed.name.trim() } })
    if (!done?.channel) return
    drop()
    onDone(done.channel.code)
  }
  return (
    <Dialog
      title={say('add')}
      keep={say('addKeep')}
      act={say('addAct', { code: typed.code.trim() })}
      sending={act.sending}
      disabled={!typed.code.trim() || !typed.name.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={520}
    >
      <div className="stack">
        <p className="second">{say('addHelp')}</p>
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <Field id="code" label={say('code')} help={say('codeHelp')} error={errorAt(act.userErrors, 'code')}>
          <Input
            value={typed.code}
            maxLength={32}
            onChange={(event) => setTyped({ ...typed, code: event.target.value })}
          />
        </Field>
        <Field id="name" label={say('name')} error={errorAt(act.userErrors, 'name')}>
          <Input
            value={typed.name}
            maxLength={128}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          />
        </Field>
      </div>
    </Dialog>
  )
}

interface ChannelDialogProps {
  channel: Channel
  onClose: () => void
  onDone: () => void
  again: () => void
}

/** Changes name and terms. Where somebody else changed the channel meanwhile, the difference stands above and must be looked at first. */
export function ChangeChannelDialog({ channel, onClose, onDone, again }: ChannelDialogProps) {
  const say = useWords(words, channelPartWords)
  const tell = useWords(agreementWords)
  const [base, setBase] = useState(channel)
  const [typed, setTyped, drop] = useKept(`channel ${channel.code}`, {
    name: channel.name,
    terms: rowsOf(channel.terms),
    reason: '',
  })
  const act = useAct(ChangeChannelDocument)
  const newer = channel.revision !== base.revision
  const send = async () => {
    const done = await act.send({
      input: {
        channelCode: channel.code,
        expectedRevision: base.revision,
        name: typed.name.trim(),
        terms: layerOf(typed.terms),
        reason: typed.reason.trim(),
      },
    })
    if (!done) {
      again()
      return
    }
    drop()
    onDone()
  }
  const changes: Changed[] = [
    { what: say('name'), before: base.name, after: channel.name },
    { what: say('openness'), before: say(base.open ? 'open' : 'closed'), after: say(channel.open ? 'open' : 'closed') },
    { what: tell('terms'), before: termsText(base), after: termsText(channel) },
  ].filter((each) => each.before !== each.after)
  return (
    <Dialog
      title={say('changeTitle')}
      keep={say('changeKeep')}
      act={say('changeAct')}
      sending={act.sending}
      disabled={!typed.name.trim() || !typed.reason.trim() || newer}
      onKeep={onClose}
      onAct={() => void send()}
    >
      <div className="stack">
        {newer && (
          <Conflict
            title={tell('changedMeanwhile')}
            changes={changes}
            onUse={() => {
              setBase(channel)
              act.clear()
            }}
          />
        )}
        <UserErrors errors={act.userErrors.filter((error) => error.code !== 'CONFLICT')} failure={act.failure} />
        <Field id="name" label={say('name')} error={errorAt(act.userErrors, 'name')}>
          <Input
            value={typed.name}
            maxLength={128}
            onChange={(event) => setTyped({ ...typed, name: event.target.value })}
          />
        </Field>
        <TermRows
          rows={typed.terms}
          onChange={(terms) => setTyped({ ...typed, terms })}
          error={errorWithin(act.userErrors, 'terms')}
        />
        <p className="small muted">{tell('channelTermsHelp')}</p>
        <Field id="reason" label={say('reason')} help={say('reasonHelp')} error={errorAt(act.userErrors, 'reason')}>
          <Input
            value={typed.reason}
            maxLength={500}
            onChange={(event) => setTyped({ ...typed, reason: event.target.value })}
          />
        </Field>
      </div>
    </Dialog>
  )
}

function termsText({ terms }: Channel): string {
  return (
    rowsOf(terms)
      .map(({ path, value }) => `${path} ${value}`)
      .join(', ') || '–'
  )
}

/** Closes a channel: what follows stands in figures before the click. */
export function CloseChannelDialog({
  channel,
  boundToday,
  onClose,
  onDone,
  again,
}: ChannelDialogProps & { boundToday: string }) {
  const say = useWords(words, channelPartWords)
  const act = useAct(CloseChannelDocument)
  const send = async (reason: string) => {
    const done = await act.send({
      input: { channelCode: channel.code, expectedRevision: channel.revision, reason },
    })
    if (done) onDone()
    else again()
    return done !== null
  }
  return (
    <ReasonDialog
      form={`close channel ${channel.code}`}
      title={say('closeTitle', { name: channel.name })}
      keep={say('closeKeep')}
      act={say('closeAct')}
      acting={act}
      onKeep={onClose}
      onSend={send}
    >
      <p>{say('closeFollows', { count: boundToday })}</p>
      <p className="second">{say('closeBoth')}</p>
    </ReasonDialog>
  )
}

/** Opens a closed channel again. */
export function ReopenChannelDialog({ channel, onClose, onDone, again }: ChannelDialogProps) {
  const say = useWords(words, channelPartWords)
  const act = useAct(ReopenChannelDocument)
  const count = channel.agreements.filter((each) => each.state === 'IN_FORCE').length
  const send = async (reason: string) => {
    const done = await act.send({
      input: { channelCode: channel.code, expectedRevision: channel.revision, reason },
    })
    if (done) onDone()
    else again()
    return done !== null
  }
  return (
    <ReasonDialog
      form={`reopen channel ${channel.code}`}
      title={say('reopenTitle', { name: channel.name })}
      keep={say('reopenKeep')}
      act={say('reopen')}
      dangerous={false}
      acting={act}
      onKeep={onClose}
      onSend={send}
    >
      <p>{say('reopenFollows', { count })}</p>
    </ReasonDialog>
  )
}
