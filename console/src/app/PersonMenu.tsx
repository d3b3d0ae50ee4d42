import { useNavigate } from '@tanstack/react-router'
import { singleKeysOn, switchSingleKeys } from '../shared/keys/useKeys'
import { request } from '../shared/graphql/request'
import { LogoutDocument } from '../shared/session/session.generated'
import { useSession } from '../shared/session/SessionContext'
import { Menu, type MenuItem } from '../shared/ui/Menu'
import { useWords } from '../shared/words/words'
import { isLoose, setLoose } from './density'
import { useRoleWords } from './roleWords'
import { words } from './shellWords'
import { chooseTheme } from './theme'

/** Who is signed in, how they like the console, and the way out. */
export function PersonMenu() {
  const say = useWords(words)
  const { person } = useSession()
  const roles = useRoleWords()
  const navigate = useNavigate()
  const items: MenuItem[] = [
    { key: 'account', text: say('account'), run: () => void navigate({ to: '/account' }) },
    { key: 'density', text: say('density'), checked: isLoose(), run: () => setLoose(!isLoose()) },
    { key: 'keys', text: say('singleKeys'), checked: singleKeysOn(), run: () => switchSingleKeys(!singleKeysOn()) },
    { key: 'system', text: say('followSystem'), run: () => chooseTheme('system') },
    { key: 'out', text: say('signOut'), run: () => void signOut() },
  ]
  const face = (
    <>
      <span className="initials" aria-hidden="true">
        {person.displayName.slice(0, 1)}
      </span>
      <span className="who">
        {person.displayName}
        <br />
        <span className="small muted">{roles}</span>
      </span>
    </>
  )
  return (
    <Menu label={say('person', { name: person.displayName })} button={face} buttonClass="plain person" items={items} />
  )
}

/** Ends the session and forgets everything that was read in it. */
async function signOut() {
  await request(LogoutDocument, {}).catch(() => undefined)
  location.assign('/')
}
