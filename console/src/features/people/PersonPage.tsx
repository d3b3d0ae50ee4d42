import { Link, useNavigate } from '@tanstack/react-router'
import { useApi } from '../../shared/graphql/useApi'
import { useKeys } from '../../shared/keys/useKeys'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { CopyText } from '../../shared/ui/CopyText'
import { Money } from '../../shared/ui/Money'
import { personMood } from '../../shared/ui/moods'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { instantText } from '../../shared/format/time'
import { useWords } from '../../shared/words/words'
import './people.css'
import { boundsOf } from './people'
import { PersonPageDocument } from './people.generated'
import { type Person, type PersonData } from './person'
import { PersonActs } from './PersonActs'
import { PersonSessions } from './PersonSessions'
import { words } from './words'

/** One person: what is known of them, what they may do, where they are signed in, and what may be done about it. */
export function PersonPage({ id }: { id: string }) {
  const say = useWords(words)
  const page = useApi(PersonPageDocument, { id }, { every: 15_000 })
  const person = page.data?.node?.__typename === 'Person' ? page.data.node : undefined
  return (
    <div className="page">
      <Region of={page} lines={10} heading={say('title')}>
        {page.data && !person && <Empty page title={say('missing')} />}
        {page.data && person && <Whole data={page.data} person={person} again={page.again} />}
      </Region>
    </div>
  )
}

function Whole({ data, person, again }: { data: PersonData; person: Person; again: () => void }) {
  const say = useWords(words)
  const term = useTerm()
  const navigate = useNavigate()
  useKeys({
    Escape: () => {
      // In a dialog it leaves the dialog alone.
      if (!document.querySelector('dialog[open]')) void navigate({ to: '/people' })
    },
  })
  const waiting = data.waiting.edges
    .map((edge) => edge.node)
    .filter(({ kind, object, content }) =>
      kind === 'CLAIM_AUTHORITY' ? content.person === person.name : object === person.name,
    )
  return (
    <>
      <header>
        <div className="grow">
          <p className="crumb">
            <Link to="/people">{say('title')}</Link> / <CopyText text={person.name} />
          </p>
          <h1 className="row">
            {person.displayName}
            <State mood={personMood[person.state]} filled>
              {term('PersonState', person.state)}
            </State>
            {person.lockedUntil && (
              <State mood="bad" filled>
                {say('lockedUntil', { time: instantText(person.lockedUntil).slice(-5) })}
              </State>
            )}
          </h1>
        </div>
        <PersonActs person={person} sessions={data.sessions.length} again={again} />
      </header>
      {waiting.map((request) => (
        <Notice
          key={request.id}
          mood="ours"
          act={
            <Link to="/approvals" search={{ tab: 'all', id: request.id }}>
              {say('see')}
            </Link>
          }
        >
          {say('waitingHere', {
            who: request.requestedBy?.displayName ?? say('theSystem'),
            what: term('ApprovalKind', request.kind),
          })}
        </Notice>
      ))}
      <div className="personColumns">
        <div>
          <Facts person={person} />
          <Bounds data={data} person={person} />
        </div>
        <PersonSessions person={person} sessions={data.sessions} again={again} />
      </div>
    </>
  )
}

function Facts({ person }: { person: Person }) {
  const say = useWords(words)
  const term = useTerm()
  const mayLook = useMay()('Query.auditRecords')
  return (
    <section className="section">
      <h2 className="unseen">{person.displayName}</h2>
      <dl className="pairs">
        <div>
          <dt>{say('rolesNow')}</dt>
          <dd>
            {person.roles.length > 0 ? (
              person.roles.map((role) => term('OpsRole', role)).join(' · ')
            ) : (
              <span className="muted">{say('noRoles')}</span>
            )}
          </dd>
        </div>
        <div>
          <dt>{say('email')}</dt>
          <dd>{person.email}</dd>
        </div>
        <div>
          <dt>{say('secondFactor')}</dt>
          <dd>{say(person.secondFactor ? 'factorYes' : 'factorNo')}</dd>
        </div>
        <div>
          <dt>{say('lastHere')}</dt>
          <dd>{person.lastLoginAt ? <When at={person.lastLoginAt} /> : say('never')}</dd>
        </div>
        <div>
          <dt>{say('since')}</dt>
          <dd>
            <When at={person.createdAt} />
          </dd>
        </div>
      </dl>
      {mayLook && (
        <p className="row wrap">
          <Link to="/audit" search={{ person: person.id }}>
            {say('didWhat')}
          </Link>
          <Link to="/audit" search={{ kind: 'PERSON', object: person.name }}>
            {say('aboutThem')}
          </Link>
        </p>
      )}
    </section>
  )
}

/** Up to which amount they decide claims alone; only of people who decide claims. */
function Bounds({ data, person }: { data: PersonData; person: Person }) {
  const say = useWords(words)
  if (!person.roles.includes('CLAIMS')) return null
  const bounds = boundsOf(person, data.claimAuthorities ?? [])
  return (
    <section className="section">
      <h2>{say('bounds')}</h2>
      {bounds.length === 0 && <p className="muted">{say('noBounds')}</p>}
      <ul className="things">
        {bounds.map((bound) => (
          <li key={bound.productCode}>
            <span className="grow">{bound.productCode}</span>
            <span className="second">{say(bound.own ? 'boundOwn' : 'boundRole')}</span>
            <span className="figure">
              <Money of={bound.amount} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
