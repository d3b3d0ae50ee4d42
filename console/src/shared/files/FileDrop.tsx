import { InboxOutlined } from '@ant-design/icons'
import { useId, useState } from 'react'
import type * as Types from '../graphql/types.generated'
import { Notice } from '../ui/Notice'
import { defineWords, useWords } from '../words/words'
import { upload } from './upload'

const words = defineWords('fileDrop', {
  drop: ['把文件拖到这里，或点这里选', 'Drop a file here, or click to choose one'],
  sending: ['正在上传 {{name}} {{percent}}%', 'Sending {{name}}, {{percent}}%'],
  failed: ['{{name}} 没有传上去：{{why}}', '{{name}} was not sent: {{why}}'],
})

/** Where files are dropped or chosen; each is sent at once and told by its id. */
export function FileDrop({
  purpose,
  accept,
  label,
  onFile,
}: {
  purpose: Types.FilePurpose
  accept?: string
  label?: string
  onFile: (id: string, file: File) => void
}) {
  const say = useWords(words)
  const id = useId()
  const [state, setState] = useState<{ name: string; share: number; why?: string }>()
  const take = async (files: FileList | null) => {
    for (const file of files ?? []) {
      setState({ name: file.name, share: 0 })
      try {
        const sent = await upload(file, purpose, undefined, (share) => setState({ name: file.name, share }))
        if ('errors' in sent) {
          setState({ name: file.name, share: 0, why: sent.errors.map((error) => error.message).join(' ') })
          return
        }
        setState(undefined)
        onFile(sent.fileId, file)
      } catch (cause) {
        setState({ name: file.name, share: 0, why: cause instanceof Error ? cause.message : String(cause) })
        return
      }
    }
  }
  return (
    <div className="fileDrop">
      <label
        htmlFor={id}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          void take(event.dataTransfer.files)
        }}
      >
        <InboxOutlined aria-hidden /> {label ?? say('drop')}
        <input
          id={id}
          type="file"
          className="unseen"
          accept={accept}
          onChange={(event) => {
            void take(event.target.files)
          }}
        />
      </label>
      {state && !state.why && (
        <p role="status" className="small">
          {say('sending', { name: state.name, percent: Math.round(state.share * 100) })}
        </p>
      )}
      {state?.why && (
        <Notice mood="bad" alert>
          {say('failed', { name: state.name, why: state.why })}
        </Notice>
      )}
    </div>
  )
}
