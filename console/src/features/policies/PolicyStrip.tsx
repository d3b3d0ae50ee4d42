import { Link } from '@tanstack/react-router'
import { withUnit } from '../../shared/format/money'
import { daysLeft } from '../../shared/format/time'
import { useTerm } from '../../shared/session/SessionContext'
import { Money } from '../../shared/ui/Money'
import { useNow } from '../../shared/ui/useNow'
import { Period } from '../../shared/ui/When'
import { sum } from '../../shared/format/money'
import { useLanguage, useWords } from '../../shared/words/words'
import type { PolicyDetail, PolicyMoment } from './policyText'
import { words } from './policyWords'

const openStates = ['SUBMITTED', 'CORRECTION_NEEDED', 'IN_REVIEW', 'EVIDENCE_NEEDED', 'APPROVED', 'PAYOUT_FAILED']

/** The five things that a caller asks for first. */
export function PolicyStrip({ policy, moment }: { policy: PolicyDetail; moment: PolicyMoment }) {
  const say = useWords(words)
  const language = useLanguage()
  const term = useTerm()
  const now = useNow()
  const { period } = moment
  const whole = Date.parse(period.end) - Date.parse(period.start)
  const spent = Math.min(1, Math.max(0, (now - Date.parse(period.start)) / Math.max(1, whole)))
  const over = now >= Date.parse(period.end) || moment.state === 'CANCELLED' || moment.state === 'EXPIRED'
  const before = now < Date.parse(period.start)
  const claims = policy.claims.edges.map((edge) => edge.node)
  const open = claims.filter((claim) => openStates.includes(claim.state)).length
  const payers = [...new Set(moment.lines.map((line) => line.payer))]
  return (
    <section className="policyStrip">
      <div className="cover">
        <h2>{say('cover')}</h2>
        <p className="strong">
          {over
            ? say('over')
            : before
              ? say('begins', { count: daysLeft(period.start, now) })
              : say('daysLeft', { count: daysLeft(period.end, now) })}
        </p>
        <svg className="bar" width="100%" height="5" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
          <rect className="track" width="100" height="5" />
          <rect className="done" width={100 * (over ? 1 : spent)} height="5" />
        </svg>
        <p className="small muted">
          <Period of={period} />
        </p>
      </div>
      <div>
        <h2>{say('sumInsured')}</h2>
        <p className="strong">
          <Money of={moment.sumInsured} />
        </p>
        <p className="small muted">{say('coverageCount', { count: moment.coverages.length })}</p>
      </div>
      <div>
        <h2>{say('premium')}</h2>
        <p className="strong">
          <Money of={moment.premium} />
        </p>
        <p className="small muted">
          {payers
            .map(
              (payer) =>
                `${term('PremiumPayer', payer)} ${sum(moment.lines.filter((line) => line.payer === payer).map((line) => line.premium.amount))}`,
            )
            .join(' + ')}
        </p>
      </div>
      <div>
        <h2>{say('claims')}</h2>
        <p className="strong">
          {open > 0 ? say('openClaims', { count: open }) : claims.length > 0 ? say('noneOpen') : say('noClaims')}
        </p>
        <p className="small muted">{claims.length > 0 && say('claimsCount', { count: claims.length })}</p>
      </div>
      <div>
        <h2>{say('channel')}</h2>
        <p className="strong">
          <Link to="/channels/$code" params={{ code: policy.channel.code }}>
            {policy.channel.name}
          </Link>
        </p>
        <p className="small muted">
          {moment.offer.agreementCode}
          {policy.commission && ` · ${say('commission', { amount: withUnit(policy.commission, language) })}`}
        </p>
      </div>
    </section>
  )
}
