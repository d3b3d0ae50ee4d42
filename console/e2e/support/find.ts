import { expect } from './test'

type Ask = (name: string, query: string, variables?: object) => Promise<Record<string, unknown>>

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
