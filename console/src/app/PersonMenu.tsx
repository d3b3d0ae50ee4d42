import { Dropdown, type MenuProps } from 'antd'
import { useNavigate } from '@tanstack/react-router'
import { singleKeysOn, switchSingleKeys } from '../shared/keys/useKeys'
import { request } from '../shared/graphql/request'
import { LogoutDocument } from '../shared/session/session.generated'
import { useSession } from '../shared/session/SessionContext'
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
  const items: MenuProps['items'] = [
    { key: 'account', label: say('account'), onClick: () => void navigate({ to: '/account' }) },
    { key: 'density', label: `${isLoose() ? '✓ ' : ''}${say('density')}`, onClick: () => setLoose(!isLoose()) },
    {
      key: 'keys',
      label: `${singleKeysOn() ? '✓ ' : ''}${say('singleKeys')}`,
      onClick: () => switchSingleKeys(!singleKeysOn()),
    },
    { key: 'system', label: say('followSystem'), onClick: () => chooseTheme('system') },
    { type: 'divider' },
    { key: 'out', label: say('signOut'), onClick: () => void signOut() },
  ]
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <button type="button" className="plain person" aria-label={say('person', { name: person.displayName })}>
        <span className="initials" aria-hidden="true">
          {person.displayName.slice(0, 1)}
        </span>
        <span className="who">
          {person.displayName}
          <br />
          <span className="small muted">{roles}</span>
        </span>
      </button>
    </Dropdown>
  )
}

/** Ends the session and forgets everything that was read in it. */
async function signOut() {
  await request(LogoutDocument, {}).catch(() => undefined)
  location.assign('/')
}
