import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { useOfferActs } from '../../shared/keys/actsInView'
import { useKeys } from '../../shared/keys/useKeys'
import { useRemember } from '../../shared/session/recent'
import { useTerm } from '../../shared/session/SessionContext'
import { instantText } from '../../shared/format/time'
import { CopyText } from '../../shared/ui/CopyText'
import { Eye, useReveal } from '../../shared/ui/Masked'
import { MoreActs } from '../../shared/ui/MoreActs'
import { policyMood } from '../../shared/ui/moods'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useLocalized, useWords } from '../../shared/words/words'
import { CancelDialog, type Made } from './CancelDialog'
import { EndorseDialog } from './EndorseDialog'
import { EraseDialog } from './EraseDialog'
import './policies.css'
import { PolicyAsOfDocument, PolicyPageDocument } from './policy.generated'
import { PolicyBody } from './PolicyBody'
import { PolicyStory } from './PolicyStory'
import { PolicyStrip } from './PolicyStrip'
import { words } from './policyWords'
import { RenewDialog } from './RenewDialog'
import { partyText, type PolicyDetail, type PolicyMoment } from './policyText'
import { usePolicyActs, type PolicyAct } from './usePolicyActs'

/** One policy: now with its acts, or as of a day, to look at only. */
export function PolicyPage({
  number,
  asOf,
  onAsOf,
}: {
  number: string
  asOf: string | undefined
  onAsOf: (asOf: string | undefined) => void
}) {
  const say = useWords(words)
  const page = useApi(PolicyPageDocument, { number })
  const then = useApi(PolicyAsOfDocument, { number, asOf: asOf ?? '' }, { enabled: asOf !== undefined })
  const policy = page.data?.policy
  const moment = asOf === undefined ? policy : then.data?.policy?.at
  return (
    <div className="page policyPage">
      <Region of={page} lines={14} heading={number}>
        {policy === null && (
          <Empty page title={say('missing')}>
            <p>{say('missingNext')}</p>
          </Empty>
        )}
        {policy && asOf !== undefined && (
          <Notice
            mood="machine"
            act={
              <Button size="small" onClick={() => onAsOf(undefined)}>
                {say('asOfBack')}
              </Button>
            }
          >
            {say('asOfNotice', { at: instantText(asOf, true) })}
          </Notice>
        )}
        {policy && asOf !== undefined && then.data?.policy && !moment && <Empty title={say('asOfNone')} />}
        {policy && moment && (
          <Whole policy={policy} moment={moment} isNow={asOf === undefined} asOf={asOf} onAsOf={onAsOf} />
        )}
      </Region>
    </div>
  )
}

function Whole({
  policy,
  moment,
  isNow,
  asOf,
  onAsOf,
}: {
  policy: PolicyDetail
  moment: PolicyMoment
  isNow: boolean
  asOf: string | undefined
  onAsOf: (asOf: string | undefined) => void
}) {
  const say = useWords(words)
  const localized = useLocalized()
  const askAgain = useAskAgain()
  const navigate = useNavigate()
  const [open, setOpen] = useState<PolicyAct>()
  const [done, setDone] = useState<Made & { text: string }>()
  const title = `${localized(policy.offer.productName)} ${localized(moment.offer.name)}`
  useRemember({ kind: 'policy', number: policy.number, title })
  const reveal = useReveal(policy.id, ['NAME', 'IDENTITY_NO', 'CONTACT', 'ACCOUNT'])
  const run = (act: PolicyAct) => {
    setDone(undefined)
    if (act === 'submitClaim') void navigate({ to: '/claims/new', search: { policy: policy.number } })
    else if (act === 'openServiceRequest') void navigate({ to: '/requests/new', search: { policy: policy.number } })
    else if (act === 'revealPersonalData') reveal.open()
    else setOpen(act)
  }
  const acts = usePolicyActs(isNow ? policy.allowed : [], run)
  useOfferActs(acts.all.filter((act) => act.reason === undefined))
  useKeys({ Escape: () => void navigate({ to: '/policies' }) }, open === undefined)
  const close = () => setOpen(undefined)
  const finish = (text: string, made?: Made) => {
    close()
    setDone({ text, ...made })
    askAgain(PolicyPageDocument)
  }
  const dialog = { policy, onClose: close, onDone: finish }
  return (
    <>
      <header>
        <Head
          policy={policy}
          moment={moment}
          title={title}
          revealed={reveal.values}
          eye={reveal.may && isNow ? <Eye onClick={reveal.open} /> : null}
        />
        {acts.main.map((act) => (
          <Button key={act.key} danger={act.key === 'cancelPolicy'} onClick={act.run}>
            {act.text}
          </Button>
        ))}
        <MoreActs acts={acts.more} />
      </header>
      {done && (
        <Notice
          mood="good"
          act={
            done.policy ? (
              <Link to="/policies/$number" params={{ number: done.policy }}>
                {say('openNew')}
              </Link>
            ) : (
              done.approval && (
                <Link to="/approvals" search={{ tab: 'mine', id: done.approval }}>
                  {say('openNew')}
                </Link>
              )
            )
          }
        >
          {done.text}
        </Notice>
      )}
      <PolicyStrip policy={policy} moment={moment} />
      <div className="policyColumns">
        <PolicyBody policy={policy} moment={moment} />
        <PolicyStory policy={policy} asOf={asOf} onAsOf={onAsOf} />
      </div>
      {open === 'cancelPolicy' && <CancelDialog {...dialog} />}
      {open === 'endorsePolicy' && <EndorseDialog {...dialog} />}
      {open === 'renewPolicy' && <RenewDialog {...dialog} />}
      {open === 'requestErasure' && <EraseDialog {...dialog} />}
      {reveal.dialog}
    </>
  )
}

function Head({
  policy,
  moment,
  title,
  revealed,
  eye,
}: {
  policy: PolicyDetail
  moment: PolicyMoment
  title: string
  revealed: ReadonlyMap<string, string>
  eye: React.ReactNode
}) {
  const say = useWords(words)
  const term = useTerm()
  const [insured] = moment.insureds
  return (
    <div className="grow">
      <p className="crumb">
        <Link to="/policies">{say('policies')}</Link> / <CopyText text={policy.number} />
      </p>
      <h1 className="row">
        {title}{' '}
        <State mood={policyMood[moment.state]} filled>
          {term('PolicyState', moment.state)}
        </State>
      </h1>
      <p className="row wrap second">
        {insured?.party && <span>{partyText(insured.party).join(' · ')}</span>}
        {eye}
        <span>{moment.applicant ? `${say('applicant')} ${partyText(moment.applicant).join(' · ')}` : say('self')}</span>
        <span>
          {say('reference')} {insured?.reference}
        </span>
        <span>
          {say('order')} <CopyText text={policy.orderNo} />
        </span>
        {policy.renews && (
          <span>
            {say('renews')}{' '}
            <Link to="/policies/$number" params={{ number: policy.renews }}>
              {policy.renews}
            </Link>
          </span>
        )}
        {policy.renewedBy && (
          <span>
            {say('renewedBy')}{' '}
            <Link to="/policies/$number" params={{ number: policy.renewedBy }}>
              {policy.renewedBy}
            </Link>
          </span>
        )}
      </p>
      {revealed.size > 0 && (
        <p className="revealed row wrap" role="status">
          {[...revealed].map(([name, value]) => (
            <span key={name}>
              <span className="muted">{name}</span> <b>{value}</b>
            </span>
          ))}
        </p>
      )}
    </div>
  )
}
