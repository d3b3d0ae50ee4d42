import { Input } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { setPart } from './fileText'
import { useDraftInHand, type Mistake } from './useDraft'

/** A value of the file as a field: what is typed goes into the file when the field is left, or by Enter. Esc takes it back. */
export function PartField({
  at,
  value,
  label,
  bare = false,
  wide = false,
  numeric = false,
  encode,
}: {
  at: readonly string[]
  value: string | null | undefined
  label: string
  /** Within a table: its label is for those who cannot see. */
  bare?: boolean
  wide?: boolean
  numeric?: boolean
  /** How the text stands in the file, as JSON; without it as text. */
  encode?: (text: string) => string
}) {
  const draft = useDraftInHand()
  const [typed, setTyped] = useState(value ?? '')
  const [wrong, setWrong] = useState<string>()
  useEffect(() => setTyped(value ?? ''), [value])
  const commit = async () => {
    if (typed.trim() === (value ?? '')) return
    const change =
      encode && typed.trim() !== ''
        ? { operation: 'ADD' as const, at: [...at], value: encode(typed.trim()) }
        : setPart(at, typed)
    const errors = await draft.change([change])
    setWrong(errors[0]?.message)
  }
  const id = at.join('.')
  const control = (
    <Input
      id={id}
      aria-label={bare ? label : undefined}
      value={typed}
      readOnly={!draft.editable}
      variant={bare ? 'borderless' : 'outlined'}
      className={numeric ? 'right' : undefined}
      {...(wrong ? { status: 'error' as const } : {})}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void commit()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) void commit()
        if (event.key === 'Escape') setTyped(value ?? '')
      }}
    />
  )
  if (bare) return control
  return (
    <div className={wide ? 'field wide' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {control}
      {wrong && <p className="fieldError">{wrong}</p>}
    </div>
  )
}

/** A value of the file that is one of some. */
export function PartChoice({
  at,
  value,
  label,
  options,
  bare = false,
  onChoose,
}: {
  at: readonly string[]
  value: string
  label: string
  options: readonly { value: string; text: string }[]
  bare?: boolean
  onChoose?: (value: string) => void
}) {
  const draft = useDraftInHand()
  const id = at.join('.')
  const control = (
    <select
      id={id}
      className="choice"
      aria-label={bare ? label : undefined}
      value={value}
      disabled={!draft.editable}
      onChange={(event) =>
        onChoose ? onChoose(event.target.value) : void draft.change([setPart(at, event.target.value)])
      }
    >
      {options.every((each) => each.value !== value) && <option value={value}>{value}</option>}
      {options.map((each) => (
        <option key={each.value} value={each.value}>
          {each.text}
        </option>
      ))}
    </select>
  )
  if (bare) return control
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {control}
    </div>
  )
}

/** Mistakes where they stand, each with its fix. */
export function Mistakes({ list, act }: { list: readonly Mistake[]; act?: (mistake: Mistake) => ReactNode }) {
  if (list.length === 0) return null
  return (
    <div role="alert">
      <ul className="mistakes">
        {list.map((each, place) => (
          <li key={place}>
            <span className="grow">{each.message}</span> <code>{(each.path ?? []).join('.')}</code> {act?.(each)}
          </li>
        ))}
      </ul>
    </div>
  )
}
