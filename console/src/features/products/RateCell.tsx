import { useState } from 'react'
import { useWords } from '../../shared/words/words'
import { useDraftInHand } from './useDraft'
import { words } from './words'

/** A value of a table: typed in place, warmer the higher it is. */
export function RateCell({
  label,
  value,
  warm,
  chosen,
  onChoose,
  onValue,
  onPaste,
}: {
  label: string
  value: string | null
  warm: number | undefined
  chosen: boolean
  onChoose: (more: boolean) => void
  onValue: (value: string) => void
  onPaste: (text: string) => void
}) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const [typed, setTyped] = useState<string | null>(null)
  const commit = () => {
    if (typed !== null && typed.trim() !== '' && typed.trim() !== value) onValue(typed.trim())
    setTyped(null)
  }
  return (
    <td className={[value === null ? 'gap' : `heat heat${warm ?? 0}`, chosen && 'chosen'].filter(Boolean).join(' ')}>
      <input
        aria-label={label}
        inputMode="decimal"
        value={typed ?? value ?? ''}
        placeholder={value === null ? say('gap') : ''}
        readOnly={!draft.editable}
        onClick={(event) => onChoose(event.ctrlKey || event.metaKey || event.shiftKey)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text')
          if (!draft.editable || (!/[\t\n]/.test(text) && /^[\d.]+$/.test(text.trim()))) return
          event.preventDefault()
          setTyped(null)
          onPaste(text)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) commit()
          if (event.key === 'Escape') setTyped(null)
          move(event)
        }}
      />
    </td>
  )
}

/** Arrows go from cell to cell, as in a spreadsheet. */
function move(event: React.KeyboardEvent<HTMLInputElement>) {
  if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
  const cell = event.currentTarget.closest('td')
  const row = cell?.parentElement
  const next = event.key === 'ArrowUp' ? row?.previousElementSibling : row?.nextElementSibling
  const target = cell && next?.children[cell.cellIndex]?.querySelector('input')
  if (!target) return
  event.preventDefault()
  target.focus()
}
