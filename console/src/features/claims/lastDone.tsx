import { Link } from '@tanstack/react-router'
import { useSyncExternalStore } from 'react'
import { Notice } from '../../shared/ui/Notice'
import { useWords } from '../../shared/words/words'
import { words } from './claimWords'

/** What was done last, shown above the next claim for a while. */
interface Done {
  number: string
  what: 'paid' | 'second' | 'declined' | 'asked'
}

const shown = 10_000
let done: Done | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

export function tellDone(next: Done | null) {
  done = next
  clearTimeout(timer)
  if (next) timer = setTimeout(() => tellDone(null), shown)
  listeners.forEach((listener) => listener())
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** One line about the claim that was decided last, with the way back to it. */
export function LastDone() {
  const say = useWords(words)
  const last = useSyncExternalStore(subscribe, () => done)
  if (!last) return null
  const text = { paid: 'donePaid', second: 'doneSecond', declined: 'doneDeclined', asked: 'doneAsked' } as const
  return (
    <Notice
      mood="good"
      act={
        <Link to="/claims/$number" params={{ number: last.number }}>
          {say('look')}
        </Link>
      }
    >
      {say(text[last.what], { number: last.number })}
    </Notice>
  )
}
