import type * as Types from '../../shared/graphql/types.generated'
import { sign, minusAmount } from '../../shared/format/money'
import type { AuthorityFragment, PersonRowFragment, WaitingRequestFragment } from './people.generated'

/** What is asked of a person's roles and waits for somebody else. */
export interface AskedRoles {
  added: Types.OpsRole[]
  removed: Types.OpsRole[]
}

/** Who waits for which roles, by login. */
export function waitingRoles(
  people: readonly PersonRowFragment[],
  requests: readonly WaitingRequestFragment[],
): ReadonlyMap<string, AskedRoles> {
  const found = new Map<string, AskedRoles>()
  for (const { kind, object, content } of requests) {
    const person = people.find((each) => each.name === object)
    if (kind !== 'ROLES' || !person) continue
    const asked = (Array.isArray(content.roles) ? content.roles : []) as Types.OpsRole[]
    found.set(object, {
      added: asked.filter((role) => !person.roles.includes(role)),
      removed: person.roles.filter((role) => !asked.includes(role)),
    })
  }
  return found
}

/** Up to which amount a person decides claims of a product alone: their own, or the greatest of their roles. */
export interface Bound {
  productCode: string
  amount: { amount: string; currency: string }
  own: boolean
}

/** The bounds of a person, by product. Where a product is not named they have no bound of their own. */
export function boundsOf(
  person: Pick<PersonRowFragment, 'id' | 'roles'>,
  authorities: readonly AuthorityFragment[],
): Bound[] {
  const found = new Map<string, Bound>()
  for (const { person: whose, role, productCode, amount } of authorities) {
    const own = whose?.id === person.id
    if (!own && !(role && person.roles.includes(role))) continue
    const before = found.get(productCode)
    const more =
      !before || (own && !before.own) || (!before.own && sign(minusAmount(amount.amount, before.amount.amount)) > 0)
    if (more) found.set(productCode, { productCode, amount, own })
  }
  return [...found.values()].sort((a, b) => a.productCode.localeCompare(b.productCode))
}

/** The least and the greatest of some bounds. */
export function spanOf(bounds: readonly Bound[]): [least: string, greatest: string] | undefined {
  const [first, ...others] = bounds.map((bound) => bound.amount.amount)
  if (first === undefined) return undefined
  let [least, greatest] = [first, first]
  for (const amount of others) {
    if (sign(minusAmount(amount, least)) < 0) least = amount
    if (sign(minusAmount(amount, greatest)) > 0) greatest = amount
  }
  return [least, greatest]
}

/** A link that lets a person in who was just added: what follows the # never leaves their browser. */
export function invitationTo(name: string, password: string): string {
  return `${location.origin}/invitation#${new URLSearchParams({ name, password }).toString()}`
}
