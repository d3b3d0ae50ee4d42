import { Button } from 'antd'
import { useEffect } from 'react'
import { request } from '../../shared/graphql/request'
import { useApi } from '../../shared/graphql/useApi'
import { sessionOver } from '../../shared/session/ended'
import { LogoutDocument } from '../../shared/session/session.generated'
import { Region } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import { ChangePassword } from './ChangePassword'
import { EnrolFactor, ProveFactor } from './SecondFactor'
import { SetupDocument } from './signIn.generated'
import './signIn.css'
import { words } from './words'

/** What a person must do before anything else, one step after the other. */
export function SetupPage({ onDone }: { onDone: () => void }) {
  const say = useWords(words)
  const setup = useApi(SetupDocument, {}, { freshFor: Infinity })
  const [step] = setup.data?.viewer.setup ?? []
  const over = setup.failure !== null && sessionOver.has(setup.failure.code)
  const through = over || (setup.data !== undefined && step === undefined)
  useEffect(() => {
    if (through) onDone()
  }, [through, onDone])
  return (
    <main className="setup">
      <div className="stack">
        <p className="small muted">{say('setup')}</p>
        <Region of={setup}>
          {step === 'CHANGE_PASSWORD' && (
            <>
              <h1>{say('changeTitle')}</h1>
              <ChangePassword focused onDone={setup.again} />
            </>
          )}
          {step === 'ENROL_SECOND_FACTOR' && <EnrolFactor onDone={setup.again} />}
          {step === 'CONFIRM_SECOND_FACTOR' && <ProveFactor onDone={setup.again} />}
        </Region>
        <p>
          <Button type="link" onClick={() => void request(LogoutDocument, {}).finally(() => location.assign('/'))}>
            {say('out')}
          </Button>
        </p>
      </div>
    </main>
  )
}
