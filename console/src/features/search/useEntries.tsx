import type { NavigateOptions } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useActsInView } from '../../shared/keys/actsInView'
import { placeOfSeen, useRecent } from '../../shared/session/recent'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { claimMood, policyMood, requestMood, type Mood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { useWords } from '../../shared/words/words'
import type { SearchQuery } from './search.generated'
import { words } from './words'

/** A row of the box. */
export interface Entry {
  key: string
  group: 'things' | 'inView' | 'acts' | 'pages' | 'recent' | 'saved'
  text: string
  about?: string
  state?: ReactNode
  to?: NavigateOptions
  run?: () => void
  /** Writes this into the box instead. */
  fill?: string
  /** The box stays open. */
  stays?: boolean
}

type Hit = SearchQuery['search']['hits'][number]

const pages = [
  { word: 'home', to: '/', needs: '' },
  { word: 'claims', to: '/claims', needs: 'Query.claimQueues' },
  { word: 'requests', to: '/requests', needs: 'Query.serviceRequests' },
  { word: 'approvals', to: '/approvals', needs: '' },
  { word: 'policies', to: '/policies', needs: '' },
  { word: 'channels', to: '/channels', needs: ['Channel.credentials', 'Channel.webhookEndpoints'] },
  { word: 'products', to: '/products', needs: 'Query.productPreview' },
  { word: 'bulk', to: '/bulk', needs: 'Mutation.bulkIssuePolicies' },
  { word: 'jobs', to: '/jobs', needs: '' },
  { word: 'people', to: '/people', needs: 'Query.people' },
  { word: 'audit', to: '/audit', needs: 'Query.auditRecords' },
  { word: 'system', to: '/system', needs: 'Query.system' },
  { word: 'firstRun', to: '/first-run', needs: 'Query.firstRun' },
  { word: 'account', to: '/account', needs: '' },
] as const

const acts = [
  { word: 'takeNext', to: '/claims/next', needs: 'Mutation.takeNextClaim' },
  { word: 'claimByPhone', to: '/claims/new', needs: 'Mutation.submitClaim' },
  { word: 'openRequest', to: '/requests/new', needs: 'Mutation.openServiceRequest' },
] as const

/** What the box offers for what is typed: things first, then acts on what is in view, acts, pages, and what was seen. */
export function useEntries(text: string, hits: readonly Hit[] | undefined, saved: readonly string[]): Entry[] {
  const say = useWords(words)
  const may = useMay()
  const inView = useActsInView()
  const recent = useRecent()
  const term = useTerm()
  const actsOnly = text.startsWith('>')
  const typed = (actsOnly ? text.slice(1) : text).trim().toLowerCase()
  const fits = (entry: Entry) => typed === '' || entry.text.toLowerCase().includes(typed)
  const permitted = ({ needs }: { needs: string | readonly string[] }) => needs === '' || [needs].flat().some(may)

  // Of a kind that has a page of its own, what this person has the page for.
  const shown = (hits ?? []).filter(
    ({ kind }) => (kind !== 'PRODUCT' || may('Query.productPreview')) && (kind !== 'COLLEAGUE' || may('Query.people')),
  )
  const entries: Entry[] = shown.map((hit) => ({
    key: hit.nodeId,
    group: 'things',
    text: hit.title,
    about: [term('SearchKind', hit.kind), hit.about, hit.name, hit.channel?.name].filter(Boolean).join(' · '),
    state: stateOf(hit, term),
    to: placeOf(hit),
  }))
  entries.push(
    ...inView
      .map((act): Entry => ({ key: `view ${act.key}`, group: 'inView', text: act.text, run: act.run }))
      .filter(fits),
  )
  entries.push(
    ...acts
      .filter(permitted)
      .map((act): Entry => ({ key: act.to, group: 'acts', text: say(act.word), to: { to: act.to } }))
      .filter(fits),
  )
  if (!actsOnly) {
    entries.push(
      ...pages
        .filter(permitted)
        .map((page): Entry => ({ key: page.to, group: 'pages', text: say(page.word), to: { to: page.to } }))
        .filter(fits),
    )
  }
  if (typed === '') {
    entries.push(
      ...saved.map((each): Entry => ({ key: `saved ${each}`, group: 'saved', text: each, fill: each, stays: true })),
    )
    entries.push(
      ...recent.slice(0, 5).map((seen): Entry => ({
        key: `recent ${seen.number}`,
        group: 'recent',
        text: seen.number,
        about: seen.title,
        to: placeOfSeen(seen),
      })),
    )
  }
  return entries
}

/** Where a thing is shown. */
function placeOf(hit: Hit): NavigateOptions {
  switch (hit.kind) {
    case 'CLAIM':
      return { to: '/claims/$number', params: { number: hit.title } }
    case 'SERVICE_REQUEST':
      return { to: '/requests/$number', params: { number: hit.title } }
    case 'PRODUCT':
      return { to: '/products/$code', params: { code: hit.title } }
    case 'COLLEAGUE':
      return { to: '/people/$id', params: { id: hit.nodeId } }
    case 'CHANNEL':
      return { to: '/channels/$code', params: { code: hit.channel?.code ?? hit.title } }
    default:
      return hit.policyNumber
        ? { to: '/policies/$number', params: { number: hit.policyNumber } }
        : { to: '/policies', search: {} }
  }
}

/** The state of a thing, which the search tells as enum and value: PolicyState.IN_FORCE. */
function stateOf(hit: Hit, term: ReturnType<typeof useTerm>): ReactNode {
  const [name = '', value = ''] = (hit.state ?? '').split('.')
  const moods: Record<string, Record<string, Mood>> = {
    PolicyState: policyMood,
    ClaimState: claimMood,
    ServiceRequestState: requestMood,
  }
  const mood = moods[name]?.[value]
  if (!mood) return null
  return <State mood={mood}>{term(name as 'PolicyState', value)}</State>
}
