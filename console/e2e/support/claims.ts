import type { Ask } from './test'
export interface Found {
  number: string
  revision: number
  state: string
  approval: { id: string; revision: number } | null
  computed: { amount: string } | null
  assignee: { name: string } | null
  policy: { number: string; offer: { productCode: string } }
  payouts: { state: string; amount: { amount: string } }[]
  revisions: { facts: Record<string, unknown> }[]
  notes: { text: string; kind: string }[]
  assessment: {
    decidesAlone: boolean
    mayDecide: boolean
    approvals: number | null
    computed: { amount: string } | null
  } | null
}

const fields = `number revision state approval { id revision } computed { amount } assignee { name } policy { number offer { productCode } }
  payouts { state amount { amount } } revisions { facts } notes { text kind } assessment { decidesAlone mayDecide approvals computed { amount } }`

/** Claims that a journey may choose from, as a person sees them. */
export async function claims(ask: Ask, name: string, filter: object): Promise<Found[]> {
  const data = await ask(
    name,
    `query($filter: ClaimFilter) { claims(filter: $filter, orderBy: PROMISED_AT_DESC, first: 25) { edges { node { ${fields} } } } }`,
    { filter },
  )
  return (data.claims as { edges: { node: Found }[] }).edges.map(({ node }) => node)
}

export async function claim(ask: Ask, name: string, number: string): Promise<Found> {
  const data = await ask(name, `query($number: String!) { claim(by: { number: $number }) { ${fields} } }`, { number })
  return data.claim as Found
}
