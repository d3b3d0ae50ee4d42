import { Button } from 'antd'
import { useState } from 'react'
import { withUnit } from '../../shared/format/money'
import { useTerm } from '../../shared/session/SessionContext'
import { Money } from '../../shared/ui/Money'
import { payoutMood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useLanguage, useWords } from '../../shared/words/words'
import { words } from './decideWords'
import { RecoveryDialog, ReopenDialog, ResolveDialog, RetryDialog } from './PaymentDialogs'
import { actOf, type Claim } from './useClaim'

type Payout = Claim['payouts'][number]

const payActs = [
  { act: 'retryPayout', word: 'retry' },
  { act: 'resolveDisputedPayout', word: 'resolve' },
  { act: 'recordRecovery', word: 'recover' },
  { act: 'reopenClaim', word: 'reopen' },
] as const

type PayAct = (typeof payActs)[number]['act']

/** The payment of the claim: each attempt in the bank's words, and what can be done about it. */
export function PaymentPart({ claim, onChanged }: { claim: Claim; onChanged: () => void }) {
  const say = useWords(words)
  const [open, setOpen] = useState<PayAct | null>(null)
  const close = () => setOpen(null)
  const done = () => {
    close()
    onChanged()
  }
  const shown = payActs.filter(({ act }) => {
    const found = actOf(claim, act)
    return found && (found.possible || relevant(act, claim))
  })
  if (claim.payouts.length === 0 && shown.length === 0) return null
  return (
    <section className="payments" aria-label={say('payments')}>
      {claim.payouts.length > 0 && (
        <>
          <h2>{say('payments')}</h2>
          <ol>
            {claim.payouts.map((payout) => (
              <Attempt key={payout.id} payout={payout} />
            ))}
          </ol>
        </>
      )}
      {claim.recoveries.length > 0 && (
        <p className="row">
          <span className="grow second">{say('recovered')}</span>
          <Money of={claim.recovered} />
        </p>
      )}
      {shown.map(({ act, word }) => {
        const found = actOf(claim, act)
        return (
          <div key={act} className="payAct">
            <Button block disabled={!found?.possible} onClick={() => setOpen(act)}>
              {say(word)}
            </Button>
            {!found?.possible && found?.reason && <p className="small muted">{found.reason.message}</p>}
          </div>
        )
      })}
      {open === 'retryPayout' && <RetryDialog claim={claim} onKeep={close} onDone={done} />}
      {open === 'resolveDisputedPayout' && <ResolveDialog claim={claim} onKeep={close} onDone={done} />}
      {open === 'recordRecovery' && <RecoveryDialog claim={claim} onKeep={close} onDone={done} />}
      {open === 'reopenClaim' && <ReopenDialog claim={claim} onKeep={close} onDone={done} />}
    </section>
  )
}

/** Acts that are worth a word where they are not possible: what stands in their way is about this claim as it is. */
function relevant(act: PayAct, claim: Claim): boolean {
  switch (act) {
    case 'reopenClaim':
      return claim.state === 'DECLINED'
    case 'resolveDisputedPayout':
      return claim.payouts.some((payout) => payout.state === 'DISPUTED')
    case 'retryPayout':
      return claim.state === 'PAYOUT_FAILED'
    default:
      return false
  }
}

function Attempt({ payout }: { payout: Payout }) {
  const say = useWords(words)
  const term = useTerm()
  const language = useLanguage()
  const paid = payout.state === 'DISPUTED' ? amountIn(payout.reason) : undefined
  return (
    <li>
      <p className="row">
        <span className="grow">
          {say('attempt', { attempt: payout.attempt })} · <Money of={payout.amount} />
        </span>
        <State mood={payoutMood[payout.state]}>{term('PayoutState', payout.state)}</State>
      </p>
      {payout.state === 'DISPUTED' && (
        <dl className="twoAmounts">
          <div>
            <dt>{say('ours')}</dt>
            <dd>
              <Money of={payout.amount} />
            </dd>
          </div>
          <div className="bad">
            <dt>{say('bankPaid')}</dt>
            <dd>
              {paid ? withUnit({ amount: paid, currency: payout.amount.currency }, language) : (payout.reason ?? '–')}
            </dd>
          </div>
        </dl>
      )}
      <p className="small muted">
        <When at={payout.settledAt ?? payout.orderedAt} exact />
        {payout.reason && (
          <>
            {' '}
            · {say('bankSays')} <code>{payout.reason}</code>
          </>
        )}
        {payout.reference && <> · {payout.reference}</>} · {payout.paymentKey}
      </p>
    </li>
  )
}

/** The amount in the bank's words; nothing, where they name none. */
export function amountIn(text: string | null | undefined): string | undefined {
  return /(\d+\.\d{2})(?!\d)(?!.*\d\.\d{2})/.exec(text ?? '')?.[1]
}
