import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { figures } from '../../shared/format/money'
import { instantText } from '../../shared/format/time'
import type * as Types from '../../shared/graphql/types.generated'
import { Initials } from '../../shared/ui/Initials'
import type { Column } from '../../shared/ui/KeysetTable'
import { Mark } from '../../shared/ui/Mark'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useTerm } from '../../shared/session/SessionContext'
import { listed, useLanguage, useWords } from '../../shared/words/words'
import { boundsOf, spanOf, type AskedRoles } from './people'
import type { AuthorityFragment, PersonRowFragment } from './people.generated'
import { roles } from './peopleSearch'
import { useRoleShort } from './useRoleShort'
import { words } from './words'

interface Around {
  waiting: ReadonlyMap<string, AskedRoles>
  authorities: readonly AuthorityFragment[]
  onUnlock: ((person: PersonRowFragment) => void) | undefined
}

/** The columns of the list: who, a tick for each role, and what to know. */
export function usePeopleColumns({ waiting, authorities, onUnlock }: Around): Column<PersonRowFragment>[] {
  const say = useWords(words)
  const short = useRoleShort()
  const english = useLanguage() === 'en'
  return [
    {
      key: 'name',
      title: say('name'),
      width: english ? 184 : 196,
      cell: (person) => (
        <span className="row">
          <Initials name={person.displayName} />
          <Link to="/people/$id" params={{ id: person.id }}>
            {person.displayName}
          </Link>
          <span className="small muted">{person.name}</span>
        </span>
      ),
    },
    ...roles.map((role): Column<PersonRowFragment> => ({
      key: role,
      title: short(role),
      width: english ? (role === 'UNDERWRITING' ? 94 : 68) : 60,
      cell: (person) => <RoleCell role={role} person={person} asked={waiting.get(person.name)} />,
    })),
    {
      key: 'factor',
      title: say('factor'),
      width: english ? 72 : 84,
      cell: (person) => (person.secondFactor ? say('factorYes') : <span className="muted">{say('factorNo')}</span>),
    },
    {
      key: 'last',
      title: say('lastHere'),
      width: english ? 100 : 104,
      cell: (person) => (person.lastLoginAt ? <When at={person.lastLoginAt} /> : say('never')),
    },
    {
      key: 'know',
      title: say('know'),
      width: english ? 232 : 270,
      cell: (person) => (
        <Known person={person} asked={waiting.get(person.name)} authorities={authorities} onUnlock={onUnlock} />
      ),
    },
  ]
}

/** Whether a person has a role: a tick, a diamond where a change of it waits, a dot. */
function RoleCell({
  role,
  person,
  asked,
}: {
  role: Types.OpsRole
  person: PersonRowFragment
  asked: AskedRoles | undefined
}) {
  const say = useWords(words)
  const has = person.roles.includes(role)
  if (asked && [...asked.added, ...asked.removed].includes(role)) {
    return (
      <span className="roleCell">
        <Mark mood="ours" />
        <span className="unseen">{say('waits')}</span>
      </span>
    )
  }
  if (!has) {
    return (
      <span className="roleCell muted">
        <span aria-hidden="true">·</span>
        <span className="unseen">{say('no')}</span>
      </span>
    )
  }
  return (
    <span className="roleCell">
      <Mark mood="good" />
      <span className="unseen">{say('has')}</span>
    </span>
  )
}

/** What is not as usual with a person: locked, suspended, a request that waits, how much they decide alone. */
function Known({
  person,
  asked,
  authorities,
  onUnlock,
}: {
  person: PersonRowFragment
  asked: AskedRoles | undefined
} & Pick<Around, 'authorities' | 'onUnlock'>) {
  const say = useWords(words)
  const term = useTerm()
  const parts: ReactNode[] = []
  if (person.lockedUntil) {
    parts.push(
      <span key="locked" className="row">
        <State mood="bad">{say('lockedUntil', { time: instantText(person.lockedUntil).slice(-5) })}</State>
        {onUnlock && (
          <Button size="small" onClick={() => onUnlock(person)}>
            {say('unlock')}
          </Button>
        )}
      </span>,
    )
  }
  if (person.state === 'SUSPENDED') {
    parts.push(
      <State key="state" mood="ended">
        {term('PersonState', person.state)}
      </State>,
    )
  }
  const text = useAskedText()(asked)
  if (text) {
    parts.push(
      <State key="asked" mood="ours">
        {text}
      </State>,
    )
  }
  const span = person.roles.includes('CLAIMS') ? spanOf(boundsOf(person, authorities)) : undefined
  if (span) {
    const [least, greatest] = span
    const amount = least === greatest ? figures(least) : `${figures(least)} – ${figures(greatest)}`
    parts.push(
      <span key="alone" className="second">
        {say('alone', { amount })}
      </span>,
    )
  }
  return <span className="row known">{parts}</span>
}

/** A request for roles in words. */
export function useAskedText(): (asked: AskedRoles | undefined) => string | undefined {
  const say = useWords(words)
  const short = useRoleShort()
  const language = useLanguage()
  const names = (list: readonly Types.OpsRole[]) => listed(list.map(short), language)
  return (asked) => {
    if (!asked) return undefined
    const { added, removed } = asked
    if (added.length > 0 && removed.length > 0)
      return say('addedRemoved', { added: names(added), removed: names(removed) })
    if (added.length > 0) return say('added', { roles: names(added) })
    return removed.length > 0 ? say('removed', { roles: names(removed) }) : undefined
  }
}
