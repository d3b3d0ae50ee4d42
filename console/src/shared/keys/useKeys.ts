import { useEffect, useRef } from 'react'

/** What a key does; "g h" is one after the other, "mod+Enter" with Ctrl or ⌘. */
export type Keys = Record<string, (event: KeyboardEvent) => void>

const stored = 'baodan.keys'
const sequence = 900

/** Whether single keys act; a person may switch them off. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(stored) !== 'off'
}

export function switchSingleKeys(on: boolean) {
  if (on) localStorage.removeItem(stored)
  else localStorage.setItem(stored, 'off')
}

/** Whether something that takes letters has the focus: single keys rest meanwhile, and while a Chinese input method composes. */
function typing(event: KeyboardEvent): boolean {
  if (event.isComposing || event.key === 'Process') return true
  const { target } = event
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !isChoice(target)))
  )
}

function isChoice(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && (target.type === 'radio' || target.type === 'checkbox')
}

/** Keys of a page while it is shown. */
export function useKeys(keys: Keys, enabled = true) {
  const current = useRef(keys)
  useEffect(() => {
    current.current = keys
  })
  useEffect(() => {
    if (!enabled) return
    let first = ''
    let at = 0
    const listen = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey
      if (plain && (typing(event) || !singleKeysOn())) return
      if (
        plain &&
        document.querySelector('.ant-modal-root .ant-modal, [role="dialog"]')?.contains(event.target as Node) === false
      )
        return
      const name = nameOf(event)
      const pair = `${first} ${name}`
      const act = (Date.now() - at < sequence ? current.current[pair] : undefined) ?? current.current[name]
      first = plain ? name : ''
      at = Date.now()
      if (!act) return
      event.preventDefault()
      act(event)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [enabled])
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key
}
