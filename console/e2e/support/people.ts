import { expect, type Ask } from './test'

/** A new person of customer service: security adds them, and a second one of security approves their role. */
export async function newPerson(ask: Ask): Promise<{ name: string; temporary: string }> {
  const name = `j${crypto.randomUUID().slice(0, 8)}`
  const { addPerson } = (await ask(
    'sec',
    `mutation($input: AddPersonInput!) { addPerson(input: $input) { temporaryPassword approval { id revision } userErrors { message } } }`,
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
    addPerson: { temporaryPassword: string; approval: { id: string; revision: number }; userErrors: unknown[] }
  }
  expect(addPerson.userErrors).toEqual([])
  const { approveApproval } = (await ask(
    'sly',
    `mutation($input: ApproveApprovalInput!) { approveApproval(input: $input) { userErrors { message } } }`,
    { input: { id: addPerson.approval.id, expectedRevision: addPerson.approval.revision } },
  )) as { approveApproval: { userErrors: unknown[] } }
  expect(approveApproval.userErrors).toEqual([])
  return { name, temporary: addPerson.temporaryPassword }
}
