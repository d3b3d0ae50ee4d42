import { useSyncExternalStore } from 'react'

let text: string | undefined
const listeners = new Set<() => void>()

/** Opens the command box with a text; undefined closes it. */
export function askCommandBox(next: string | undefined) {
  text = next
  listeners.forEach((listener) => listener())
}

/** What the command box begins with; undefined while it is closed. */
export function useCommandBox(): [string | undefined, (next: string | undefined) => void] {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => text,
  )
  return [now, askCommandBox]
}
