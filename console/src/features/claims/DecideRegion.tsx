import { Link } from '@tanstack/react-router'
import { withUnit } from '../../shared/format/money'
import { useTerm } from '../../shared/session/SessionContext'
import { Notice } from '../../shared/ui/Notice'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { DecideForm } from './DecideForm'
import { words } from './decideWords'
import type { Draft } from './decision'
import { PaymentPart } from './PaymentPart'
import { SumPart } from './SumPart'
import { actOf, type Claim } from './useClaim'

export interface Deciding {
  claim: Claim
  draft: Draft
  setDraft: (draft: Draft) => void
  dropDraft: () => void
  /** Another version came, and it was not looked at yet. */
  conflict: boolean
  onConflict: () => void
  onChanged: () => void
  onDecided: (what: 'paid' | 'second' | 'declined' | 'asked') => void
}

/** What it comes to, and what is done about it. */
export function DecideRegion(deciding: Deciding) {
  const { claim, onChanged } = deciding
  const say = useWords(words)
  const decide = actOf(claim, 'decideClaim')
  const waits = claim.state === 'IN_REVIEW' || claim.state === 'EVIDENCE_NEEDED'
  return (
    <section className="decideRegion" aria-label={say('decide')}>
      <SumPart claim={claim} />
      {claim.approval && <Waiting claim={claim} />}
      {claim.state === 'SUBMITTED' && <Notice mood="machine">{say('checking')}</Notice>}
      {claim.state === 'CORRECTION_NEEDED' && <Notice mood="theirs">{say('waitingFor')}</Notice>}
      {waits && decide?.possible && <DecideForm {...deciding} />}
      {waits && decide && !decide.possible && !claim.approval && (
        <Notice mood="ours">{say('notice', { why: decide.reason?.message ?? say('cannot') })}</Notice>
      )}
      {!waits && <Decision claim={claim} />}
      <PaymentPart claim={claim} onChanged={onChanged} />
    </section>
  )
}

function Decision({ claim }: { claim: Claim }) {
  const say = useWords(words)
  const localized = useLocalized()
  if (!claim.decision) return null
  return (
    <div>
      <h2>{say('decision')}</h2>
      <p>
        {localized(claim.decision.sentence)} <code className="muted">{claim.decision.reason}</code>
      </p>
    </div>
  )
}

/** The request that waits for another person: nothing else can be done meanwhile. */
function Waiting({ claim }: { claim: Claim }) {
  const say = useWords(words)
  const language = useLanguage()
  const term = useTerm()
  const { approval } = claim
  if (!approval) return null
  const asked = approval.content.amount
  const amount =
    typeof asked === 'string'
      ? asked
      : asked && typeof asked === 'object' && 'amount' in asked
        ? String(asked.amount)
        : claim.payable?.amount
  const paying = approval.kind === 'CLAIM_PAYOUT'
  return (
    <Notice
      mood="ours"
      act={
        <Link to="/approvals" search={{ id: approval.id }}>
          {say('toApproval')}
        </Link>
      }
    >
      <p>
        <b>
          {paying && amount
            ? say('waitsSecond', { amount: withUnit({ amount }, language) })
            : paying
              ? term('ApprovalKind', approval.kind)
              : say('waitsReopen')}
        </b>
      </p>
      <p className="small">
        {say('askedBy', {
          who: approval.requestedBy?.displayName ?? '–',
          votes: approval.votes.length,
          needed: approval.needed,
        })}
      </p>
      {approval.reason && <p className="small">「{approval.reason}」</p>}
    </Notice>
  )
}
