import { dayText } from '../../shared/format/time'
import type * as Types from '../../shared/graphql/types.generated'
import type { UserError } from '../../shared/graphql/useAct'
import { fieldOf } from '../../shared/ui/UserErrors'
import type { ChannelPageQuery } from './channels.generated'

export type Channel = NonNullable<ChannelPageQuery['channel']>
export type Endpoint = NonNullable<Channel['webhookEndpoints']>[number]
export type Credential = NonNullable<Channel['credentials']>[number]

interface Allowing {
  allowed: readonly { act: string; possible: boolean; reason?: { message: string } | null }[]
}

/** Whether the person may do an act on a thing now; nothing: their roles never may. */
export function actOn<Thing extends Allowing>(thing: Thing, act: string): Thing['allowed'][number] | undefined {
  return thing.allowed.find((each) => each.act === act)
}

/** The worst first: what is broken, then what waits for the channel, then the others in their order. */
const badness: Record<Types.WebhookEndpointState, number> = { PAUSED: 0, DISABLED: 1, UNVERIFIED: 2, ACTIVE: 3 }

export function worstFirst<Each extends { state: Types.WebhookEndpointState }>(endpoints: readonly Each[]): Each[] {
  return [...endpoints].sort((a, b) => badness[a.state] - badness[b.state])
}

/** An address without its scheme, as people say it. */
export function hostOf(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/$/, '')
}

/** The newest of instants; nothing where there is none. */
export function latest(instants: readonly (string | null | undefined)[]): string | undefined {
  return instants.reduce<string | undefined>((all, each) => (each && (!all || each > all) ? each : all), undefined)
}

/** The credential that ends first, of those that end. */
export function endsFirst<Each extends { expiresAt: string | null }>(list: readonly Each[]): Each | undefined {
  return list
    .filter((each) => each.expiresAt !== null)
    .sort((a, b) => String(a.expiresAt).localeCompare(String(b.expiresAt)))[0]
}

/** How many days before its end a credential is said to end soon. */
const soon = 14

export function endsSoon(until: string, now: number): boolean {
  return Date.parse(until) - now < soon * 86_400_000
}

/** The share of a quota that is used, 0 to 1. */
export function shareOf(quota: { used: string; most: string }): number {
  const most = Number(quota.most)
  return most > 0 ? Math.min(1, Number(quota.used) / most) : 1
}

/** From when until when an agreement holds, as its table says it. */
export function validity(
  of: { validFrom: string; validUntil: string | null },
  say: (key: 'from' | 'fromUntil', values: Record<string, string>) => string,
): string {
  const from = dayText(of.validFrom, true)
  return of.validUntil ? say('fromUntil', { from, until: dayText(of.validUntil, true) }) : say('from', { from })
}

/** What the server says of a field, or of anything in it: eventTypes, addresses.0. */
export function errorWithin(errors: readonly UserError[], field: string): string | undefined {
  return errors.find((error) => fieldOf(error) === field || fieldOf(error).startsWith(`${field}.`))?.message
}

/** The lines of a field that takes one thing a line. */
export function linesOf(text: string): string[] {
  return text
    .split(/[\s,;，；]+/)
    .map((line) => line.trim())
    .filter(Boolean)
}

/** What the server counts, in groups, without decimals that are none. */
export function countText(amount: string): string {
  const [whole = '0', fraction = ''] = amount.split('.')
  const rest = fraction.replace(/0+$/, '')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest ? `.${rest}` : ''}`
}
