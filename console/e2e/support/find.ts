import { expect, type Ask } from './test'

/** Numbers of policies of the company that meet conditions; those that fit a further test of what is allowed. */
export async function policiesThat(ask: Ask, filter: object, act?: string, count = 1): Promise<string[]> {
  const query = `query($filter: PolicyFilter) { policies(filter: $filter, first: 50) { edges { node { number allowed { act possible } } } } }`
  const data = (await ask('serge', query, { filter })) as unknown as {
    policies: { edges: { node: { number: string; allowed: { act: string; possible: boolean }[] } }[] }
  }
  const numbers = data.policies.edges
    .map((edge) => edge.node)
    .filter((node) => !act || node.allowed.some((each) => each.act === act && each.possible))
    .map((node) => node.number)
  expect(numbers.length, `policies that meet ${JSON.stringify(filter)}`).toBeGreaterThanOrEqual(count)
  return numbers
}

/** A policy of the company that nobody else's journey takes: the place says which of those that fit. */
export async function aPolicyThat(ask: Ask, filter: object, act?: string, place = 0): Promise<string> {
  const numbers = await policiesThat(ask, filter, act, place + 1)
  return numbers[place] ?? ''
}

/** Account policies that were in force for 20 days without a claim, of which a caller may report one now. */
export async function policiesToClaim(ask: Ask): Promise<string[]> {
  const data = await ask(
    'serge',
    '{ policies(first: 100, orderBy: BOUND_AT_ASC, filter: { states: [IN_FORCE], productCodes: ["ASI-01"] }) { edges { node { number boundAt allowed { act possible } claims(first: 1) { edges { node { number } } } } } } }',
  )
  const list = data.policies as {
    edges: {
      node: {
        number: string
        boundAt: string
        claims: { edges: unknown[] }
        allowed: { act: string; possible: boolean }[]
      }
    }[]
  }
  const day = 86_400_000
  const numbers = list.edges
    .map(({ node }) => node)
    .filter(
      ({ boundAt, claims, allowed }) =>
        claims.edges.length === 0 &&
        Date.parse(boundAt) < Date.now() - 20 * day &&
        allowed.some(({ act, possible }) => act === 'submitClaim' && possible),
    )
    .map(({ number }) => number)
  expect(numbers, 'policies of which a claim may be reported').not.toEqual([])
  return numbers
}
