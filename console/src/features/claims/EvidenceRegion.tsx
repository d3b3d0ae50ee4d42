import { useState } from 'react'
import { minusAmount, sign } from '../../shared/format/money'
import { useKeys } from '../../shared/keys/useKeys'
import { EvidenceViewer } from '../../shared/ui/Evidence'
import { Empty } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import { words } from './claimWords'
import { Story } from './Story'
import type { Claim } from './useClaim'

/** What proves the claim: its files, the journey of its parcel; and below what happened to it and what colleagues wrote. */
export function EvidenceRegion({ claim, onChanged }: { claim: Claim; onChanged: () => void }) {
  const say = useWords(words)
  const parcel = claim.assessment?.parcel
  const tabs = [
    ...(parcel ? [{ key: 'parcel', name: say('parcel') }] : []),
    ...claim.evidence.map((file) => ({ key: file.id, name: file.name ?? '–' })),
  ]
  const [chosen, setChosen] = useState('')
  const place = Math.max(
    0,
    tabs.findIndex((tab) => tab.key === chosen),
  )
  const tab = tabs[place]
  const file = claim.evidence.find((each) => each.id === tab?.key)
  useKeys(Object.fromEntries(tabs.slice(0, 9).map((each, at) => [String(at + 1), () => setChosen(each.key)])))
  return (
    <section className="evidenceRegion" aria-label={say('evidence')}>
      {tabs.length > 0 && (
        <div className="evidenceTabs" role="group" aria-label={say('evidence')}>
          {tabs.map((each, at) => (
            <button
              key={each.key}
              type="button"
              className="chip"
              aria-pressed={at === place}
              onClick={() => setChosen(each.key)}
            >
              {at < 9 && <kbd>{at + 1}</kbd>} {each.name}
            </button>
          ))}
        </div>
      )}
      <div className="looksAt">
        {file ? (
          <EvidenceViewer
            key={file.id}
            file={file}
            place={claim.evidence.indexOf(file) + 1}
            count={claim.evidence.length}
            about={
              <>
                · {file.name} · {say('sentBy', { who: file.uploadedBy?.displayName ?? claim.channel.name })}{' '}
                <When at={file.uploadedAt} exact />
              </>
            }
          />
        ) : parcel ? (
          <Parcel claim={claim} parcel={parcel} />
        ) : (
          <Empty title={say('noEvidence')}>
            <p>{claim.state === 'IN_REVIEW' ? say('noEvidenceHelp') : ''}</p>
          </Empty>
        )}
      </div>
      <Story claim={claim} onChanged={onChanged} />
    </section>
  )
}

function Parcel({ claim, parcel }: { claim: Claim; parcel: NonNullable<NonNullable<Claim['assessment']>['parcel']> }) {
  const say = useWords(words)
  const facts = claim.revisions.at(-1)?.facts ?? {}
  const claimed = typeof facts.weightKg === 'string' ? facts.weightKg : undefined
  const lighter = claimed && parcel.weightKg ? minusAmount(claimed, parcel.weightKg) : undefined
  const steps = [
    { at: parcel.deliveredAt, text: say('delivered') },
    {
      at: parcel.shippedAt,
      text: parcel.weightKg ? `${say('handedIn')}, ${say('weighed', { weight: parcel.weightKg })}` : say('handedIn'),
    },
  ]
  return (
    <div className="parcel">
      <p className="row">
        <b className="grow">
          {parcel.carrier} {parcel.number}
        </b>
        {parcel.deliveredAt ? (
          <State mood="good">{say('delivered')}</State>
        ) : (
          <State mood={parcel.found ? 'machine' : 'ours'}>{say(parcel.found ? 'underWay' : 'unknownParcel')}</State>
        )}
      </p>
      <p className="small muted">{say('carrierSays')}</p>
      <ol className="journey">
        {steps
          .filter((step) => step.at)
          .map((step) => (
            <li key={step.text}>
              <When at={step.at} exact />
              <span>{step.text}</span>
            </li>
          ))}
      </ol>
      {claimed && (
        <p className="row parcelFoot">
          <span className="second grow">
            {say('claimSays')} {say('weighed', { weight: claimed })}
          </span>
          {lighter && sign(lighter) > 0 && <b className="ours moodText">{say('lighter', { weight: lighter })}</b>}
        </p>
      )}
    </div>
  )
}
