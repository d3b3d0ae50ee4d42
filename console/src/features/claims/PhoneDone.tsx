import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { instantText } from '../../shared/format/time'
import { CopyText } from '../../shared/ui/CopyText'
import { Notice } from '../../shared/ui/Notice'
import { useWords } from '../../shared/words/words'
import { words } from './phoneWords'

/** The answer: the claim's number, until when there is an answer, and a text to read to the caller or to send. */
export function PhoneDone({
  number,
  promisedAt,
  channel,
  onAnother,
}: {
  number: string
  promisedAt: string
  channel: string
  onAnother: () => void
}) {
  const say = useWords(words)
  const until = promisedAt ? instantText(promisedAt) : '–'
  return (
    <div className="phoneForm">
      <h1>{say('title')}</h1>
      <Notice
        mood="good"
        act={
          <Link to="/claims/$number" params={{ number }}>
            {say('openClaim')}
          </Link>
        }
      >
        <b>{say('done', { number })}</b>
        {'　'}
        {say('doneUntil', { until })}
      </Notice>
      <section className="question">
        <div className="grow">
          <h2 className="questionTitle">{say('readOut')}</h2>
          <p className="consequence theirs">
            <CopyText text={say('readText', { number, until, channel })} />
          </p>
          <p className="answer">
            <Button onClick={onAnother}>{say('another')}</Button>
          </p>
        </div>
      </section>
    </div>
  )
}
