import { CloseOutlined, UploadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { upload } from '../../shared/files/upload'
import { RequestFailed } from '../../shared/graphql/request'
import { sizeOf } from '../../shared/ui/Evidence'
import { useWords } from '../../shared/words/words'
import type { PhoneDraft } from './phone'
import { words } from './phoneWords'

const largest = 20 * 1024 * 1024
const most = 20

/** Files that the caller sent: each is sent at once, and says what became of it. */
export function PhoneEvidence({
  draft,
  onChange,
}: {
  draft: PhoneDraft
  onChange: (change: (draft: PhoneDraft) => PhoneDraft) => void
}) {
  const say = useWords(words)
  const picker = useRef<HTMLInputElement>(null)
  const [waiting, setWaiting] = useState<readonly string[]>([])
  const [wrong, setWrong] = useState<readonly { name: string; why: string }[]>([])
  const take = async (file: File) => {
    if (file.size > largest) {
      setWrong((before) => [...before, { name: file.name, why: say('tooBig') }])
      return
    }
    setWaiting((before) => [...before, file.name])
    try {
      const done = await upload(file, 'CLAIM_EVIDENCE')
      if ('fileId' in done) {
        onChange((now) => ({
          ...now,
          files: [...now.files, { fileId: done.fileId, name: file.name, size: file.size }].slice(0, most),
        }))
      } else
        setWrong((before) => [...before, { name: file.name, why: done.errors.map((error) => error.message).join(' ') }])
    } catch (cause) {
      const why = cause instanceof RequestFailed ? `${cause.message} ${cause.code}` : String(cause)
      setWrong((before) => [...before, { name: file.name, why }])
    } finally {
      setWaiting((before) => before.filter((name) => name !== file.name))
    }
  }
  const takeAll = (files: FileList | null) => {
    setWrong([])
    for (const file of files ?? []) void take(file)
  }
  return (
    <div
      className="question dropArea"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        takeAll(event.dataTransfer.files)
      }}
    >
      <div className="grow">
        <p className="questionTitle">{say('upload')}</p>
        <p className="small muted">{say('uploadHelp')}</p>
        <div className="answer">
          <input
            ref={picker}
            id="evidence"
            className="unseen"
            type="file"
            multiple
            accept="application/pdf,image/jpeg,image/png"
            aria-label={say('choose')}
            onChange={(event) => {
              takeAll(event.target.files)
              event.target.value = ''
            }}
          />
          <Button
            icon={<UploadOutlined aria-hidden />}
            disabled={draft.files.length >= most}
            onClick={() => picker.current?.click()}
          >
            {say('choose')}
          </Button>
        </div>
        <ul className="fileList">
          {draft.files.map((file) => (
            <li key={file.fileId} className="row">
              <span className="grow">{file.name}</span>
              <span className="small muted">
                {sizeOf(file.size)} · {say('sent')}
              </span>
              <Button
                type="text"
                size="small"
                aria-label={say('drop', { name: file.name })}
                icon={<CloseOutlined aria-hidden />}
                onClick={() =>
                  onChange((now) => ({ ...now, files: now.files.filter((each) => each.fileId !== file.fileId) }))
                }
              />
            </li>
          ))}
          {waiting.map((name) => (
            <li key={name}>
              <span className="row muted" role="status">
                <span className="grow">{name}</span> {say('sending')}
              </span>
            </li>
          ))}
          {wrong.map((each, place) => (
            <li key={place}>
              <span className="row fieldError" role="alert">
                <span className="grow">{each.name}</span> {each.why}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
