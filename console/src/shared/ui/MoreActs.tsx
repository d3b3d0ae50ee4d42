import { EllipsisOutlined } from '@ant-design/icons'
import { useEffect, useRef, useState } from 'react'
import { defineWords, useWords } from '../words/words'

const words = defineWords('moreActs', { more: ['更多', 'More'] })

/** An act of a thing: impossible now where it has a reason. */
export interface Act {
  key: string
  text: string
  run: () => void
  /** Why it is not possible now. */
  reason?: string | undefined
}

/** The acts that are rare, or not possible now and why. */
export function MoreActs({ acts }: { acts: readonly Act[] }) {
  const say = useWords(words)
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    box.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
    const leave = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !box.current?.contains(event.target as Node))
        setOpen(false)
    }
    document.addEventListener('mousedown', leave)
    document.addEventListener('keydown', leave)
    return () => {
      document.removeEventListener('mousedown', leave)
      document.removeEventListener('keydown', leave)
    }
  }, [open])
  if (acts.length === 0) return null
  return (
    <div className="moreActs" ref={box}>
      <button
        type="button"
        className="chip"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={say('more')}
        onClick={() => setOpen(!open)}
      >
        <EllipsisOutlined aria-hidden />
      </button>
      {open && (
        <div role="menu" className="panel">
          {acts.map((act) => (
            <button
              key={act.key}
              type="button"
              role="menuitem"
              aria-disabled={act.reason !== undefined}
              onClick={() => {
                if (act.reason !== undefined) return
                setOpen(false)
                act.run()
              }}
              onKeyDown={(event) => {
                const step =
                  event.key === 'ArrowDown'
                    ? 'nextElementSibling'
                    : event.key === 'ArrowUp'
                      ? 'previousElementSibling'
                      : undefined
                if (step) (event.currentTarget[step] as HTMLElement | null)?.focus()
              }}
            >
              {act.text}
              {act.reason && <span className="small muted">{act.reason}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
