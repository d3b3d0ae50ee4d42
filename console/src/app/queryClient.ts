import { QueryCache, QueryClient } from '@tanstack/react-query'
import { RequestFailed } from '../shared/graphql/request'
import { operation } from '../shared/graphql/useApi'
import { sessionOver, tellSessionEnded } from '../shared/session/ended'
import { MeDocument } from '../shared/session/session.generated'

export { sessionOver }

/** A page's first question may be asked before it is known whether anybody is signed in. */
function wasSignedIn(client: QueryClient): boolean {
  const [me] = client.getQueriesData({ queryKey: [operation(MeDocument)] })
  return me?.[1] !== undefined
}

/** What was seen is shown at once and asked again behind; a refusal is not asked again, a lost network is. */
export function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (cause) => {
        if (!wasSignedIn(client)) return
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
