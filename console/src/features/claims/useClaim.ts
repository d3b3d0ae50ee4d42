import { useNavigate } from '@tanstack/react-router'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { useMay, useSession } from '../../shared/session/SessionContext'
import { ClaimDocument, MyClaimsDocument, type ClaimQuery } from './claim.generated'

export type Claim = NonNullable<ClaimQuery['claim']>
export type Assessment = NonNullable<Claim['assessment']>

/** What an act is now: possible, or why not; absent where the person's roles never have it. */
export function actOf(claim: Claim, act: string) {
  return claim.allowed.find((each) => each.act === act)
}

/** The claims in the person's hands that wait for their decision, and the way from one to the next. */
export function useMine(number: string) {
  const { person } = useSession()
  const may = useMay()
  const navigate = useNavigate()
  const ask = useAskAgain()
  const takes = may('Mutation.takeNextClaim')
  const mine = useApi(MyClaimsDocument, { person: person.id }, { enabled: takes })
  const list = (mine.data?.claims.edges ?? []).map(({ node }) => node)
  const place = list.findIndex((claim) => claim.number === number)
  const go = (to: string | undefined) => {
    if (to) void navigate({ to: '/claims/$number', params: { number: to } })
  }
  return {
    count: list.length,
    place,
    takes,
    previous: place > 0 ? list[place - 1]?.number : undefined,
    next: place >= 0 ? list[place + 1]?.number : undefined,
    go,
    /** After a decision: the next of the person's own, else the next that they may take. */
    goOn: () => {
      ask(MyClaimsDocument, ClaimDocument)
      const other = list.find((claim, at) => at > place && claim.number !== number && !claim.approval)
      if (other) go(other.number)
      else void navigate({ to: '/claims/next' })
    },
  }
}
