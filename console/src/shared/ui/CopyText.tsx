import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import { defineWords, useWords } from '../words/words'

const words = defineWords('copy', { copy: ['复制 {{text}}', 'Copy {{text}}'], copied: ['已复制', 'Copied'] })

/** A number, whole, which a click copies. */
export function CopyText({ text }: { text: string }) {
  const say = useWords(words)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <button
      type="button"
      className="plain copy nowrap"
      aria-label={say('copy', { text })}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {text} {copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
      <span className="unseen" role="status">
        {copied ? say('copied') : ''}
      </span>
    </button>
  )
}
