import { exactText, spanText } from '../format/time'
import { defineWords, useLanguage, useWords } from '../words/words'
import { useNow } from './useNow'

const words = defineWords('promise', {
  left: ['剩 {{span}}', '{{span}} left'],
  late: ['已过 {{span}}', '{{span}} late'],
})

/** What was promised: a bar of the time that is left, and how long; until when on hover. */
export function PromiseBar({ from, until }: { from: string; until: string | null | undefined }) {
  const say = useWords(words)
  const language = useLanguage()
  const now = useNow()
  if (!until) return <>–</>
  const left = Date.parse(until) - now
  const share = Math.max(0, Math.min(1, left / Math.max(1, Date.parse(until) - Date.parse(from))))
  const mood = left < 0 ? 'bad' : share < 0.3 ? 'ours' : 'quiet'
  return (
    <span className={`promise ${mood}`} title={exactText(until)}>
      <svg width="34" height="5" aria-hidden="true">
        <rect className="track" width="34" height="5" rx="2.5" />
        <rect className="part" width={left < 0 ? 34 : 34 * share} height="5" rx="2.5" />
      </svg>
      {left < 0 && <span aria-hidden="true">!</span>}
      {say(left < 0 ? 'late' : 'left', { span: spanText(left, language) })}
    </span>
  )
}
