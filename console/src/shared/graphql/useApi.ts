import { keepPreviousData, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { request, RequestFailed, type Answer, type AnswerError, type Document } from './request'

/** What a page may show of one query: the last answer while a new one is on its way, and what was left out and why. */
export interface Loaded<Result> {
  data: Result | undefined
  /** Parts that were refused, by their path. */
  errors: AnswerError[]
  /** Why there is no new answer; data is the last one, if there ever was one. */
  failure: RequestFailed | null
  isPending: boolean
  isRefreshing: boolean
  /** When the data came, milliseconds. */
  asOf: number
  again: () => void
}

export interface ApiOptions {
  /** Ask only if true. */
  enabled?: boolean
  /** Ask again after so many milliseconds; never in a hidden tab. */
  every?: number
  /** How long an answer counts as fresh, milliseconds. */
  freshFor?: number
  /** Show the answer to the last variables until the new one is there. */
  keepLast?: boolean
}

/** The key of a query among what is remembered: the name of its operation, and what it was asked with. */
export function keyOf<Result, Variables>(document: Document<Result, Variables>, variables: Variables) {
  return [operation(document), variables] as const
}

/** The name of a document's operation. */
export function operation(document: Document<never, never> | { toString(): string }): string {
  return /^\s*(?:query|mutation)\s+(\w+)/m.exec(document.toString())?.[1] ?? ''
}

function options<Result, Variables>(document: Document<Result, Variables>, variables: Variables) {
  return {
    queryKey: keyOf(document, variables),
    queryFn: ({ signal }: { signal: AbortSignal }) => request(document, variables, signal),
  }
}

/** Asks one query and keeps its answer. */
export function useApi<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  { enabled = true, every, freshFor, keepLast = false }: ApiOptions = {},
): Loaded<Result> {
  const { data, error, isPending, isFetching, dataUpdatedAt, refetch } = useQuery<Answer<Result>, RequestFailed>({
    ...options(document, variables),
    enabled,
    refetchInterval: every ?? false,
    refetchIntervalInBackground: false,
    ...(freshFor === undefined ? {} : { staleTime: freshFor }),
    ...(keepLast ? { placeholderData: keepPreviousData } : {}),
  })
  return {
    data: data?.data,
    errors: data?.errors ?? [],
    failure: error,
    isPending: isPending && enabled,
    isRefreshing: isFetching,
    asOf: dataUpdatedAt,
    again: () => void refetch(),
  }
}

/** What a route's loader is given: the client, and whether the page is opened or only pointed at. */
interface RouteOpened {
  context: { client: QueryClient }
  cause: 'enter' | 'stay' | 'preload'
}

/**
 * Asks a page's query while its script and the person's session are still on their way, so that nothing waits for another. A link that
 * is only pointed at loads its page's script, and asks nothing: a pointer passes many rows of a list.
 */
export function prepare<Result, Variables>(
  { context, cause }: RouteOpened,
  document: Document<Result, Variables>,
  variables: Variables,
) {
  if (cause !== 'preload') context.client.query(options(document, variables)).catch(() => undefined)
}

/** Has what these operations answered asked again; a name is that of a query document. */
export function useAskAgain(): (...operations: { toString(): string }[]) => void {
  const client = useQueryClient()
  return (...operations) => {
    for (const document of operations) void client.invalidateQueries({ queryKey: [operation(document)] })
  }
}
