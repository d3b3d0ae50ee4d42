import { QueryCache, QueryClient } from '@tanstack/react-query'
import { RequestFailed } from '../shared/graphql/request'
import { sessionOver, tellSessionEnded } from '../shared/session/ended'

export { sessionOver }

/** What was seen is shown at once and asked again behind; a refusal is not asked again, a lost network is. */
export function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (cause, query) => {
        if (query.queryKey[0] === 'Me' && !query.state.data) return
        if (cause instanceof RequestFailed && sessionOver.has(cause.code)) tellSessionEnded(true)
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        gcTime: 15 * 60_000,
        refetchOnWindowFocus: true,
        retry: (times, cause) => times < 2 && cause instanceof RequestFailed && cause.code === 'INTERNAL',
        networkMode: 'always',
      },
    },
  })
  return client
}
