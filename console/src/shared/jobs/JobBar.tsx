import { spanText } from '../format/time'
import { defineWords, useLanguage, useWords } from '../words/words'
import type { JobProgressFragment } from './jobs.generated'

const words = defineWords('jobBar', {
  figures: ['{{done}} / {{total}}', '{{done}} / {{total}}'],
  failed: ['{{count}} 行没成', { one: '{{count}} row failed', other: '{{count}} rows failed' }],
  rate: ['每分钟 {{count}}', '{{count}} a minute'],
  left: ['还要约 {{span}}', 'about {{span}} left'],
})

/** How far a job is: figure and total, a bar of good and bad parts, its rate and the time left. */
export function JobBar({ job, short = false }: { job: JobProgressFragment; short?: boolean }) {
  const say = useWords(words)
  const language = useLanguage()
  const failed = Number(job.failed)
  // Rows that failed are done with too.
  const done = Number(job.done) + failed
  const total = Number(job.total ?? done)
  const share = total > 0 ? done / total : 0
  const bad = total > 0 ? failed / total : 0
  return (
    <span className="jobBar">
      <svg width={short ? 60 : 160} height="6" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect className="track" width="100" height="6" />
        <rect className="done" width={100 * share} height="6" />
        <rect className="failed" x={100 * (share - bad)} width={100 * bad} height="6" />
      </svg>
      <span className="nowrap">
        {say('figures', { done: done.toLocaleString('en'), total: job.total ? total.toLocaleString('en') : '…' })}
      </span>
      {!short && failed > 0 && <span className="nowrap bad state">{say('failed', { count: failed })}</span>}
      {!short && job.perMinute > 0 && (
        <span className="nowrap muted">{say('rate', { count: job.perMinute.toLocaleString('en') })}</span>
      )}
      {!short && typeof job.secondsLeft === 'number' && (
        <span className="nowrap muted">{say('left', { span: spanText(job.secondsLeft * 1000, language) })}</span>
      )}
    </span>
  )
}
