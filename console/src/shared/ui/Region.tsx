import { Button } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { instantText } from '../format/time'
import { offline, type AnswerError, type RequestFailed } from '../graphql/request'
import { sessionOver } from '../session/ended'
import { defineWords, useWords } from '../words/words'
import { Notice } from './Notice'

const words = defineWords('region', {
  failed: ['这里没有读到。', 'This could not be read.'],
  offline: [
    '连不上服务器。显示的是 {{at}} 的内容，只能看。',
    'The server cannot be reached. This is as of {{at}}, for reading only.',
  ],
  offlineEmpty: [
    '连不上服务器。网络好了会自动再试。',
    'The server cannot be reached. It is tried again when the network is back.',
  ],
  again: ['再试一次', 'Try again'],
  request: ['请求号 {{id}}', 'Request {{id}}'],
  loading: ['正在读取', 'Loading'],
  forbidden: ['你的岗位看不到这一部分。', 'Your roles do not show this part.'],
})

interface Loaded {
  data: unknown
  failure: RequestFailed | null
  isPending: boolean
  asOf: number
  again: () => void
}

/**
 * A part of a page: its skeleton while it loads, what went wrong with a way to try again, or its content. That the session is over is
 * said once, in the dialog over the page.
 */
export function Region({ of, lines = 6, children }: { of: Loaded; lines?: number; children: ReactNode }) {
  if (of.data !== undefined) {
    return (
      <>
        {of.failure && !sessionOver.has(of.failure.code) && (
          <Failure failure={of.failure} again={of.again} asOf={of.asOf} />
        )}
        {children}
      </>
    )
  }
  if (of.failure) return <Failure failure={of.failure} again={of.again} />
  return <Skeleton lines={lines} />
}

/** What went wrong, why, and what to do; the code and the number of the request for whoever is asked about it. */
export function Failure({ failure, again, asOf }: { failure: RequestFailed; again?: () => void; asOf?: number }) {
  const say = useWords(words)
  const text =
    failure.code === offline
      ? asOf
        ? say('offline', { at: instantText(asOf) })
        : say('offlineEmpty')
      : `${say('failed')} ${failure.message}`
  return (
    <Notice
      mood={failure.code === offline ? 'ended' : 'bad'}
      alert
      act={
        again && (
          <Button size="small" onClick={again}>
            {say('again')}
          </Button>
        )
      }
    >
      {text} <code className="muted">{failure.code}</code>{' '}
      {failure.requestId && <span className="small muted">{say('request', { id: failure.requestId })}</span>}
    </Notice>
  )
}

/** A part that was refused: who may see it is not this person. */
export function Forbidden({ errors, path }: { errors: AnswerError[]; path: string }) {
  const say = useWords(words)
  const found = errors.find((error) => error.path?.filter((step) => typeof step === 'string').join('.') === path)
  if (!found) return null
  return <Notice mood="ended">{found.extensions?.code === 'FORBIDDEN' ? say('forbidden') : found.message}</Notice>
}

/** Lines of the height of what will come, shown after 150 ms so that quick answers do not flash. */
export function Skeleton({ lines }: { lines: number }) {
  const say = useWords(words)
  const [visible, setVisible] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), 150)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={visible ? 'skeleton' : 'skeleton waiting'} role="status" aria-label={say('loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} />
      ))}
    </div>
  )
}

/** Nothing is there: why, and what next. */
export function Empty({ title, page = false, children }: { title: string; page?: boolean; children?: ReactNode }) {
  const Title = page ? 'h1' : 'p'
  return (
    <div className="empty">
      <Title className="strong">{title}</Title>
      {children}
    </div>
  )
}
