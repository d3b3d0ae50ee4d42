import { AuditOutlined, BankOutlined, EditOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState, type ReactNode } from 'react'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useKeys } from '../../shared/keys/useKeys'
import { useTerm } from '../../shared/session/SessionContext'
import { Field } from '../../shared/ui/Field'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { NoteClaimDocument } from './claim.generated'
import { words } from './claimWords'
import { storyOf, type Happened } from './story'
import { actOf, type Claim } from './useClaim'

const icons: Record<Happened['kind'], ReactNode> = {
  note: <EditOutlined aria-hidden />,
  claimant: <UserOutlined aria-hidden />,
  decision: <AuditOutlined aria-hidden />,
  money: <BankOutlined aria-hidden />,
}

/** What happened to the claim, newest first, and the notes of colleagues. */
export function Story({ claim, onChanged }: { claim: Claim; onChanged: () => void }) {
  const say = useWords(words)
  const language = useLanguage()
  const localized = useLocalized()
  const term = useTerm()
  const [writing, setWriting] = useState(false)
  const may = actOf(claim, 'noteClaim')?.possible === true
  useKeys({ m: () => may && setWriting(true) })
  const story = storyOf(claim, { say, language, localized, term })
  return (
    <section className="story" aria-labelledby="storyTitle">
      <div className="row">
        <h2 id="storyTitle" className="grow">
          {say('story')}
        </h2>
        {may && !writing && (
          <button type="button" className="link" onClick={() => setWriting(true)}>
            {say('note')} <kbd>M</kbd>
          </button>
        )}
      </div>
      {writing && <NoteForm claim={claim} onClose={() => setWriting(false)} onDone={onChanged} />}
      <ol className="timeline">
        {story.map((happened) => (
          <li key={happened.key}>
            <span className="muted">
              <When at={happened.at} exact />
            </span>
            {icons[happened.kind]}
            <p>
              {happened.who && <span>{happened.who}: </span>}
              {happened.text} {happened.code && <code className="muted">{happened.code}</code>}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

function NoteForm({ claim, onClose, onDone }: { claim: Claim; onClose: () => void; onDone: () => void }) {
  const say = useWords(words)
  const note = useAct(NoteClaimDocument)
  const [draft, setDraft, drop] = useKept(`note ${claim.number}`, { text: '', requestNo: newRequestNo() })
  const send = async () => {
    const done = await note.send({ input: { requestNo: draft.requestNo, claimNumber: claim.number, text: draft.text } })
    if (!done) return
    drop()
    onDone()
    onClose()
  }
  return (
    <div className="noteForm">
      <UserErrors errors={note.userErrors} failure={note.failure} />
      <Field id="text" label={say('noteLabel')} error={errorAt(note.userErrors, 'text')}>
        <Input.TextArea
          autoFocus
          rows={2}
          maxLength={2000}
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && draft.text.trim()) {
              event.stopPropagation()
              void send()
            }
            if (event.key === 'Escape') onClose()
          }}
        />
      </Field>
      <p className="row">
        <Button
          type="primary"
          size="small"
          loading={note.sending}
          disabled={draft.text.trim() === ''}
          onClick={() => void send()}
        >
          {say('noteSend')}
        </Button>
        <Button size="small" onClick={onClose}>
          {say('noteDrop')}
        </Button>
      </p>
    </div>
  )
}
