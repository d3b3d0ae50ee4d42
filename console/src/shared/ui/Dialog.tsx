import { lazy, Suspense, type ReactNode } from 'react'

// A page is useful before it shows a dialog, so the parts of one come when it is opened.
const DialogBox = lazy(() => import('./DialogBox').then((m) => ({ default: m.DialogBox })))

export interface DialogProps {
  title: ReactNode
  keep: string
  act?: ReactNode
  dangerous?: boolean
  sending?: boolean
  disabled?: boolean
  onKeep: () => void
  onAct?: () => void
  children: ReactNode
  width?: number
}

/** A dialog: its title is the act, Esc and a worded button leave it, the other button names the result and the figure. */
export function Dialog(props: DialogProps) {
  return (
    <Suspense>
      <DialogBox {...props} />
    </Suspense>
  )
}
