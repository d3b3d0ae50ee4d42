import { CheckOutlined, CopyOutlined, DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { defineWords, useWords } from '../words/words'
import { Floating } from './Floating'
import { Notice } from './Notice'

const words = defineWords('secret', {
  once: ['只显示这一次，关上就再也看不到。', 'It is shown this once, and never again.'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
  download: ['下载', 'Download'],
  kept: ['已存好', 'I have kept it'],
})

/** A secret as it is shown. */
export interface Secret {
  label: string
  text: string
}

/**
 * What is shown this once. The dialog is left by saying that it is kept and by nothing else, and the browser asks before the page is
 * closed. Secrets are never kept by a form, a cache or an address.
 */
export function SecretDialog({
  title,
  secrets,
  shownAgain = false,
  onKept,
  children,
}: {
  title: ReactNode
  secrets: readonly Secret[]
  /** It is no secret: a public key, which can be seen later. */
  shownAgain?: boolean
  onKept: () => void
  children?: ReactNode
}) {
  const say = useWords(words)
  useEffect(() => {
    if (shownAgain) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [shownAgain])
  return (
    <Floating title={title} width={560} className="secretDialog" onLeave={shownAgain ? onKept : undefined}>
      <div className="body">
        <div className="stack">
          {!shownAgain && <Notice mood="ours">{say('once')}</Notice>}
          {secrets.map((secret) => (
            <Shown key={secret.label} secret={secret} />
          ))}
          {children}
        </div>
      </div>
      <footer>
        <Button type="primary" onClick={onKept}>
          {say('kept')}
        </Button>
      </footer>
    </Floating>
  )
}

function Shown({ secret: { label, text } }: { secret: Secret }) {
  const say = useWords(words)
  const [copied, setCopied] = useState(false)
  return (
    <div className="field">
      <div className="row">
        <span className="grow small muted">{label}</span>
        <Button
          size="small"
          icon={copied ? <CheckOutlined /> : <CopyOutlined />}
          aria-label={`${say('copy')} ${label}`}
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          {say(copied ? 'copied' : 'copy')}
        </Button>
        <Button
          size="small"
          icon={<DownloadOutlined />}
          aria-label={`${say('download')} ${label}`}
          onClick={() => save(`${label.replace(/[^\w.-]+/g, '_')}.txt`, text)}
        >
          {say('download')}
        </Button>
      </div>
      <div className="secret" role="group" tabIndex={0} aria-label={label}>
        <code>{text}</code>
      </div>
    </div>
  )
}

/** Writes a text into a file of the person's machine. */
function save(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
