import { CheckOutlined } from '@ant-design/icons'
import { useWords } from '../../shared/words/words'
import { phoneSteps, type PhoneStep } from './phoneSearch'
import { words } from './phoneWords'

const names = { policy: 'stepPolicy', facts: 'stepFacts', evidence: 'stepEvidence', check: 'stepCheck' } as const

/** The four steps, and which one it is. */
export function PhoneSteps({ step }: { step: PhoneStep }) {
  const say = useWords(words)
  const now = phoneSteps.indexOf(step)
  return (
    <ol className="steps" aria-label={say('steps')}>
      {phoneSteps.map((each, place) => (
        <li key={each} aria-current={place === now ? 'step' : undefined} className={place < now ? 'past' : undefined}>
          <span className="circle" aria-hidden="true">
            {place < now ? <CheckOutlined /> : place + 1}
          </span>
          {say(names[each])}
        </li>
      ))}
    </ol>
  )
}
