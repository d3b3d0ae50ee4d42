import { request } from '@playwright/test'
import { login } from './test'

/** Asks the API as a person. */
export async function ask(
  baseURL: string,
  person: string,
  query: string,
  variables: object = {},
): Promise<Record<string, unknown>> {
  const client = await request.newContext({ baseURL })
  try {
    await client.post('/graphql', { data: login(person) })
    const answer = (await (await client.post('/graphql', { data: { query, variables } })).json()) as {
      data?: Record<string, unknown>
      errors?: unknown
    }
    if (!answer.data || answer.errors) throw new Error(JSON.stringify(answer.errors))
    return answer.data
  } finally {
    await client.dispose()
  }
}
