import { InfoCircleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { defineWords, useWords } from '../words/words'

const words = defineWords('conflict', {
  difference: ['看差异', 'See the difference'],
  hide: ['收起差异', 'Hide the difference'],
  use: ['换成新版', 'Use the new one'],
  kept: ['你写的还在。', 'What you typed is kept.'],
  what: ['项目', 'What'],
  before: ['原来', 'Before'],
  after: ['现在', 'After'],
})

/** One thing that is another than before. */
export interface Changed {
  what: ReactNode
  before: ReactNode
  after: ReactNode
}

/** Two versions of one thing: who changed what, in figures. Whoever works on it looks, or goes on with the new one; what they typed stays. */
export function Conflict({
  title,
  changes,
  onUse,
}: {
  title: ReactNode
  changes: readonly Changed[]
  onUse: () => void
}) {
  const say = useWords(words)
  const [open, setOpen] = useState(false)
  return (
    <section className="conflict theirs" role="alert">
      <div className="row">
        <InfoCircleOutlined aria-hidden />
        <p className="grow">
          <b>{title}</b>{' '}
          {changes.slice(0, 3).map((change, place) => (
            <span key={place}>
              {change.what} {change.before} → {change.after}
              {'　'}
            </span>
          ))}
          {say('kept')}
        </p>
        <Button onClick={() => setOpen(!open)}>{say(open ? 'hide' : 'difference')}</Button>
        <Button onClick={onUse}>{say('use')}</Button>
      </div>
      {open && <Differences changes={changes} />}
    </section>
  )
}

/** What, before and after, side by side. */
export function Differences({ changes }: { changes: readonly Changed[] }) {
  const say = useWords(words)
  return (
    <table className="plain diff">
      <thead>
        <tr>
          <th>{say('what')}</th>
          <th>{say('before')}</th>
          <th>{say('after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change, place) => (
          <tr key={place}>
            <td>{change.what}</td>
            <td className="second">{change.before}</td>
            <td className="after">{change.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
