import { PhoneOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { withUnit } from '../../shared/format/money'
import { instantText, periodText } from '../../shared/format/time'
import type { Loaded } from '../../shared/graphql/useApi'
import { useTerm } from '../../shared/session/SessionContext'
import { Eye, useReveal } from '../../shared/ui/Masked'
import { Figures } from '../../shared/ui/Money'
import { claimMood, policyMood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { Fits } from './FactsRegion'
import type { ClaimPreviewQuery, PolicyForClaimQuery } from './phone.generated'
import { words } from './phoneWords'

export type PhonePolicy = NonNullable<PolicyForClaimQuery['policy']>
type Preview = NonNullable<NonNullable<ClaimPreviewQuery['claimPreview']>['preview']>

/** Beside the form: the cover, what would become of the claim as it stands, and earlier claims. */
export function PhoneAside({ policy, preview }: { policy: PhonePolicy; preview: Loaded<ClaimPreviewQuery> }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const reveal = useReveal(policy.id, ['NAME'])
  const masked = policy.insureds[0]?.name ?? policy.applicant?.name
  const shown = [...reveal.values.values()][0] ?? masked
  const found = preview.data?.claimPreview?.preview
  return (
    <aside className="phoneAside">
      <div className="row">
        <h2 className="grow">
          {localized(policy.offer.productName)} {localized(policy.offer.name)}
        </h2>
        <State mood={policyMood[policy.state]}>{term('PolicyState', policy.state)}</State>
      </div>
      <p>
        <Link to="/policies/$number" params={{ number: policy.number }}>
          {policy.number}
        </Link>
      </p>
      <dl className="pairs">
        {masked && (
          <Pair name={say('customer')}>
            {shown} {reveal.may && <Eye onClick={reveal.open} />}
          </Pair>
        )}
        <Pair name={say('account')}>{policy.insureds.map((insured) => insured.reference).join(', ')}</Pair>
        <Pair name={say('channel')}>{policy.channel.name}</Pair>
        <Pair name={say('period')}>{periodText(policy.period.start, policy.period.end)}</Pair>
        {policy.coverages.map((coverage) => (
          <Pair key={coverage.code} name={policy.coverages.length > 1 ? localized(coverage.name) : say('sumInsured')}>
            <Figures of={coverage.sumInsured} />
          </Pair>
        ))}
      </dl>
      {reveal.dialog}
      <h3>{say('asItStands')}</h3>
      {found ? <AsItStands preview={found} /> : <p className="muted">{say('fillMore')}</p>}
      <h3>{say('earlier')}</h3>
      {policy.claims.edges.length === 0 && <p className="muted">{say('noEarlier')}</p>}
      <ul className="similar">
        {policy.claims.edges.map(({ node }) => (
          <li key={node.id}>
            <Link to="/claims/$number" params={{ number: node.number }} className="grow">
              {node.number}
            </Link>
            <State mood={claimMood[node.state]}>{term('ClaimState', node.state)}</State>
            <Figures of={node.payable ?? node.computed} />
          </li>
        ))}
      </ul>
    </aside>
  )
}

function Pair({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const outcomes = {
  APPROVE: 'wouldApprove',
  REFER: 'wouldRefer',
  CORRECT: 'wouldCorrect',
  DECLINE: 'wouldDecline',
} as const
const sayings = { APPROVE: 'sayApprove', REFER: 'sayRefer', CORRECT: 'sayCorrect', DECLINE: 'sayDecline' } as const

function AsItStands({ preview }: { preview: Preview }) {
  const say = useWords(words)
  const language = useLanguage()
  const localized = useLocalized()
  const amount = preview.computed ? withUnit(preview.computed, language) : '–'
  const { outcome } = preview
  return (
    <div role="status">
      <ul className="asItStands">
        {preview.checks.map((check) => (
          <li key={check.code}>
            <Fits fits={check.fits} />
            {localized(check.sentence)}
          </li>
        ))}
        {outcome && (
          <li>
            <Fits fits={outcome === 'APPROVE'} />
            {say(outcomes[outcome], { amount, reason: preview.reason ? localized(preview.reason.sentence) : '' })}
          </li>
        )}
        {(preview.approvals ?? 0) > 0 && (
          <li>
            <Fits fits={false} />
            {say('approvals', { count: preview.approvals ?? 0 })}
          </li>
        )}
      </ul>
      {preview.computed && <p className="strong">{say('computed', { amount })}</p>}
      {outcome && (
        <p className="consequence theirs">
          <PhoneOutlined aria-hidden />
          <span>{say('sayCaller', { text: say(sayings[outcome], { until: instantText(preview.promisedAt) }) })}</span>
        </p>
      )}
    </div>
  )
}
