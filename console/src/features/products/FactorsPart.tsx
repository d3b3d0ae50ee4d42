import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { mistakesIn, partOf, spans } from './fileText'
import type { ContentFactorFragment, ContentFragment } from './products.generated'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { Mistakes, PartChoice, PartField } from './PartField'

const types = ['STRING', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'INSTANT'] as const

/** What a caller sends, and what follows from it. */
export function FactorsPart({ content }: { content: ContentFragment }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  return (
    <section className="stack">
      <FactorTable title={say('factors')} list={content.factors} at={['factors']} addText={say('addFactor')} />
      <Mistakes list={draft.mistakes.filter((each) => partOf(each) === 'factors')} />
    </section>
  )
}

/** Inputs as a table: what is shown of each is edited in its place. */
export function FactorTable({
  title,
  list,
  at,
  addText,
}: {
  title: string
  list: readonly ContentFactorFragment[]
  at: readonly string[]
  addText: string
}) {
  const say = useWords(words)
  const term = useTerm()
  const draft = useDraftInHand()
  const [adding, setAdding] = useState(false)
  return (
    <>
      <h2 className="row">
        <span className="grow">{title}</span>
        {draft.editable && <Button onClick={() => setAdding(true)}>{addText}</Button>}
      </h2>
      <table className="sheet">
        <thead>
          <tr>
            <th>{say('factorName')}</th>
            <th className="names">{say('name')}</th>
            <th>{say('type')}</th>
            <th>{say('range')}</th>
            <th>{say('optional')}</th>
            <th>
              <span className="unseen">{say('remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {spans(list).map(({ part: factor, end }) => (
            <tr key={factor.name} className={mistakesIn(draft.mistakes, factor.line, end).length > 0 ? 'bad' : ''}>
              <th scope="row" className="nowrap">
                <code>{factor.name}</code>
                {factor.personal && <span className="small muted"> {say('personal')}</span>}
              </th>
              <td>
                <PartField bare at={[...factor.at, 'title', 'zh']} value={factor.title.zh} label={say('title_zh')} />
                <PartField bare at={[...factor.at, 'title', 'en']} value={factor.title.en} label={say('title_en')} />
              </td>
              <td className="nowrap second">{term('FactorType', factor.type)}</td>
              {factor.formula != null ? (
                <td colSpan={2}>
                  <code>{factor.formula}</code>
                </td>
              ) : (
                <>
                  <td>
                    <Values factor={factor} />
                  </td>
                  <td>
                    <PartChoice
                      bare
                      at={[...factor.at, 'optional']}
                      value={factor.optional ? 'yes' : 'no'}
                      label={say('optional')}
                      options={[
                        { value: 'no', text: say('no') },
                        { value: 'yes', text: say('yes') },
                      ]}
                      onChoose={(value) =>
                        void draft.change([
                          value === 'yes'
                            ? { operation: 'ADD', at: [...factor.at, 'optional'], value: 'true' }
                            : { operation: 'REMOVE', at: [...factor.at, 'optional'] },
                        ])
                      }
                    />
                  </td>
                </>
              )}
              <td>
                {draft.editable && (
                  <button
                    type="button"
                    className="link"
                    aria-label={`${say('remove')} ${factor.name}`}
                    onClick={() => void draft.change([{ operation: 'REMOVE', at: [...factor.at] }])}
                  >
                    ✕
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {adding && <FactorDialog at={at} title={addText} onClose={() => setAdding(false)} />}
    </>
  )
}

/** What an input can be: values of a text, bounds and unit of a number. */
function Values({ factor }: { factor: ContentFactorFragment }) {
  const say = useWords(words)
  switch (factor.type) {
    case 'STRING':
    case 'LIST':
      return (
        <PartField
          bare
          at={[...factor.at, ...(factor.type === 'LIST' ? ['items'] : []), 'enum']}
          value={factor.values.join(', ')}
          label={say('values')}
          encode={listOf}
        />
      )
    case 'INTEGER':
    case 'DECIMAL':
      return (
        <span className="row bandEnds">
          <PartField bare at={[...factor.at, 'min']} value={factor.least} label={say('least')} />–
          {factor.below == null ? (
            <PartField bare at={[...factor.at, 'max']} value={factor.most} label={say('most')} />
          ) : (
            <span className="second">{`< ${factor.below}`}</span>
          )}
          <PartField bare at={[...factor.at, 'unit']} value={factor.unit} label={say('unitOf')} />
        </span>
      )
    default:
      return null
  }
}

/** A list as it is typed, commas between, as the file has it. */
export function listOf(text: string): string {
  return JSON.stringify(
    text
      .split(/[,，]/)
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  )
}

function FactorDialog({ at, title, onClose }: { at: readonly string[]; title: string; onClose: () => void }) {
  const say = useWords(words)
  const term = useTerm()
  const draft = useDraftInHand()
  const [typed, setTyped] = useState({
    name: '',
    zh: '',
    en: '',
    type: 'STRING',
    values: '',
    least: '',
    most: '',
    unit: '',
  })
  const [errors, setErrors] = useState<Awaited<ReturnType<typeof draft.change>>>([])
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [key]: event.target.value })
  const add = async () => {
    const one: Record<string, unknown> = {
      name: typed.name.trim(),
      title: { zh: typed.zh.trim(), en: typed.en.trim() },
      type: typed.type.toLowerCase(),
    }
    if (typed.values.trim()) one.enum = JSON.parse(listOf(typed.values))
    if (typed.least.trim()) one.min = numberOf(typed.least)
    if (typed.most.trim()) one.max = numberOf(typed.most)
    if (typed.unit.trim()) one.unit = typed.unit.trim()
    const wrong = await draft.change([{ operation: 'ADD', at: [...at, '-'], value: JSON.stringify(one) }])
    setErrors(wrong)
    if (wrong.length === 0) onClose()
  }
  const number = typed.type === 'INTEGER' || typed.type === 'DECIMAL'
  return (
    <Dialog
      title={title}
      keep={say('keep')}
      act={say('add')}
      disabled={!typed.name.trim() || !typed.zh.trim() || !typed.en.trim()}
      onKeep={onClose}
      onAct={() => void add()}
      width={560}
    >
      <div className="stack">
        <UserErrors errors={errors} />
        <div className="twoFields">
          <Field id="factorName" label={say('factorName')}>
            <Input value={typed.name} autoFocus maxLength={40} onChange={set('name')} />
          </Field>
          <div className="field">
            <label htmlFor="factorType">{say('type')}</label>
            <select id="factorType" className="choice" value={typed.type} onChange={set('type')}>
              {types.map((each) => (
                <option key={each} value={each}>
                  {term('FactorType', each)}
                </option>
              ))}
            </select>
          </div>
          <Field id="factorZh" label={say('title_zh')}>
            <Input value={typed.zh} maxLength={100} onChange={set('zh')} />
          </Field>
          <Field id="factorEn" label={say('title_en')}>
            <Input value={typed.en} maxLength={100} onChange={set('en')} />
          </Field>
          {typed.type === 'STRING' && (
            <Field id="factorValues" label={say('values')} help={say('valuesHelp')}>
              <Input value={typed.values} onChange={set('values')} />
            </Field>
          )}
          {number && (
            <>
              <Field id="factorLeast" label={say('least')}>
                <Input value={typed.least} onChange={set('least')} />
              </Field>
              <Field id="factorMost" label={say('most')}>
                <Input value={typed.most} onChange={set('most')} />
              </Field>
              <Field id="factorUnit" label={say('unitOf')}>
                <Input value={typed.unit} maxLength={16} onChange={set('unit')} />
              </Field>
            </>
          )}
        </div>
      </div>
    </Dialog>
  )
}

/** A whole number as one; all else as text, so that no digit changes. */
export function numberOf(text: string): number | string {
  return /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : text.trim()
}
