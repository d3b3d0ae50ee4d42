import { oneOf, placeOf, someOf, textOf, yes, type Search } from '../../shared/format/search'
import { addDays, dayOf, startOfDay } from '../../shared/format/time'
import type * as Types from '../../shared/graphql/types.generated'
import type { Place } from '../../shared/ui/KeysetTable'

const modes = ['sandbox'] as const
const trouble = ['yes', 'no'] as const
const openness = ['open', 'closed'] as const
export const agreementStates: readonly Types.AgreementState[] = [
  'PENDING',
  'IN_FORCE',
  'SUPERSEDED',
  'EXPIRED',
  'TERMINATED',
]
export const deliveryStates: readonly Types.DeliveryState[] = ['PENDING', 'DELIVERED', 'EXHAUSTED', 'HELD']

/** Which channels the list shows, or which agreements. */
export interface ChannelsSearch extends Place {
  tab?: 'agreements' | undefined
  mode?: 'sandbox' | undefined
  open?: (typeof openness)[number] | undefined
  troubled?: (typeof trouble)[number] | undefined
  code?: string | undefined
  states?: Types.AgreementState[] | undefined
  ending?: true | undefined
  used?: true | undefined
}

export function readChannelsSearch(search: Search): ChannelsSearch {
  return {
    ...placeOf(search),
    tab: oneOf(search.tab, ['agreements'] as const),
    mode: oneOf(search.mode, modes),
    open: oneOf(search.open, openness),
    troubled: oneOf(search.troubled, trouble),
    code: textOf(search.code),
    states: someOf(search.states, agreementStates),
    ending: yes(search.ending),
    used: yes(search.used),
  }
}

/** Which half of a channel its page shows, and of which endpoint which deliveries. */
export interface ChannelSearch {
  mode?: 'sandbox' | undefined
  endpoint?: string | undefined
  states?: Types.DeliveryState[] | undefined
  after?: string | undefined
  before?: string | undefined
}

export function readChannelSearch(search: Search): ChannelSearch {
  return {
    mode: oneOf(search.mode, modes),
    endpoint: textOf(search.endpoint),
    states: someOf(search.states, deliveryStates),
    after: textOf(search.after),
    before: textOf(search.before),
  }
}

export function modeOf(search: { mode?: 'sandbox' | undefined }): Types.Mode {
  return search.mode === 'sandbox' ? 'SANDBOX' : 'LIVE'
}

/** What a channel's page asks with: one half, and what was bound on the day of business that it is. */
export function channelVariables(code: string, mode: Types.Mode, now = Date.now()) {
  const today = dayOf(now)
  return {
    code,
    mode,
    today: {
      channelCodes: [code],
      mode,
      boundAt: { start: startOfDay(today), end: startOfDay(addDays(today, 1)) },
    },
  }
}

/** What an agreement's page asks with. */
export function agreementVariables(channel: string, code: string) {
  return { channel, code, object: `${channel}/${code}` }
}
