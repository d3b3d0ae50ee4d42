import type { ReactNode } from 'react'
import { Mark } from './Mark'
import type { Mood } from './moods'

/** One line in the colour of whose move it is: what is the matter, and the act. */
export function Notice({
  mood,
  children,
  act,
  alert = false,
}: {
  mood: Mood
  children: ReactNode
  act?: ReactNode
  alert?: boolean
}) {
  return (
    <div className={`notice ${mood}`} role={alert ? 'alert' : 'status'}>
      <Mark mood={mood} />
      <div className="grow">{children}</div>
      {act}
    </div>
  )
}
