import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { useAskAgain } from '../../shared/graphql/useApi'
import { useOfferActs } from '../../shared/keys/actsInView'
import { useMay } from '../../shared/session/SessionContext'
import { MoreActs } from '../../shared/ui/MoreActs'
import { Notice } from '../../shared/ui/Notice'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { PeopleDocument, UnlockPersonDocument } from './people.generated'
import { actOf, type Person } from './person'
import { words } from './words'

const ChangePerson = lazy(() => import('./ChangePerson').then((m) => ({ default: m.ChangePerson })))
const ChangeRoles = lazy(() => import('./ChangeRoles').then((m) => ({ default: m.ChangeRoles })))
const ChangeBound = lazy(() => import('./ChangeBound').then((m) => ({ default: m.ChangeBound })))
const SuspendPerson = lazy(() => import('./SuspendPerson').then((m) => ({ default: m.SuspendPerson })))
const RecoverPerson = lazy(() => import('./RecoverPerson').then((m) => ({ default: m.RecoverPerson })))

type Opened = 'change' | 'roles' | 'bound' | 'suspend' | 'reinstate' | 'recover'

/** What every dialog about a person is given. */
export interface PersonDialog {
  person: Person
  sessions: number
  /** Reads the person again: somebody changed them meanwhile. */
  again: () => void
  onClose: () => void
  /** What became of it, in words; asked: it waits for somebody else. */
  onDone: (text: string, asked?: string) => void
}

/** What may be done about a person, and what became of it. */
export function PersonActs({ person, sessions, again }: { person: Person; sessions: number; again: () => void }) {
  const say = useWords(words)
  const may = useMay()
  const askAgain = useAskAgain()
  const unlock = useAct(UnlockPersonDocument)
  const [opened, setOpened] = useState<Opened>()
  const [done, setDone] = useState<{ text: string; asked?: string | undefined }>()
  const finish = (text: string, asked?: string) => {
    setOpened(undefined)
    setDone({ text, asked })
    again()
    askAgain(PeopleDocument)
  }
  const open = (dialog: Opened) => () => {
    setDone(undefined)
    setOpened(dialog)
  }
  const free = async () => {
    const answer = await unlock.send({ input: { id: person.id, expectedRevision: person.revision } })
    if (answer) finish(say('unlocked'))
    else again()
  }
  const decides = person.roles.includes('CLAIMS') && may('Mutation.requestClaimAuthority')
  const acts = [
    ...(
      [
        { key: 'requestRoles', text: say('changeRoles'), run: open('roles') },
        { key: 'changePerson', text: say('change'), run: open('change') },
        { key: 'requestRecovery', text: say('recover'), run: open('recover') },
        { key: 'suspendPerson', text: say('suspend'), run: open('suspend') },
        { key: 'reinstatePerson', text: say('reinstate'), run: open('reinstate') },
      ] as const
    ).flatMap((act) => {
      const allowed = actOf(person, act.key)
      // A state has one way out of it; the other act would only say so.
      if (!allowed || (allowed.reason?.code === 'INVALID_STATE' && !allowed.possible)) return []
      return [{ ...act, reason: allowed.possible ? undefined : (allowed.reason?.message ?? '') }]
    }),
    ...(decides
      ? [{ key: 'requestClaimAuthority', text: say('boundChange'), run: open('bound'), reason: undefined }]
      : []),
  ]
  useOfferActs(acts.filter((act) => act.reason === undefined))
  const rolesAct = acts.find((act) => act.key === 'requestRoles' && act.reason === undefined)
  const dialog = { person, sessions, again, onClose: () => setOpened(undefined), onDone: finish }
  const conflict = unlock.userErrors.some((error) => error.code === 'CONFLICT')
  return (
    <>
      <div className="stack personActs">
        <div className="row">
          {person.lockedUntil && actOf(person, 'unlockPerson')?.possible && (
            <Button type="primary" loading={unlock.sending} onClick={() => void free()}>
              {say('unlock')}
            </Button>
          )}
          {rolesAct && <Button onClick={rolesAct.run}>{rolesAct.text}</Button>}
          <MoreActs acts={acts.filter((act) => act !== rolesAct)} />
        </div>
        {done && (
          <Notice
            mood={done.asked ? 'theirs' : 'good'}
            act={
              done.asked && (
                <Link to="/approvals" search={{ tab: 'mine', id: done.asked }}>
                  {say('see')}
                </Link>
              )
            }
          >
            {done.text}
          </Notice>
        )}
        {conflict && (
          <Notice mood="theirs" alert>
            {say('changed')}
          </Notice>
        )}
        <UserErrors errors={unlock.userErrors.filter((error) => error.code !== 'CONFLICT')} failure={unlock.failure} />
      </div>
      <Suspense>
        {opened === 'change' && <ChangePerson {...dialog} />}
        {opened === 'roles' && <ChangeRoles {...dialog} />}
        {opened === 'bound' && <ChangeBound {...dialog} />}
        {opened === 'recover' && <RecoverPerson {...dialog} />}
        {(opened === 'suspend' || opened === 'reinstate') && <SuspendPerson {...dialog} act={opened} />}
      </Suspense>
    </>
  )
}
