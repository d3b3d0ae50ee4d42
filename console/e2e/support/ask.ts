import { request, type APIRequestContext, type APIResponse } from '@playwright/test'

export const password = 'known-to-everyone'

interface Answer {
  data?: Record<string, unknown>
  errors?: { message: string; extensions?: { code?: string; retryAfterMs?: number } }[]
}

/** Posts one operation; waits where all of this machine together ask too fast, since each person has a machine of their own. */
async function post(client: APIRequestContext, body: object): Promise<Answer> {
  for (;;) {
    const response: APIResponse = await client.post('/graphql', { data: body })
    const answer = (await response.json()) as Answer
    const throttled = answer.errors?.find((error) => error.extensions?.code === 'THROTTLED')
    if (!throttled) return answer
    await new Promise((done) => setTimeout(done, throttled.extensions?.retryAfterMs ?? 500))
  }
}

/** Signs a person in without the page; the page has its own journey. */
export async function signIn(client: APIRequestContext, name: string) {
  const { data, errors } = await post(client, {
    query: 'mutation($input: LoginInput!) { login(input: $input) { userErrors { code } } }',
    variables: { input: { name, password } },
  })
  const wrong = (data?.login as { userErrors: unknown[] } | undefined)?.userErrors
  if (wrong?.length !== 0) throw new Error(`${name} does not get in: ${JSON.stringify(wrong ?? errors)}`)
}

const sessions = new Map<string, Promise<APIRequestContext>>()

async function newSession(baseURL: string, person: string): Promise<APIRequestContext> {
  const client = await request.newContext({ baseURL })
  await signIn(client, person)
  return client
}

/** Asks the API as a person: what a journey looks at behind the pages. A person signs in once for all journeys of a process. */
export async function ask(
  baseURL: string,
  person: string,
  query: string,
  variables: object = {},
): Promise<Record<string, unknown>> {
  const key = `${baseURL} ${person}`
  for (let again = false; ; again = true) {
    const session = sessions.get(key) ?? newSession(baseURL, person)
    sessions.set(key, session)
    const { data, errors } = await post(await session, { query, variables })
    if (!again && errors?.some((error) => error.extensions?.code === 'UNAUTHENTICATED')) {
      sessions.delete(key)
      continue
    }
    if (!data || errors) throw new Error(JSON.stringify(errors))
    return data
  }
}
