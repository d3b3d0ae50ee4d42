import { expect, type Ask } from './test'

/** A new person of customer service: security adds them, and a second one of security approves their role. */
export async function newPerson(ask: Ask): Promise<{ id: string; name: string; temporary: string }> {
  const name = `j${crypto.randomUUID().slice(0, 8)}`
  const { addPerson } = (await ask(
    'sec',
    `mutation($input: AddPersonInput!) { addPerson(input: $input) { person { id } temporaryPassword approval { id revision } userErrors { message } } }`,
    {
      input: {
        requestNo: name,
        name,
        displayName: '新同事',
        email: `${name}@mail.example`,
        roles: ['SERVICE'],
        reason: '新来的客服',
      },
    },
  )) as {
    addPerson: {
      person: { id: string }
      temporaryPassword: string
      approval: { id: string; revision: number }
      userErrors: unknown[]
    }
  }
  expect(addPerson.userErrors).toEqual([])
  await approve(ask, addPerson.approval)
  return { id: addPerson.person.id, name, temporary: addPerson.temporaryPassword }
}

/** A second person of security approves a request. */
export async function approve(ask: Ask, approval: { id: string; revision: number }) {
  const { approveApproval } = (await ask(
    'sly',
    `mutation($input: ApproveApprovalInput!) { approveApproval(input: $input) { userErrors { message } } }`,
    { input: { id: approval.id, expectedRevision: approval.revision } },
  )) as { approveApproval: { userErrors: unknown[] } }
  expect(approveApproval.userErrors).toEqual([])
}

/** The request about a thing that waits. */
export async function waitingFor(ask: Ask, object: string): Promise<{ id: string; revision: number }> {
  const { approvals } = (await ask(
    'sly',
    `query($filter: ApprovalFilter) { approvals(filter: $filter, first: 1) { edges { node { id revision } } } }`,
    { filter: { object, states: ['REQUESTED'] } },
  )) as { approvals: { edges: { node: { id: string; revision: number } }[] } }
  const node = approvals.edges[0]?.node
  if (!node) throw new Error(`no request about ${object} waits`)
  return node
}

/** Fails to sign somebody in until they must wait. */
export async function lock(baseURL: string, name: string) {
  await expect
    .poll(async () => {
      const answer = await fetch(`${baseURL}/graphql`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          query: 'mutation($input: LoginInput!) { login(input: $input) { userErrors { code } } }',
          variables: { input: { name, password: 'not the password' } },
        }),
      })
      return answer.text()
    })
    .toContain('LOCKED_OUT')
}
