import type { Act } from '../../shared/ui/MoreActs'
import { useWords } from '../../shared/words/words'
import type { PolicyPageQuery } from './policy.generated'
import { words } from './policyWords'
import { useMay } from '../../shared/session/SessionContext'

const known = {
  submitClaim: 'claimByPhone',
  endorsePolicy: 'endorse',
  cancelPolicy: 'cancel',
  renewPolicy: 'renew',
  openServiceRequest: 'request',
  revealPersonalData: 'reveal',
  requestErasure: 'erase',
} as const

export type PolicyAct = keyof typeof known

type Allowed = NonNullable<PolicyPageQuery['policy']>['allowed'][number]

/** What a person may do with a policy: main acts as buttons, the rest and what is impossible now in the menu, with its reason. */
export function usePolicyActs(
  allowed: readonly Allowed[],
  run: (act: PolicyAct) => void,
): { main: Act[]; more: Act[]; all: Act[] } {
  const say = useWords(words)
  const may = useMay()
  const all = (Object.keys(known) as PolicyAct[]).flatMap((key): Act[] => {
    const found = allowed.find((each) => each.act === key)
    if (!found || !may(`Mutation.${key}`)) return []
    return [
      {
        key,
        text: say(known[key]),
        run: () => run(key),
        reason: found.possible ? undefined : (found.reason?.message ?? ''),
      },
    ]
  })
  const isMain = (act: Act) =>
    act.reason === undefined && ['submitClaim', 'endorsePolicy', 'cancelPolicy'].includes(act.key)
  return { main: all.filter(isMain), more: all.filter((act) => !isMain(act)), all }
}
