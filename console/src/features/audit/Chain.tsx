import { Fragment } from 'react'
import { instantText } from '../../shared/format/time'
import { State } from '../../shared/ui/State'
import { useWords } from '../../shared/words/words'
import type { AuditChainQuery } from './audit.generated'
import { words } from './words'

type Chain = AuditChainQuery['auditChain']

/** A figure in groups of three. */
export const grouped = (figure: string | number) => Number(figure).toLocaleString('en')

/** Whether the newest verification found the chain whole. */
export function ChainState({ of }: { of: Chain | undefined }) {
  const say = useWords(words)
  if (!of) return null
  const [mood, word] = !of.verification
    ? (['ended', 'unknown'] as const)
    : of.verification.whole
      ? (['good', 'whole'] as const)
      : (['bad', 'broken'] as const)
  return (
    <State mood={mood} filled>
      {say(word)}
    </State>
  )
}

/** How far it is sealed and signed, what waits, and when all of it was verified last. */
export function ChainLine({ of }: { of: Chain | undefined }) {
  const say = useWords(words)
  if (!of) return null
  const { verification } = of
  const parts = [
    say('sealed', { sequence: grouped(of.sequence), time: of.sealedAt ? instantText(of.sealedAt) : '–' }),
    of.signedAt
      ? say('signed', { checkpoint: grouped(of.checkpoint), time: instantText(of.signedAt) })
      : say('unsigned'),
    say('pending', { count: of.pending }),
    ...(verification
      ? [say(verification.whole ? 'verifiedWhole' : 'verifiedWrong', { time: instantText(verification.at) })]
      : []),
  ]
  return (
    <p className="second">
      {parts.map((part, place) => (
        <Fragment key={place}>
          {place > 0 && ' · '}
          <span className="nowrap">{part}</span>
        </Fragment>
      ))}
    </p>
  )
}
