import type * as Types from '../../shared/graphql/types.generated'
import { listOf, oneOf, placeOf, someOf, textOf, type Search } from '../../shared/format/search'
import { periodOf, type Span } from '../../shared/format/span'
import type { Place } from '../../shared/ui/KeysetTable'

export const policyStates: readonly Types.PolicyState[] = ['PENDING', 'IN_FORCE', 'EXPIRED', 'CANCELLED']
export const payers: readonly Types.PremiumPayer[] = ['CUSTOMER', 'SELLER', 'PLATFORM']
export const orders = [
  'BOUND_AT_DESC',
  'BOUND_AT_ASC',
  'COVER_END_ASC',
  'COVER_END_DESC',
  'PREMIUM_ASC',
  'PREMIUM_DESC',
] as const

export const boundSpans = ['today', 'yesterday', 'last7', 'last30'] as const
export const endSpans = ['today', 'next7', 'next30'] as const

/** The conditions of the list of policies, as they stand in the address. Persons never do: an address is kept by browsers. */
export interface PolicySearch extends Place {
  numbers?: string | undefined
  bound?: Span | undefined
  ends?: Span | undefined
  channels?: string[] | undefined
  products?: string[] | undefined
  states?: Types.PolicyState[] | undefined
  payers?: Types.PremiumPayer[] | undefined
  agreements?: string[] | undefined
  insured?: string | undefined
  from?: string | undefined
  to?: string | undefined
  order?: (typeof orders)[number] | undefined
  sandbox?: true | undefined
}

export function readPolicySearch(search: Search): PolicySearch {
  return {
    ...placeOf(search),
    numbers: textOf(search.numbers),
    bound: textOf(search.bound),
    ends: textOf(search.ends),
    channels: listOf(search.channels),
    products: listOf(search.products),
    states: someOf(search.states, policyStates),
    payers: someOf(search.payers, payers),
    agreements: listOf(search.agreements),
    insured: textOf(search.insured),
    from: textOf(search.from),
    to: textOf(search.to),
    order: oneOf(search.order, orders),
    sandbox: search.sandbox === true ? true : undefined,
  }
}

/** A person that policies are looked for by: kept by the page alone. */
export type PersonSearch = Pick<Types.PolicyFilter, 'personName' | 'identityNo' | 'phone' | 'email'>

/** What the server is asked for. */
export function filterOf(search: PolicySearch, person: PersonSearch): Types.PolicyFilter {
  const words = (search.numbers ?? '').split(/[\s,，;；]+/).filter(Boolean)
  const numbers = words.filter((word) => /^P\d{15}$/.test(word))
  const orderNos = words.filter((word) => !/^P\d{15}$/.test(word))
  return {
    ...(numbers.length > 0 ? { numbers } : {}),
    ...(orderNos.length > 0 ? { orderNos } : {}),
    ...(search.bound ? { boundAt: periodOf(search.bound) } : {}),
    ...(search.ends ? { coverEnd: periodOf(search.ends) } : {}),
    ...(search.channels ? { channelCodes: search.channels } : {}),
    ...(search.products ? { productCodes: search.products } : {}),
    ...(search.states ? { states: search.states } : {}),
    ...(search.payers ? { payers: search.payers } : {}),
    ...(search.agreements ? { agreementCodes: search.agreements } : {}),
    ...(search.insured ? { insuredReference: search.insured } : {}),
    ...(search.from ? { premiumFrom: { amount: search.from, currency: 'CNY' } } : {}),
    ...(search.to ? { premiumTo: { amount: search.to, currency: 'CNY' } } : {}),
    ...(search.sandbox ? { mode: 'SANDBOX' as const } : {}),
    ...person,
  }
}

/** The conditions without the place in the list: another condition begins at the first page. */
export function conditionsOf({
  after: _after,
  before: _before,
  page: _page,
  ...conditions
}: PolicySearch): PolicySearch {
  return conditions
}

/** Whether any condition holds. */
export function isFiltered({ order: _order, sandbox: _sandbox, ...search }: PolicySearch): boolean {
  return Object.values(conditionsOf(search)).some((value) => value !== undefined)
}
