import { Button } from 'antd'
import { request } from '../../shared/graphql/request'
import { LogoutDocument } from '../../shared/session/session.generated'
import { useWords } from '../../shared/words/words'
import './signIn.css'
import { words } from './words'

/** What a person sees none of whose roles was approved yet. */
export function NoRolePage({ again }: { again: () => void }) {
  const say = useWords(words)
  return (
    <main className="setup">
      <div className="stack">
        <h1>{say('noRoleTitle')}</h1>
        <p>{say('noRoleHelp')}</p>
        <p className="row">
          <Button type="primary" onClick={again}>
            {say('lookAgain')}
          </Button>
          <Button onClick={() => void request(LogoutDocument, {}).finally(() => location.assign('/'))}>
            {say('out')}
          </Button>
        </p>
      </div>
    </main>
  )
}
