import type { RequestFailed } from '../shared/graphql/request'
import { Failure } from '../shared/ui/Region'

/** The server gave no session and did not say that there is none: the person may try again. */
export function Unreachable({ failure, again }: { failure: RequestFailed; again: () => void }) {
  return (
    <main className="page">
      <h1>保单 Baodan</h1>
      <Failure failure={failure} again={again} />
    </main>
  )
}
