import { useEffect, useRef, useSyncExternalStore } from 'react'

/** An act on the thing in view, which the command box offers first. */
export interface ActInView {
  key: string
  text: string
  run: () => void
}

let acts: readonly ActInView[] = []
const listeners = new Set<() => void>()

function tell(next: readonly ActInView[]) {
  acts = next
  listeners.forEach((listener) => listener())
}

/** Offers the acts of the thing that a page shows, while it shows it. */
export function useOfferActs(offered: readonly ActInView[]) {
  const current = useRef(offered)
  useEffect(() => {
    current.current = offered
  })
  const names = offered.map((act) => `${act.key} ${act.text}`).join('\n')
  useEffect(() => {
    tell(
      current.current.map((act) => ({
        ...act,
        run: () => current.current.find((each) => each.key === act.key)?.run(),
      })),
    )
    return () => tell([])
  }, [names])
}

export function useActsInView(): readonly ActInView[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => acts,
  )
}
