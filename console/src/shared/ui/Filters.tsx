import { CloseOutlined, DownOutlined } from '@ant-design/icons'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { defineWords, useWords } from '../words/words'

const words = defineWords('filters', {
  clear: ['去掉条件 {{name}}', 'Drop {{name}}'],
})

/** A condition of a list: grey where it asks, tinted with its value in words where it holds; its panel opens below. */
export function FilterChip({
  name,
  value,
  onClear,
  children,
}: {
  name: string
  value?: string | undefined
  onClear: () => void
  children: (close: () => void) => ReactNode
}) {
  const say = useWords(words)
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const panel = useId()
  useEffect(() => {
    if (!open) return
    box.current?.querySelector<HTMLElement>('.panel :is(input,select,button,textarea)')?.focus()
    const leave = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !inside(box.current, event.target)) setOpen(false)
    }
    document.addEventListener('mousedown', leave)
    document.addEventListener('keydown', leave)
    return () => {
      document.removeEventListener('mousedown', leave)
      document.removeEventListener('keydown', leave)
    }
  }, [open])
  return (
    <div className="filter" ref={box}>
      <button
        type="button"
        className={value ? 'chip on' : 'chip'}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        {name} {value ? <b>{value}</b> : <DownOutlined aria-hidden />}
      </button>
      {value && (
        <button type="button" className="chip clear" aria-label={say('clear', { name })} onClick={onClear}>
          <CloseOutlined aria-hidden />
        </button>
      )}
      {open && (
        <div className="panel" id={panel}>
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  )
}

/** antd draws what drops down at the end of the page; a click there is still inside. */
function inside(box: HTMLElement | null, target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    (box?.contains(target) === true || target.closest('.ant-select-dropdown,.ant-picker-dropdown') !== null)
  )
}

/** A condition with a few values, of which any may hold. */
export function ChoiceFilter<Value extends string>({
  name,
  options,
  chosen,
  onChange,
}: {
  name: string
  options: readonly { value: Value; text: ReactNode; word: string }[]
  chosen: readonly Value[] | undefined
  onChange: (chosen: Value[] | undefined) => void
}) {
  const held = chosen ?? []
  const first = options.find((option) => option.value === held[0])
  const value =
    held.length === 0
      ? undefined
      : `${first?.word ?? held[0] ?? ''}${held.length > 1 ? ` +${String(held.length - 1)}` : ''}`
  return (
    <FilterChip name={name} value={value} onClear={() => onChange(undefined)}>
      {() => (
        <fieldset className="choices">
          <legend className="unseen">{name}</legend>
          {options.map((option) => (
            <label key={option.value}>
              <input
                type="checkbox"
                checked={held.includes(option.value)}
                onChange={(event) => {
                  const next = event.target.checked
                    ? [...held, option.value]
                    : held.filter((each) => each !== option.value)
                  onChange(next.length > 0 ? next : undefined)
                }}
              />
              {option.text}
            </label>
          ))}
        </fieldset>
      )}
    </FilterChip>
  )
}
