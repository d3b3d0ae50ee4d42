import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { sessionOver, tellSessionEnded } from '../session/ended'
import { request, RequestFailed, type Document } from './request'

/** A mistake that the server found in an input, as every mutation answers it. */
export interface UserError {
  code: string
  message: string
  path?: readonly string[] | null
  docUrl?: string
  revision?: number
}

/** What became of an act. */
export type Done<Payload> = { payload: Payload } | { payload: null }

interface Outcome {
  userErrors: readonly UserError[]
}

/** An act that a form does: at most once at a time, with what was wrong. */
export interface Act<Payload, Variables> {
  send: (variables: Variables) => Promise<Payload | null>
  sending: boolean
  userErrors: readonly UserError[]
  failure: RequestFailed | null
  clear: () => void
}

/**
 * Sends a mutation and keeps what was wrong. The answer has one root field, whose payload has userErrors; null is answered where the
 * act was not done. Nothing is shown as done before the server says so.
 */
export function useAct<Payload extends Outcome, Variables>(
  document: Document<Record<string, Payload | string | undefined>, Variables>,
): Act<Payload, Variables> {
  const [userErrors, setUserErrors] = useState<readonly UserError[]>([])
  const [failure, setFailure] = useState<RequestFailed | null>(null)
  const [sending, setSending] = useState(false)
  const busy = useRef(false)
  const client = useQueryClient()

  const send = useCallback(
    async (variables: Variables): Promise<Payload | null> => {
      if (busy.current) return null
      busy.current = true
      setSending(true)
      setFailure(null)
      setUserErrors([])
      try {
        const { data } = await request(document, variables)
        const payload = Object.values(data).find((value): value is Payload => typeof value === 'object')
        if (!payload) throw new RequestFailed('BROKEN_ANSWER', 'no payload')
        setUserErrors(payload.userErrors)
        if (payload.userErrors.length > 0) return null
        // What other pages were told before is asked for again once they are shown.
        void client.invalidateQueries({ refetchType: 'none' })
        return payload
      } catch (cause) {
        setFailure(cause instanceof RequestFailed ? cause : new RequestFailed('BROKEN_ANSWER', String(cause)))
        // The person signs in over the page and sends it again: nothing was done, nothing that they typed is lost.
        if (cause instanceof RequestFailed && sessionOver.has(cause.code)) tellSessionEnded(true)
        return null
      } finally {
        busy.current = false
        setSending(false)
      }
    },
    [document, client],
  )
  const clear = useCallback(() => {
    setUserErrors([])
    setFailure(null)
  }, [])
  return { send, sending, userErrors, failure, clear }
}

/** A number of the caller's for an act that makes something: sent again with the same content, it answers what was made. */
export function newRequestNo(): string {
  return crypto.randomUUID()
}
