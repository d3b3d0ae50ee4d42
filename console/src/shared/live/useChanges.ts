import { useEffect, useRef, useState } from 'react'
import { request } from '../graphql/request'
import type * as Types from '../graphql/types.generated'
import { ChangesDocument } from './changes.generated'

/** What changed in a list since its page was read. */
export interface Changed {
  ids: ReadonlySet<string>
  /** More changed than is told by ids. */
  reload: boolean
  /** Takes what changed as seen: after the page is read again. */
  seen: () => void
}

const none: ReadonlySet<string> = new Set()

/**
 * Asks every so often what changed in a list. A hidden tab does not ask, and asks at once when it is shown again; a lost network is tried
 * again at the next turn. onChange is told of each change, for pages that show one thing only.
 */
export function useChanges(
  list: Types.PolledList,
  every: number,
  onChange?: (ids: ReadonlySet<string>) => void,
): Changed {
  const [ids, setIds] = useState(none)
  const [reload, setReload] = useState(false)
  const told = useRef(onChange)
  useEffect(() => {
    told.current = onChange
  })
  useEffect(() => {
    let token: string | undefined
    let stopped = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      if (document.hidden || stopped) return
      clearTimeout(timer)
      try {
        const { data } = await request(ChangesDocument, { lists: [list], since: token ?? null })
        const first = token === undefined
        token = data.changes?.token ?? token
        const found = data.changes?.lists.find((each) => each.list === list)
        if (!first && found) take(found)
      } catch {
        // The next turn asks from the same token.
      }
      timer = setTimeout(() => void look(), every)
    }
    const take = (found: { reload: boolean; changed: { nodeId: string }[] }) => {
      if (found.reload) setReload(true)
      if (found.changed.length === 0) return
      const fresh = new Set(found.changed.map((row) => row.nodeId))
      setIds((before) => new Set([...before, ...fresh]))
      told.current?.(fresh)
    }
    const shown = () => void look()
    document.addEventListener('visibilitychange', shown)
    void look()
    return () => {
      stopped = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', shown)
    }
  }, [list, every])
  return {
    ids,
    reload,
    seen: () => {
      setIds(none)
      setReload(false)
    },
  }
}
