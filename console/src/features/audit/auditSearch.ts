import { listOf, placeOf, textOf, type Search } from '../../shared/format/search'
import { periodOf, type Span } from '../../shared/format/span'
import type * as Types from '../../shared/graphql/types.generated'
import type { Place } from '../../shared/ui/KeysetTable'

/** Which records the list shows, and which one is open beside it. */
export interface AuditSearch extends Place {
  span?: Span | undefined
  /** Global id of the person who acted. */
  person?: string | undefined
  /** Another actor: cli:root. */
  actor?: string | undefined
  actions?: Types.AuditAction[] | undefined
  kind?: Types.AuditObjectKind | undefined
  object?: string | undefined
  channel?: string | undefined
  address?: string | undefined
  request?: string | undefined
  record?: string | undefined
}

/** How many actions may be asked for together. */
export const mostActions = 20

/** Values of enums have only to look like one: the server knows which there are, and says so where it does not. */
const valueOf = (value: unknown) => {
  const text = textOf(value)
  return text && /^[A-Z_]+$/.test(text) ? text : undefined
}

export function readAuditSearch(search: Search): AuditSearch {
  const actions = listOf(search.actions)
    ?.map(valueOf)
    .filter((each) => each !== undefined)
    .slice(0, mostActions)
  return {
    ...placeOf(search),
    span: textOf(search.span),
    person: textOf(search.person),
    actor: textOf(search.actor),
    actions: actions && actions.length > 0 ? (actions as Types.AuditAction[]) : undefined,
    kind: valueOf(search.kind) as Types.AuditObjectKind | undefined,
    object: textOf(search.object),
    channel: textOf(search.channel),
    address: textOf(search.address),
    request: textOf(search.request),
    record: textOf(search.record),
  }
}

/** What the server is asked for: a thing is asked for with its kind only. */
export function filterOf(search: AuditSearch): Types.AuditFilter {
  return {
    ...(search.span ? { at: periodOf(search.span) } : {}),
    ...(search.person ? { personId: search.person } : {}),
    ...(search.actor ? { actor: search.actor } : {}),
    ...(search.actions ? { actions: search.actions } : {}),
    ...(search.kind ? { objectKind: search.kind } : {}),
    ...(search.kind && search.object ? { object: search.object } : {}),
    ...(search.channel ? { channelCode: search.channel } : {}),
    ...(search.address ? { address: search.address } : {}),
    ...(search.request ? { requestId: search.request } : {}),
  }
}

/** The conditions, without the place in the list and the record that is open: another condition begins at the first page. */
export function conditionsOf({
  after: _after,
  before: _before,
  page: _page,
  record: _record,
  ...conditions
}: AuditSearch): AuditSearch {
  return conditions
}

export function isFiltered(search: AuditSearch): boolean {
  return Object.values(conditionsOf(search)).some((value) => value !== undefined)
}
