import { Button } from 'antd'
import { useState } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { useTerm } from '../../shared/session/SessionContext'
import { Notice } from '../../shared/ui/Notice'
import { Region } from '../../shared/ui/Region'
import { UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import { ChangePassword } from './ChangePassword'
import { EndSessionDocument, SessionsDocument } from './signIn.generated'
import './signIn.css'
import { words } from './words'

/** Where I am signed in, with a way to end each, and my password. */
export function AccountPage() {
  const say = useWords(words)
  const term = useTerm()
  const list = useApi(SessionsDocument, {})
  const end = useAct(EndSessionDocument)
  const [changed, setChanged] = useState(false)
  const stop = async (id: string) => {
    if (await end.send({ input: { id } })) list.again()
  }
  return (
    <div className="page">
      <header>
        <h1>{say('sessions')}</h1>
      </header>
      <UserErrors errors={end.userErrors} failure={end.failure} />
      <Region of={list}>
        <table className="plain">
          <thead>
            <tr>
              <th>{say('via')}</th>
              <th>{say('where')}</th>
              <th>{say('with')}</th>
              <th>{say('since')}</th>
              <th>{say('seen')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {list.data?.sessions.map((session) => (
              <tr key={session.id}>
                <td>{term('SessionVia', session.via)}</td>
                <td>{session.address}</td>
                <td>{session.userAgent}</td>
                <td>
                  <When at={session.createdAt} />
                </td>
                <td>
                  <When at={session.lastSeenAt} />
                </td>
                <td className="right">
                  {session.current ? (
                    say('thisOne')
                  ) : (
                    <Button size="small" loading={end.sending} onClick={() => void stop(session.id)}>
                      {say('end')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Region>
      <section className="section" style={{ maxWidth: 420, marginTop: 24 }}>
        <h2>{say('changeTitle')}</h2>
        {changed ? <Notice mood="good">{say('changed')}</Notice> : <ChangePassword onDone={() => setChanged(true)} />}
      </section>
    </div>
  )
}
