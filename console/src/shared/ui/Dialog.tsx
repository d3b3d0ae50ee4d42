import { Button, Modal } from 'antd'
import type { ReactNode } from 'react'

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
}: {
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
}) {
  return (
    <Modal
      open
      title={title}
      width={width}
      closable={false}
      mask={{ closable: false }}
      onCancel={onKeep}
      destroyOnHidden
      footer={
        <>
          <Button onClick={onKeep}>{keep}</Button>
          {act && (
            <Button type="primary" danger={dangerous} loading={sending} disabled={disabled} onClick={onAct}>
              {act}
            </Button>
          )}
        </>
      }
    >
      {children}
    </Modal>
  )
}
