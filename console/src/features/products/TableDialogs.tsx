import { Input } from 'antd'
import { useState } from 'react'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import type { ContentFragment, ContentTableFragment } from './products.generated'
import { readNumber } from './rateTable'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { listOf } from './FactorsPart'

/** A table from nothing: its name, and what its rows go by. */
export function NewTableDialog({
  content,
  onClose,
  onMade,
}: {
  content: ContentFragment
  onClose: () => void
  onMade: (name: string) => void
}) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const [typed, setTyped] = useState({ name: '', zh: '', en: '', band: '', keys: '', first: '' })
  const [errors, setErrors] = useState<Awaited<ReturnType<typeof draft.change>>>([])
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [key]: event.target.value })
  const numbers = content.factors.filter((each) => each.type === 'INTEGER' || each.type === 'DECIMAL')
  const add = async () => {
    const keys = JSON.parse(listOf(typed.keys)) as string[]
    const first: Record<string, unknown> = { value: typed.first.trim() }
    if (keys.length === 1) first.key = 'else'
    const one = {
      name: typed.name.trim(),
      title: { zh: typed.zh.trim(), en: typed.en.trim() },
      ...(keys.length > 0 ? { keys } : {}),
      ...(typed.band ? { band: typed.band } : {}),
      rows: [first],
    }
    const wrong = await draft.change([{ operation: 'ADD', at: ['rating', 'tables', '-'], value: JSON.stringify(one) }])
    setErrors(wrong)
    if (wrong.length === 0) onMade(one.name)
  }
  return (
    <Dialog
      title={say('addTable')}
      keep={say('keep')}
      act={say('add')}
      disabled={!typed.name.trim() || !typed.zh.trim() || !typed.en.trim() || readNumber(typed.first).value === null}
      onKeep={onClose}
      onAct={() => void add()}
      width={560}
    >
      <div className="stack">
        <UserErrors errors={errors} />
        <div className="twoFields">
          <Field id="tableName" label={say('tableName')}>
            <Input value={typed.name} autoFocus maxLength={40} onChange={set('name')} />
          </Field>
          <div className="field">
            <label htmlFor="tableBand">{say('band')}</label>
            <select id="tableBand" className="choice" value={typed.band} onChange={set('band')}>
              <option value="">{say('noBand')}</option>
              {numbers.map((each) => (
                <option key={each.name} value={each.name}>
                  {each.name}
                </option>
              ))}
            </select>
          </div>
          <Field id="tableZh" label={say('title_zh')}>
            <Input value={typed.zh} onChange={set('zh')} />
          </Field>
          <Field id="tableEn" label={say('title_en')}>
            <Input value={typed.en} onChange={set('en')} />
          </Field>
          <Field id="tableKeys" label={say('keys')} help={say('valuesHelp')}>
            <Input value={typed.keys} onChange={set('keys')} />
          </Field>
          <Field id="tableFirst" label={say('value')}>
            <Input value={typed.first} onChange={set('first')} />
          </Field>
        </div>
      </div>
    </Dialog>
  )
}

/** A whole table from a spreadsheet: what was read is shown before it takes the place of the rows. */
export function PasteDialog({ table, onClose }: { table: ContentTableFragment; onClose: () => void }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const [text, setText] = useState('')
  const [errors, setErrors] = useState<Awaited<ReturnType<typeof draft.change>>>([])
  const [sending, setSending] = useState(false)
  const columns = [...table.keys, ...(table.band == null ? [] : [say('least'), say('below')]), say('value')]
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const wrong: string[] = []
  const notes = new Set<string>()
  const rows = lines.map((line, y) => {
    const cells = line.split('\t')
    const row: Record<string, unknown> = {}
    const keys = cells.slice(0, table.keys.length).map((each) => each.trim())
    if (keys.length === 1) row.key = keys[0]
    if (keys.length > 1) row.keys = keys
    if (keys.some((each) => each === '')) {
      wrong.push(`${say('cell', { row: y + 1, column: keys.indexOf('') + 1, text: '' })}：${say('wrong_empty')}`)
    }
    const names = table.band == null ? ['value'] : ['from', 'below', 'value']
    names.forEach((name, at) => {
      const column = table.keys.length + at
      const cell = cells[column] ?? ''
      if (cell.trim() === '' && name !== 'value') return
      const read = readNumber(cell)
      if (read.note) notes.add(say(`note_${read.note}`))
      if (read.wrong) {
        wrong.push(`${say('cell', { row: y + 1, column: column + 1, text: cell })}：${say(`wrong_${read.wrong}`)}`)
      } else row[name] = read.value
    })
    return row
  })
  const replace = async () => {
    setSending(true)
    const found = await draft.change([{ operation: 'REPLACE', at: [...table.at, 'rows'], value: JSON.stringify(rows) }])
    setSending(false)
    setErrors(found)
    if (found.length === 0) onClose()
  }
  return (
    <Dialog
      title={say('pasteTable')}
      keep={say('keep')}
      act={say('pasteReplace', { count: rows.length })}
      sending={sending}
      disabled={rows.length === 0 || wrong.length > 0}
      onKeep={onClose}
      onAct={() => void replace()}
      width={640}
    >
      <div className="stack">
        <UserErrors errors={errors} />
        <Field id="pasted" label={say('pasteTable')} help={say('pasteHelp', { columns: columns.join(' · ') })}>
          <Input.TextArea rows={10} value={text} autoFocus onChange={(event) => setText(event.target.value)} />
        </Field>
        {lines.length > 0 && <p role="status">{say('pasted', { count: rows.length })}</p>}
        {[...notes].map((each) => (
          <Notice key={each} mood="ours">
            {each}
          </Notice>
        ))}
        {wrong.length > 0 && (
          <Notice mood="bad" alert>
            {say('pastedWrong', { count: wrong.length })}
            <ul>
              {wrong.slice(0, 10).map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
    </Dialog>
  )
}
