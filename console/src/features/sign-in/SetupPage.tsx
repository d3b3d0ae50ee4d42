import { Button } from 'antd'
import { request } from '../../shared/graphql/request'
import { LogoutDocument } from '../../shared/session/session.generated'
import { useWords } from '../../shared/words/words'
import { ChangePassword } from './ChangePassword'
import { EnrolFactor, ProveFactor } from './SecondFactor'
import './signIn.css'
import { words } from './words'

/** What a person must do before anything else, one step after the other. */
export function SetupPage({ steps, onDone }: { steps: readonly string[]; onDone: () => void }) {
  const say = useWords(words)
  const [step] = steps
  return (
    <main className="setup">
      <div className="stack">
        <p className="small muted">{say('setup')}</p>
        {step === 'CHANGE_PASSWORD' && (
          <>
            <h1>{say('changeTitle')}</h1>
            <ChangePassword focused onDone={onDone} />
          </>
        )}
        {step === 'ENROL_SECOND_FACTOR' && <EnrolFactor onDone={onDone} />}
        {step === 'CONFIRM_SECOND_FACTOR' && <ProveFactor onDone={onDone} />}
        <p>
          <Button type="link" onClick={() => void request(LogoutDocument, {}).finally(() => location.assign('/'))}>
            {say('out')}
          </Button>
        </p>
      </div>
    </main>
  )
}
