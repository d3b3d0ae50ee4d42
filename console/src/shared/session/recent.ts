import type { LinkProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import { usePreference } from './usePreference'

/** A thing that the person looked at: by its number, never by a name. */
export interface Seen {
  kind: 'policy' | 'claim' | 'request' | 'channel'
  number: string
  title: string
  at?: string
}

const most = 12

/** Where what was seen is shown. */
export function placeOfSeen({ kind, number }: Pick<Seen, 'kind' | 'number'>): Pick<LinkProps, 'to' | 'params'> {
  if (kind === 'channel') return { to: '/channels/$code', params: { code: number } }
  const to = { policy: '/policies/$number', claim: '/claims/$number', request: '/requests/$number' } as const
  return { to: to[kind], params: { number } }
}

/** What the person saw last, newest first. */
export function useRecent(): readonly Seen[] {
  return usePreference<readonly Seen[]>('recent', [])[0]
}

/** Keeps a thing among what the person saw last. */
export function useRemember(seen: Seen | undefined) {
  const [recent, setRecent] = usePreference<readonly Seen[]>('recent', [])
  const number = seen?.number
  useEffect(() => {
    if (!seen || recent[0]?.number === number) return
    setRecent(
      [{ ...seen, at: new Date().toISOString() }, ...recent.filter((each) => each.number !== number)].slice(0, most),
    )
    // Only another thing is another look.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [number])
}
