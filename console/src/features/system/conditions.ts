import type { LinkProps } from '@tanstack/react-router'
import type { Mood } from '../../shared/ui/moods'
import type { Language } from '../../shared/words/language'
import type { Say } from '../../shared/words/words'
import { bytesText, millisecondsText, secondsText } from '../../shared/format/measure'
import type { SystemQuery } from './system.generated'
import { troubleWords } from './troubleWords'
import type { words } from './words'

export type System = NonNullable<SystemQuery['system']>
export type Condition = System['parts'][number]
type Measure = Condition['figures'][number]['measure']
export type Place = Pick<LinkProps, 'to' | 'search'> & { word: keyof typeof words.texts; needs: string }

/** Something that is wrong, or that somebody should look at. */
export interface Trouble {
  key: string
  part: Condition['part']
  mood: Mood
  /** The key of its sentence; what to do is told under the same with _do. */
  word: string
  values: Record<string, string | number>
  since: string | null
  late: boolean
  places: Place[]
}

export function figure(condition: Condition, measure: Measure): number {
  return Number(condition.figures.find((each) => each.measure === measure)?.value ?? 0)
}

/** It still works, only slower or not for long: amber, not red. */
const slower = new Set<Condition['code']>(['SLOW', 'ALMOST_FULL'])

/** How a part looks: red where it is broken, amber where somebody should look, grey where nothing is known. */
export function moodOf(condition: Condition): Mood {
  if (condition.state === 'UNKNOWN') return 'ended'
  if (condition.state === 'TROUBLE') return slower.has(condition.code) ? 'ours' : 'bad'
  return toLook(condition) ? 'ours' : 'good'
}

/** What a part that works has that somebody should look at. */
function toLook(condition: Condition): { code: string; count: number } | null {
  const counts: Partial<Record<Condition['part'], { code: string; measure: Measure }>> = {
    WEBHOOKS: { code: 'OFF', measure: 'ENDPOINTS_OFF' },
    MAIL: { code: 'FAILED', measure: 'FAILED' },
    PAYMENTS: { code: 'DISPUTED', measure: 'DISPUTED' },
  }
  const counted = counts[condition.part]
  const count = counted ? figure(condition, counted.measure) : 0
  return counted && count > 0 ? { code: counted.code, count } : null
}

/** The page that helps, and what it needs to be opened. */
const places: Record<string, Place[]> = {
  WEBHOOKS: [{ to: '/channels', word: 'toChannels', needs: '' }],
  MAIL: [{ to: '/requests', search: { tab: 'all' }, word: 'toRequests', needs: 'Query.serviceRequests' }],
  PAYMENTS_STUCK: [
    { to: '/claims', search: { queue: 'paying' }, word: 'toPaying', needs: 'Query.claimQueues' },
    { to: '/claims', search: { queue: 'failed' }, word: 'toFailed', needs: 'Query.claimQueues' },
  ],
  PAYMENTS_DISPUTED: [{ to: '/claims', search: { queue: 'disputed' }, word: 'toDisputed', needs: 'Query.claimQueues' }],
  TRACKING: [{ to: '/claims', search: { states: ['SUBMITTED'] }, word: 'toChecking', needs: 'Query.claimQueues' }],
  AUDIT: [{ to: '/audit', word: 'toAudit', needs: 'Query.auditRecords' }],
  QUEUES: [{ to: '/jobs', search: { tab: 'running' }, word: 'toJobs', needs: '' }],
}

/** All that is wrong first, then what somebody should look at, in the order of the parts. */
export function troublesOf(conditions: readonly Condition[], language: Language): Trouble[] {
  const found = conditions.flatMap((condition): Trouble[] => {
    const { part, code, since } = condition
    const values = valuesOf(condition, language)
    const trouble = (word: string, mood: Mood, late = false): Trouble => ({
      key: `${part} ${word}`,
      part,
      mood,
      word,
      values,
      since: since ?? null,
      late,
      places: places[word] ?? places[part] ?? [],
    })
    const look = toLook(condition)
    const also = look && { ...trouble(`${part}_${look.code}`, 'ours'), values: { count: look.count }, since: null }
    if (condition.state !== 'TROUBLE') return also ? [also] : []
    const late = code === 'TIMED_OUT'
    const wrong = trouble(`${part}_${late ? 'AWAY' : code}`, moodOf(condition), late)
    return also ? [wrong, also] : [wrong]
  })
  return [...found.filter((each) => each.mood === 'bad'), ...found.filter((each) => each.mood !== 'bad')]
}

