import type { ReactNode } from 'react'
import { Mark } from './Mark'
import type { Mood } from './moods'

/** A state: mark and word; filled in heads and dialogs, plain in lists, where the quiet moods have grey words. */
export function State({ mood, children, filled = false }: { mood: Mood; children: ReactNode; filled?: boolean }) {
  return (
    <span className={`state ${mood}${filled ? ' filled' : ''}`}>
      <Mark mood={mood} />
      {children}
    </span>
  )
}
