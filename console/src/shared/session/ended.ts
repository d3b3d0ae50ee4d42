import { useSyncExternalStore } from 'react'

/** Codes that say that nobody is signed in any more. */
export const sessionOver: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'SETUP_REQUIRED'])

/** Whether the session is over while a page is open: the person signs in over the page, and nothing that they typed is lost. */
let ended = false
const listeners = new Set<() => void>()

export function tellSessionEnded(now: boolean) {
  if (ended === now) return
  ended = now
  listeners.forEach((listener) => listener())
}

export function useSessionEnded(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => ended,
  )
}