function valuesOf(condition: Condition, language: Language): Record<string, string | number> {
  const of = (measure: Measure) => figure(condition, measure)
  return {
    ms: of('LATENCY_MS'),
    difference: millisecondsText(Math.abs(of('DIFFERENCE_MS')), language),
    waiting: of('WAITING'),
    oldest: secondsText(of('OLDEST_SECONDS'), language),
    sealed: of('SEQUENCE'),
    signed: of('CHECKPOINT'),
    unsettled: of('UNSETTLED'),
    delayed: of('DELAYED'),
    free: bytesText(of('FREE_BYTES')),
  }
}

/** The sentence of a trouble and what to do about it; a part or code that is newer than the words is told in those of the contract. */
export function troubleText(
  trouble: Trouble,
  say: Say<keyof typeof troubleWords.texts>,
  term: { part: string; code: string },
): { what: string; todo: string } {
  const known = trouble.word in troubleWords.texts
  // words: systemTrouble.*
  const word = (known ? trouble.word : 'other') as keyof typeof troubleWords.texts
  const what = say(word, { ...trouble.values, ...term })
  return {
    what: trouble.late ? say('tooLate', { what }) : what,
    todo: say(`${word}_do` as keyof typeof troubleWords.texts),
  }
}

/** A part in one line, and a second in small print. */
export function partText(
  condition: Condition,
  version: string | null,
  say: Say<keyof typeof words.texts>,
  language: Language,
): { line: string; small: string } {
  const of = (measure: Measure) => figure(condition, measure)
  const has = (measure: Measure) => condition.figures.some((each) => each.measure === measure)
  const oldest = of('OLDEST_SECONDS') > 0 ? say('oldestIs', { much: secondsText(of('OLDEST_SECONDS'), language) }) : ''
  const waits = of('WAITING') > 0 ? say('waits', { count: of('WAITING') }) : say('nothingWaits')
  if (condition.state === 'UNKNOWN' && condition.part !== 'WORKERS') return { line: '–', small: say('unknown') }
  switch (condition.part) {
    case 'DATABASE':
      return has('LATENCY_MS')
        ? { line: say('answers', { ms: of('LATENCY_MS') }), small: version ?? '' }
        : { line: say('noVersion'), small: '' }
    case 'CLOCK': {
      const apart = of('DIFFERENCE_MS')
      const much = millisecondsText(Math.abs(apart), language)
      const line = apart === 0 ? say('same') : apart > 0 ? say('ahead', { much }) : say('behindClock', { much })
      return { line: has('DIFFERENCE_MS') ? line : say('noVersion'), small: '' }
    }
    case 'OUTBOX':
      return { line: waits, small: oldest }
    case 'QUEUES':
      return {
        line: waits,
        small: [oldest, say('failedToday', { count: of('FAILED') })].filter(Boolean).join(' · '),
      }
    case 'WORKERS':
      return {
        line: has('WORKERS') ? say('working', { count: of('WORKERS') }) : '–',
        small: has('PROCESSES') ? say('processes', { count: of('PROCESSES') }) : '',
      }
    case 'AUDIT':
      return {
        line: of('WAITING') > 0 || of('SEQUENCE') > of('CHECKPOINT') ? waits : say('signed'),
        small: say('signedTo', { signed: of('CHECKPOINT'), sealed: of('SEQUENCE') }),
      }
    case 'WEBHOOKS':
      return leading(
        of('ENDPOINTS_OFF') > 0 && !oldest,
        oldest || say('sent'),
        of('ENDPOINTS_OFF') > 0 ? say('off', { count: of('ENDPOINTS_OFF') }) : say('noneOff'),
      )
    case 'MAIL':
      return leading(
        of('FAILED') > 0 && of('WAITING') === 0,
        of('WAITING') > 0 ? waits : say('mailsSent'),
        say('mailsFailed', { count: of('FAILED') }),
      )
    case 'STORAGE':
      return {
        line: has('FREE_BYTES') ? say('free', { much: bytesText(of('FREE_BYTES')) }) : say('noVersion'),
        small: has('TOTAL_BYTES') ? say('ofTotal', { much: bytesText(of('TOTAL_BYTES')) }) : '',
      }
    case 'PAYMENTS':
      return leading(
        of('DISPUTED') > 0 && of('UNSETTLED') === 0,
        of('UNSETTLED') > 0 ? say('unsettled', { count: of('UNSETTLED') }) : say('settled'),
        say('disputed', { count: of('DISPUTED') }),
      )
    case 'TRACKING':
      return { line: of('DELAYED') > 0 ? say('delayed', { count: of('DELAYED') }) : say('noneDelayed'), small: '' }
    default:
      return { line: '', small: '' }
  }
}

/** The line and the small print of a part, the other way round where the second is what somebody should look at. */
function leading(second: boolean, line: string, small: string): { line: string; small: string } {
  return second ? { line: small, small: line } : { line, small }
}
