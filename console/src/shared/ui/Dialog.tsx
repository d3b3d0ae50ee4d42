import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Floating } from './Floating'

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
export function Dialog({
  title,
  keep,
  act,
  dangerous = false,
  sending = false,
  disabled = false,
  onKeep,
  onAct,
  children,
  width = 680,
}: DialogProps) {
  return (
    <Floating title={title} width={width} onLeave={onKeep}>
      <div className="body">{children}</div>
      <footer>
        <Button onClick={onKeep}>{keep}</Button>
        {act && (
          <Button type="primary" danger={dangerous} loading={sending} disabled={disabled} onClick={onAct}>
            {act}
          </Button>
        )}
      </footer>
    </Floating>
  )
}
