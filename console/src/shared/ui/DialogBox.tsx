import { Button, Modal } from 'antd'
import type { DialogProps } from './Dialog'
import { floatIn } from './floatIn'

/** The dialog itself: antd's, which only pages that show one load. */
export function DialogBox({
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
    <Modal
      getContainer={floatIn}
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
