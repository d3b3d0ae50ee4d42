import type { Act } from '../../shared/graphql/useAct'
import { Notice } from '../../shared/ui/Notice'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { dialogWords } from './dialogWords'

/** Tells whether an act was refused since somebody changed the thing meanwhile; a conflict of one field is that field's. */
export function isStale(act: Pick<Act<never, never>, 'userErrors'>): boolean {
  return act.userErrors.some((error) => error.code === 'CONFLICT' && fieldless(error.path))
}

const fieldless = (path: readonly string[] | null | undefined) =>
  (path ?? []).every((step) => step === 'input' || step === 'expectedRevision' || step === 'id')

/** What was wrong with an act of a dialog; a thing that somebody changed meanwhile is told apart. */
export function ActErrors({ act }: { act: Pick<Act<never, never>, 'userErrors' | 'failure'> }) {
  const say = useWords(dialogWords)
  const stale = isStale(act)
  const others = act.userErrors.filter((error) => !(error.code === 'CONFLICT' && fieldless(error.path)))
  return (
    <>
      {stale && (
        <Notice mood="theirs" alert>
          {say('changed')}
        </Notice>
      )}
      <UserErrors errors={others} failure={act.failure} />
    </>
  )
}
