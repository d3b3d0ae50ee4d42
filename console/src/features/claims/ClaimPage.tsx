import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { withUnit } from '../../shared/format/money'
import { useKept } from '../../shared/forms/useKept'
import { useAct } from '../../shared/graphql/useAct'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { useKeys } from '../../shared/keys/useKeys'
import { useChanges } from '../../shared/live/useChanges'
import { useRemember } from '../../shared/session/recent'
import { useSession, useTerm } from '../../shared/session/SessionContext'
import { Conflict } from '../../shared/ui/Conflict'
import { claimMood } from '../../shared/ui/moods'
import { PromiseBar } from '../../shared/ui/PromiseBar'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { AssignDialog, useAssign } from './AssignDialog'
import { differencesOf, type Difference } from './changed'
import { ClaimDocument, MyClaimsDocument, TakeClaimDocument } from './claim.generated'
import './claims.css'
import { words } from './claimWords'
import { DecideRegion } from './DecideRegion'
import { begun, emptyDraft, type Draft } from './decision'
import { EvidenceRegion } from './EvidenceRegion'
import { FactsRegion } from './FactsRegion'
import { Initials } from '../../shared/ui/Initials'
import { LastDone, tellDone } from './lastDone'
import { actOf, useMine, type Claim } from './useClaim'

const live = 5_000

/** A claim, for whoever decides it: facts against cover, what proves it, and what is done about it. */
export function ClaimPage({ number }: { number: string }) {
  const say = useWords(words)
  const loaded = useApi(ClaimDocument, { number })
  const latest = loaded.data?.claim
  useChanges('CLAIMS', live, (ids) => {
    if (latest && ids.has(latest.id)) loaded.again()
  })
  if (latest === null) {
    return (
      <div className="page">
        <Empty page title={say('notFound')}>
          <p>{say('notFoundHelp')}</p>
        </Empty>
      </div>
    )
  }
  return (
    <div className="claimPage">
      <Region of={loaded} lines={16} heading={number}>
        {latest && <ClaimInWork latest={latest} again={loaded.again} />}
      </Region>
    </div>
  )
}

function ClaimInWork({ latest, again }: { latest: Claim; again: () => void }) {
  const ask = useAskAgain()
  const [draft, setDraft, dropDraft] = useKept<Draft>(`decide ${latest.number}`, emptyDraft)
  const [held, setHeld] = useState(latest)
  const conflict = begun(draft) && held.revision !== latest.revision
  const claim = conflict ? held : latest
  const mine = useMine(latest.number)
  useEffect(() => {
    if (!conflict) setHeld(latest)
  }, [conflict, latest])
  useRemember({ kind: 'claim', number: latest.number, title: useTitle(latest) })
  useKeys({ '[': () => mine.go(mine.previous), ']': () => mine.go(mine.next) })
  const readAgain = () => {
    again()
    ask(MyClaimsDocument)
  }
  return (
    <>
      <Head claim={claim} mine={mine} onChanged={readAgain} />
      <LastDone />
      {conflict && (
        <NewVersion
          held={held}
          latest={latest}
          onUse={() => {
            setHeld(latest)
            setDraft({ ...draft, amount: latest.assessment?.computed?.amount ?? draft.amount })
          }}
        />
      )}
      <div className="regions">
        <FactsRegion claim={claim} />
        <EvidenceRegion claim={claim} onChanged={again} />
        <DecideRegion
          claim={claim}
          draft={draft}
          setDraft={setDraft}
          dropDraft={() => {
            dropDraft()
            setDraft(emptyDraft)
            dropDraft()
          }}
          conflict={conflict}
          onConflict={again}
          onChanged={readAgain}
          onDecided={(what) => {
            tellDone({ number: claim.number, what })
            mine.goOn()
          }}
        />
      </div>
    </>
  )
}

function useTitle(claim: Claim): string {
  const say = useWords(words)
  const language = useLanguage()
  const localized = useLocalized()
  const product = `${localized(claim.policy.offer.productName)} ${localized(claim.policy.offer.name)}`
  return claim.claimed ? say('title', { product, amount: withUnit(claim.claimed, language) }) : product
}

/** What the claim's state is called: a payout in dispute and a second approval come before the state. */
function useStateOf() {
  const say = useWords(words)
  const term = useTerm()
  return (claim: Claim) => {
    if (claim.payouts.at(-1)?.state === 'DISPUTED') return { mood: 'bad' as const, text: say('disputed') }
    if (claim.approval?.kind === 'CLAIM_PAYOUT') return { mood: 'ours' as const, text: say('second') }
    return { mood: claimMood[claim.state], text: term('ClaimState', claim.state) }
  }
}

