import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

/** What a menu offers. */
export interface MenuItem {
  key: string
  text: string
  run: () => void
  /** Why it is not possible now. */
  reason?: string | undefined
  /** For what is switched on or off. */
  checked?: boolean
}

/** A button that opens a menu: arrows move, Esc and a click beside it close it and give the focus back. */
export function Menu({
  label,
  button,
  buttonClass,
  items,
}: {
  label: string
  button: ReactNode
  buttonClass: string
  items: readonly MenuItem[]
}) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return
    box.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus()
    const leave = (event: Event) => {
      if (event instanceof globalThis.KeyboardEvent) {
        if (event.key !== 'Escape') return
        opener.current?.focus()
      } else if (box.current?.contains(event.target as Node)) return
      setOpen(false)
    }
    document.addEventListener('mousedown', leave)
    document.addEventListener('keydown', leave)
    return () => {
      document.removeEventListener('mousedown', leave)
      document.removeEventListener('keydown', leave)
    }
  }, [open])
  const choose = (item: MenuItem) => {
    if (item.reason !== undefined) return
    setOpen(false)
    item.run()
  }
  return (
    <div className="moreActs" ref={box}>
      <button
        type="button"
        ref={opener}
        className={buttonClass}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={label}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open && (
        <div role="menu" className="panel" aria-label={label}>
          {items.map((item) => (
            <button
              key={item.key}
              type="button"
              role={item.checked === undefined ? 'menuitem' : 'menuitemcheckbox'}
              aria-checked={item.checked}
              aria-disabled={item.reason !== undefined}
              onClick={() => choose(item)}
              onKeyDown={moveFocus}
            >
              {item.text}
              {item.reason && <span className="small muted">{item.reason}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const { nextElementSibling, previousElementSibling } = event.currentTarget
  const next = { ArrowDown: nextElementSibling, ArrowUp: previousElementSibling }[event.key]
  if (next === undefined) return
  event.preventDefault()
  if (next instanceof HTMLElement) next.focus()
}
