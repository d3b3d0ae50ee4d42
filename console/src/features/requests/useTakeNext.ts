import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { request, RequestFailed } from '../../shared/graphql/request'
import { RequestsDocument, TakeRequestDocument } from './requests.generated'

/**
 * Takes the open request whose promise is nearest, of those that the person's desk may take. Whoever comes second is refused by its
 * revision, and takes the one after it: two people never get the same.
 */
export function useTakeNext() {
  const navigate = useNavigate()
  const [taking, setTaking] = useState(false)
  const [nothing, setNothing] = useState(false)
  const [failure, setFailure] = useState<RequestFailed | null>(null)
  const take = async () => {
    setTaking(true)
    setNothing(false)
    setFailure(null)
    try {
      const number = await takeFirst()
      if (number) await navigate({ to: '/requests/$number', params: { number } })
      else setNothing(true)
    } catch (cause) {
      setFailure(cause instanceof RequestFailed ? cause : new RequestFailed('BROKEN_ANSWER', String(cause)))
    } finally {
      setTaking(false)
    }
  }
  return { take, taking, nothing, failure }
}

async function takeFirst(): Promise<string | undefined> {
  const { data } = await request(RequestsDocument, { filter: { unassigned: true, states: ['OPEN'] }, first: 20 })
  const open = (data.serviceRequests?.edges ?? [])
    .map((edge) => edge.node)
    .filter((node) => node.allowed.some((each) => each.act === 'takeServiceRequest' && each.possible))
    .sort((a, b) => a.promisedAt.localeCompare(b.promisedAt))
  for (const each of open) {
    const taken = await request(TakeRequestDocument, { input: { id: each.id, expectedRevision: each.revision } })
    if (taken.data.takeServiceRequest.serviceRequest) return each.number
  }
  return undefined
}
