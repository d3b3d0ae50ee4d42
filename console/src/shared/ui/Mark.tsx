import type { ReactElement } from 'react'
import type { Mood } from './moods'

const shapes: Record<Mood, ReactElement> = {
  ours: <path d="M6 1l5 5-5 5-5-5z" fill="currentColor" />,
  machine: (
    <>
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 1.4a4.6 4.6 0 0 1 0 9.2z" fill="currentColor" />
    </>
  ),
  theirs: (
    <path
      d="M1.7 2h8.6v6H6L3.6 10.4V8H1.7z"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinejoin="round"
    />
  ),
  good: <path d="M1.8 6.4l2.8 2.8 5.6-6.2" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  ended: <path d="M2 6h8" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  bad: <path d="M2.4 2.4l7.2 7.2M9.6 2.4L2.4 9.6" fill="none" stroke="currentColor" strokeWidth="1.8" />,
}

/** The sign of a mood: no state is told by colour alone. */
export function Mark({ mood }: { mood: Mood }) {
  return (
    <svg className={`mark ${mood}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {shapes[mood]}
    </svg>
  )
}
