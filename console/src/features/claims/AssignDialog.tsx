import { useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { request, RequestFailed } from '../../shared/graphql/request'
import { useSession } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Notice } from '../../shared/ui/Notice'
import { Failure, Region } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import { AssignClaimsDocument, ClaimHandlersDocument } from './desk.generated'
import { words } from './deskWords'

interface Ref {
  number: string
  revision: number
}

interface Outcome {
  done: number
  wrong: { number: string; why: string }[]
}

/** Assigns claims: each that may be, and tells which were not and why. */
export function useAssign(onDone: () => void) {
  const say = useWords(words)
  const [sending, setSending] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [failure, setFailure] = useState<RequestFailed | null>(null)
  const send = async (refs: readonly Ref[], to: { id: string } | null) => {
    setSending(true)
    setFailure(null)
    try {
      const claims = refs.map((ref) => ({ claimNumber: ref.number, expectedRevision: ref.revision }))
      const { data } = await request(AssignClaimsDocument, { input: { claims, personId: to?.id ?? null } })
      const { claims: done, userErrors } = data.assignClaims
      const wrong = userErrors.map((error) => ({ number: refs[placeIn(error.path)]?.number ?? '', why: error.message }))
      setOutcome({ done: done.length, wrong })
      onDone()
    } catch (cause) {
      setFailure(cause instanceof RequestFailed ? cause : new RequestFailed('BROKEN_ANSWER', String(cause)))
    } finally {
      setSending(false)
    }
  }
  const Outcome = () => (
    <>
      {failure && <Failure failure={failure} />}
      {outcome && outcome.done > 0 && <Notice mood="good">{say('assigned', { count: outcome.done })}</Notice>}
      {outcome?.wrong.map((each) => (
        <Notice key={each.number} mood="bad" alert>
          {say('notAssigned', each)}
        </Notice>
      ))}
    </>
  )
  return { send, sending, Outcome }
}

/** claims, 3, expectedRevision: the third of the input. */
function placeIn(path: readonly string[] | null | undefined): number {
  return Number((path ?? []).find((step) => /^\d+$/.test(step)) ?? -1)
}

/** To whom claims go. */
export function AssignDialog({
  count,
  sending,
  onKeep,
  onAssign,
}: {
  count: number
  sending: boolean
  onKeep: () => void
  onAssign: (person: { id: string } | null) => void
}) {
  const say = useWords(words)
  const { person } = useSession()
  const people = useApi(ClaimHandlersDocument, {}, { freshFor: 60_000 })
  const [chosen, setChosen] = useState(person.id)
  const found = people.data?.colleagues.find((each) => each.id === chosen)
  return (
    <Dialog
      title={say('assignTitle')}
      width={480}
      keep={say('keep')}
      act={
        chosen === '' ? say('assignNobody', { count }) : say('assignAct', { name: found?.displayName ?? '…', count })
      }
      disabled={chosen !== '' && !found}
      sending={sending}
      onKeep={onKeep}
      onAct={() => onAssign(chosen === '' ? null : { id: chosen })}
    >
      <Region of={people} lines={4}>
        <fieldset className="choices">
          <legend className="unseen">{say('assignTitle')}</legend>
          {people.data?.colleagues.map((each) => (
            <label key={each.id}>
              <input type="radio" name="assignee" checked={chosen === each.id} onChange={() => setChosen(each.id)} />
              {each.displayName} <span className="muted">{each.id === person.id ? say('me') : each.name}</span>
            </label>
          ))}
          <label>
            <input type="radio" name="assignee" checked={chosen === ''} onChange={() => setChosen('')} />
            {say('nobodyLong')}
          </label>
        </fieldset>
      </Region>
    </Dialog>
  )
}
