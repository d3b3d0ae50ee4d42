import { vi } from 'vitest'

/** What a request was sent with. */
export interface Sent {
  query: string
  variables: unknown
}

/** Answers every request of a test by a function, and keeps what was sent. */
export function answering(answer: (sent: Sent) => Response | Promise<Response>): Sent[] {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    const one = JSON.parse(body) as Sent
    sent.push(one)
    return Promise.resolve(answer(one))
  })
  return sent
}

export function json(body: unknown, requestId = 'r-1'): Response {
  return new Response(JSON.stringify(body), { headers: { 'X-Request-Id': requestId } })
}
