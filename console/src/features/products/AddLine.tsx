import { Button, Input } from 'antd'
import { useState } from 'react'
import { useWords } from '../../shared/words/words'
import type { ContentTableFragment } from './products.generated'
import { gridOf } from './rateTable'
import { useDraftInHand } from './useDraft'
import { words } from './words'

/** One more line: the next band, or another key. */
export function AddLine({ table, onWrong }: { table: ContentTableFragment; onWrong: (messages: string[]) => void }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const [typed, setTyped] = useState({ keys: '', below: '', value: '' })
  const add = async () => {
    setTyped({ keys: '', below: '', value: '' })
    // The next band begins where the last one ends, which may just have been typed.
    const now = (await draft.settled())?.tables.find((each) => each.name === table.name) ?? table
    const last = gridOf(now).rows.at(-1)
    const keys = typed.keys
      .split(/[,，]/)
      .map((each) => each.trim())
      .filter((each) => each !== '')
    const row: Record<string, unknown> = {}
    if (keys.length === 1) row.key = keys[0]
    if (keys.length > 1) row.keys = keys
    if (table.band != null && last?.below != null) row.from = last.below
    if (typed.below.trim()) row.below = typed.below.trim()
    row.value = typed.value.trim()
    const at = [...table.at, 'rows']
    const wrong = await draft.change([{ operation: 'ADD', at: [...at, '-'], value: JSON.stringify(row) }])
    onWrong(wrong.map((each) => each.message))
    if (wrong.length > 0) setTyped(typed)
  }
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [key]: event.target.value })
  return (
    <div className="row addLine">
      {table.keys.length > 0 && (
        <Input aria-label={say('keys')} placeholder={table.keys.join(', ')} value={typed.keys} onChange={set('keys')} />
      )}
      {table.band != null && (
        <Input aria-label={say('below')} placeholder={say('below')} value={typed.below} onChange={set('below')} />
      )}
      <Input aria-label={say('value')} placeholder={say('value')} value={typed.value} onChange={set('value')} />
      <Button
        disabled={typed.value.trim() === '' || (table.keys.length > 0 && typed.keys.trim() === '')}
        onClick={() => void add()}
      >
        {table.band != null ? say('addRow') : say('addKey')}
      </Button>
    </div>
  )
}
