import { Button } from 'antd'
import { useAct } from '../../shared/graphql/useAct'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { Notice } from '../../shared/ui/Notice'
import { UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import { EndPersonSessionDocument } from './people.generated'
import type { Person, PersonData } from './person'
import { words } from './words'
import { useState } from 'react'

/** Where a person is signed in, with a way to end each. */
export function PersonSessions({
  person,
  sessions,
  again,
}: {
  person: Person
  sessions: PersonData['sessions']
  again: () => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const may = useMay()
  const end = useAct(EndPersonSessionDocument)
  const [done, setDone] = useState(false)
  // Somebody else's session is ended by whoever manages people.
  const mayEnd = may('Mutation.suspendPerson')
  const stop = async (id: string) => {
    setDone(false)
    if (await end.send({ input: { id } })) setDone(true)
    again()
  }
  return (
    <section className="section" tabIndex={0} aria-label={say('sessions')}>
      <h2>{say('sessions')}</h2>
      {done && <Notice mood="good">{say('ended')}</Notice>}
      <UserErrors errors={end.userErrors} failure={end.failure} />
      {sessions.length === 0 ? (
        <p className="muted">{say('noSessions')}</p>
      ) : (
        <table className="plain">
          <caption className="unseen">{`${say('sessions')} ${person.displayName}`}</caption>
          <thead>
            <tr>
              <th>{say('via')}</th>
              <th>{say('where')}</th>
              <th>{say('with')}</th>
              <th>{say('began')}</th>
              <th>{say('seen')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id}>
                <td>{term('SessionVia', session.via)}</td>
                <td>{session.address}</td>
                <td className="small second">{session.userAgent}</td>
                <td>
                  <When at={session.createdAt} />
                </td>
                <td>
                  <When at={session.lastSeenAt} />
                </td>
                <td className="right">
                  {session.current
                    ? say('thisOne')
                    : mayEnd && (
                        <Button size="small" loading={end.sending} onClick={() => void stop(session.id)}>
                          {say('endSession')}
                        </Button>
                      )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
