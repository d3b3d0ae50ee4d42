/** A document that is sent as it is written, and what it takes and answers: generated beside each .graphql file. */
export interface Document<Result, Variables> {
  toString(): string
  __apiType?: (variables: Variables) => Result
}

/** An error of the whole request or of one path of its answer. */
export interface AnswerError {
  message: string
  path?: (string | number)[]
  extensions?: {
    code?: string
    requestId?: string
    retryAfterSeconds?: number
    messages?: { zh?: string; en?: string }
  }
}

/** What the server answered, and what it left out and why. */
export interface Answer<Result> {
  data: Result
  errors: AnswerError[]
  requestId: string
}

/** A request that gave no data. */
export class RequestFailed extends Error {
  readonly code: string
  readonly requestId: string

  constructor(code: string, message: string, requestId = '') {
    super(message)
    this.name = 'RequestFailed'
    this.code = code
    this.requestId = requestId
  }
}

/** The codes that the console itself gives to requests that no server answered. */
export const offline = 'OFFLINE'
export const broken = 'BROKEN_ANSWER'

/** Sends one document. Errors: RequestFailed, with the server's code, OFFLINE or BROKEN_ANSWER. */
export async function request<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Answer<Result>> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json, application/json',
      'Accept-Language': globalThis.document.documentElement.lang,
    },
    body: JSON.stringify({ query: document.toString(), variables }),
    signal: signal ?? null,
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new RequestFailed(offline, String(cause))
  })
  const requestId = response.headers.get('X-Request-Id') ?? ''
  const body = (await response.json().catch(() => null)) as { data?: Result; errors?: AnswerError[] } | null
  if (body?.data) return { data: body.data, errors: body.errors ?? [], requestId }
  const [first] = body?.errors ?? []
  if (!first) throw new RequestFailed(broken, `HTTP ${String(response.status)}`, requestId)
  throw new RequestFailed(first.extensions?.code ?? broken, first.message, requestId)
}
