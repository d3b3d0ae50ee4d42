import { useEffect, useId, useRef, type ReactNode } from 'react'

/**
 * What floats over a page and takes the keys until it is left: the browser's own dialog, which keeps the focus inside and the page
 * behind it still. antd's sets styles that the security policy refuses. label: its name, where no title is drawn.
 */
export function Floating({
  title,
  label,
  width,
  className,
  onLeave,
  children,
}: {
  title?: ReactNode
  label?: string
  width: number
  className?: string
  /** Esc; undefined: it cannot be left. */
  onLeave?: (() => void) | undefined
  children: ReactNode
}) {
  const box = useRef<HTMLDialogElement>(null)
  const heading = useId()
  useEffect(() => {
    const { current } = box
    if (!current || current.open) return
    const before = document.activeElement
    current.showModal()
    ;(
      current.querySelector<HTMLElement>('[data-autofocus], .body :is(input, textarea, select):not([type="hidden"])') ??
      current
    ).focus()
    return () => {
      current.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={box}
      className={className ? `floating ${className}` : 'floating'}
      style={{ width: `min(${String(width)}px, calc(100vw - 32px))` }}
      aria-labelledby={title ? heading : undefined}
      aria-label={title ? undefined : label}
      onCancel={(event) => {
        event.preventDefault()
        onLeave?.()
      }}
      onKeyDown={(event) => {
        // A browser lets a second Esc pass whatever becomes of the first; one that never begins to close does not.
        if (event.key === 'Escape' && !onLeave) event.preventDefault()
      }}
    >
      {title && <h2 id={heading}>{title}</h2>}
      {children}
    </dialog>
  )
}