function Head({ claim, mine, onChanged }: { claim: Claim; mine: ReturnType<typeof useMine>; onChanged: () => void }) {
  const say = useWords(words)
  const title = useTitle(claim)
  const state = useStateOf()(claim)
  const open = !['PAID', 'DECLINED', 'WITHDRAWN'].includes(claim.state)
  return (
    <header className="claimHead">
      <div className="grow">
        <p className="crumb">
          <Link to="/claims">{say('desk')}</Link> / {claim.number}
          {mine.place >= 0 && ` · ${say('place', { place: mine.place + 1, count: mine.count })}`}
          {' · '}
          <Link to="/policies/$number" params={{ number: claim.policy.number }}>
            {claim.policy.number}
          </Link>
          {claim.enteredBy && ` · ${say('entered', { who: claim.enteredBy.displayName })}`}
        </p>
        <div className="row">
          <h1>{title}</h1>
          <State mood={state.mood} filled>
            {state.text}
          </State>
        </div>
      </div>
      <Handler claim={claim} onChanged={onChanged} />
      {open && <PromiseBar from={claim.submittedAt} until={claim.promisedAt} />}
      {mine.takes && (
        <>
          <button
            type="button"
            className="tool"
            disabled={!mine.previous}
            aria-label={say('previous')}
            title={`${say('previous')} [`}
            onClick={() => mine.go(mine.previous)}
          >
            <LeftOutlined aria-hidden />
          </button>
          <button
            type="button"
            className="tool"
            disabled={!mine.next}
            aria-label={say('next')}
            title={`${say('next')} ]`}
            onClick={() => mine.go(mine.next)}
          >
            <RightOutlined aria-hidden />
          </button>
        </>
      )}
    </header>
  )
}

/** Who works on it, and the way to take it or to hand it over. */
function Handler({ claim, onChanged }: { claim: Claim; onChanged: () => void }) {
  const say = useWords(words)
  const { person } = useSession()
  const take = useAct(TakeClaimDocument)
  const [handing, setHanding] = useState(false)
  const assign = useAssign(() => {
    setHanding(false)
    onChanged()
  })
  const takeIt = async () => {
    if (await take.send({ input: { claimNumber: claim.number, expectedRevision: claim.revision } })) onChanged()
  }
  const { assignee } = claim
  return (
    <div className="row handler">
      <UserErrors errors={take.userErrors} failure={take.failure} />
      <assign.Outcome />
      {assignee && <Initials name={assignee.displayName} />}
      <span className={assignee && assignee.id !== person.id ? 'strong' : undefined}>
        {assignee ? (assignee.id === person.id ? say('mine') : assignee.displayName) : say('nobody')}
      </span>
      {!assignee && actOf(claim, 'takeClaim')?.possible && (
        <Button size="small" loading={take.sending} onClick={() => void takeIt()}>
          {say('take')}
        </Button>
      )}
      {assignee && actOf(claim, 'assignClaim')?.possible && (
        <button type="button" className="link small" onClick={() => setHanding(true)}>
          {say('handOver')}
        </button>
      )}
      {handing && (
        <AssignDialog
          count={1}
          sending={assign.sending}
          onKeep={() => setHanding(false)}
          onAssign={(to) => void assign.send([claim], to)}
        />
      )}
    </div>
  )
}

function NewVersion({ held, latest, onUse }: { held: Claim; latest: Claim; onUse: () => void }) {
  const say = useWords(words)
  const language = useLanguage()
  const stateOf = useStateOf()
  const names = {
    state: say('stateName'),
    handler: say('handler'),
    claimed: say('lossLine'),
    computed: say('computed'),
    payable: say('payable'),
    evidence: say('evidence'),
    score: say('score'),
    approval: say('second'),
    nobody: say('nobody'),
    waits: say('waits'),
    none: '–',
  }
  const changes: Difference[] = differencesOf(held, latest, names, language, (claim) => stateOf(claim).text)
  const revision = latest.revisions.at(-1)
  const corrected = revision && revision.revision !== held.revisions.at(-1)?.revision
  const who = corrected && 'displayName' in revision.madeBy ? revision.madeBy.displayName : say('claimant')
  const title = corrected
    ? say('corrected', { who, revision: latest.revision })
    : say('changedBy', { revision: latest.revision })
  return <Conflict title={title} changes={changes} onUse={onUse} />
}
