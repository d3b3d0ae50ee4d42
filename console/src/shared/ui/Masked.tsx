import { EyeOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useAct } from '../graphql/useAct'
import type * as Types from '../graphql/types.generated'
import { usePreference } from '../session/usePreference'
import { useMay, useSession, useTerm } from '../session/SessionContext'
import { defineWords, useWords } from '../words/words'
import { Dialog } from './Dialog'
import { Field } from './Field'
import { RevealDocument } from './reveal.generated'
import { errorAt, UserErrors } from './UserErrors'

const words = defineWords('masked', {
  reveal: ['查看完整信息', 'See in full'],
  title: ['查看个人信息', 'See personal data'],
  keep: ['不看了', 'Do not look'],
  act: ['查看 60 秒', 'Show for 60 seconds'],
  reason: ['为什么要看', 'Why'],
  reasonHelp: ['留痕，审计能看到。', 'On record, for audit to read.'],
  which: ['看哪些', 'Which'],
  left: ['今天还可 {{count}} 次', { one: '{{count}} left today', other: '{{count}} left today' }],
  lastReasons: ['上次的理由', 'Reasons given before'],
})

/** How long data stay in clear, milliseconds. */
const shown = 60_000

/** What was revealed of a thing: by its fact's name. */
export type Revealed = ReadonlyMap<string, string>

/** The reveal of a thing's personal data: an eye, a reason, and then the values for a minute. */
export function useReveal(id: string | undefined, classes: readonly Types.PersonalDataClass[]) {
  const [values, setValues] = useState<Revealed>(new Map())
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (values.size === 0) return
    const timer = setTimeout(() => setValues(new Map()), shown)
    return () => clearTimeout(timer)
  }, [values])
  const may = useMay()('Mutation.revealPersonalData')
  const dialog = open && id && (
    <RevealDialog id={id} classes={classes} onDone={setValues} onClose={() => setOpen(false)} />
  )
  return { values, may, open: () => setOpen(true), dialog }
}

/** The eye beside what is masked. */
export function Eye({ onClick }: { onClick: () => void }) {
  const say = useWords(words)
  return (
    <button type="button" className="plain eye" aria-label={say('reveal')} title={say('reveal')} onClick={onClick}>
      <EyeOutlined aria-hidden />
    </button>
  )
}

function RevealDialog({
  id,
  classes,
  onDone,
  onClose,
}: {
  id: string
  classes: readonly Types.PersonalDataClass[]
  onDone: (values: Revealed) => void
  onClose: () => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const { viewer } = useSession()
  const reveal = useAct(RevealDocument)
  const [reasons, setReasons] = usePreference<readonly string[]>('reveal.reasons', [])
  const [reason, setReason] = useState(reasons[0] ?? '')
  const [chosen, setChosen] = useState(classes)
  const send = async () => {
    const done = await reveal.send({ input: { id, classes: [...chosen], reason } })
    if (!done) return
    setReasons([reason, ...reasons.filter((each) => each !== reason)].slice(0, 5))
    onDone(new Map((done.values ?? []).map((fact) => [fact.name, fact.value])))
    onClose()
  }
  return (
    <Dialog
      title={say('title')}
      keep={say('keep')}
      act={say('act')}
      sending={reveal.sending}
      disabled={reason.trim() === '' || chosen.length === 0}
      onKeep={onClose}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        <UserErrors errors={reveal.userErrors} failure={reveal.failure} />
        <fieldset className="choices">
          <legend className="small muted">{say('which')}</legend>
          {classes.map((each) => (
            <label key={each}>
              <input
                type="checkbox"
                checked={chosen.includes(each)}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, each] : chosen.filter((one) => one !== each))
                }
              />
              {term('PersonalDataClass', each)}
            </label>
          ))}
        </fieldset>
        <Field id="reason" label={say('reason')} help={say('reasonHelp')} error={errorAt(reveal.userErrors, 'reason')}>
          <Input
            value={reason}
            maxLength={500}
            autoFocus
            onChange={(event) => setReason(event.target.value)}
            onPressEnter={() => void send()}
          />
        </Field>
        {reasons.length > 0 && (
          <p className="row wrap small">
            <span className="muted">{say('lastReasons')}</span>
            {reasons.map((each) => (
              <Button key={each} size="small" onClick={() => setReason(each)}>
                {each}
              </Button>
            ))}
          </p>
        )}
        {typeof viewer.revealsLeft === 'number' && (
          <p className="small muted">{say('left', { count: viewer.revealsLeft })}</p>
        )}
      </div>
    </Dialog>
  )
}
