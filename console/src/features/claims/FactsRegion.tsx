import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { dayText, instantText, periodText } from '../../shared/format/time'
import { figures } from '../../shared/format/money'
import { useTerm } from '../../shared/session/SessionContext'
import { Mark } from '../../shared/ui/Mark'
import { claimMood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { listed, useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { words } from './claimWords'
import { factsOf, isInstant, titleOf, valueText, type FactSchema } from '../../shared/facts/facts'
import type { Claim } from './useClaim'

type Check = NonNullable<Claim['assessment']>['checks'][number]

/** What the claim says against what the policy covers, why a person looks, and other claims that say the same. */
export function FactsRegion({ claim }: { claim: Claim }) {
  return (
    <section className="factsRegion" aria-labelledby="factsTitle">
      <Facts claim={claim} />
      <Findings claim={claim} />
      <Similar claim={claim} />
    </section>
  )
}

interface Line {
  name: string
  says: ReactNode
  must: ReactNode
  fits: boolean | null
}

function Facts({ claim }: { claim: Claim }) {
  const say = useWords(words)
  const language = useLanguage()
  const { lines, unsaid } = useLines(claim)
  return (
    <>
      <h2 id="factsTitle">{say('facts')}</h2>
      <table className="plain factsTable">
        <thead>
          <tr>
            <th>{say('what')}</th>
            <th>{say('says')}</th>
            <th>{say('must')}</th>
            <th>
              <span className="unseen">{say('fits')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, place) => (
            <tr key={place}>
              <th scope="row">{line.name}</th>
              <td className="says" colSpan={line.must === '' ? 3 : 1}>
                {line.says}
              </td>
              {line.must !== '' && (
                <>
                  <td className="second">{line.must}</td>
                  <td>{line.fits !== null && <Fits fits={line.fits} />}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {unsaid.length > 0 && <p className="small muted unsaid">{say('unsaid', { what: listed(unsaid, language) })}</p>}
    </>
  )
}

/** A tick or a diamond, and in words for whoever hears it. */
export function Fits({ fits }: { fits: boolean }) {
  const say = useWords(words)
  return (
    <span title={say(fits ? 'fits' : 'fitsNot')}>
      <Mark mood={fits ? 'good' : 'ours'} />
      <span className="unseen">{say(fits ? 'fits' : 'fitsNot')}</span>
    </span>
  )
}

/** The three checks that every claim has, then each fact; a fact that a check saw stands against what that check says. */
function useLines(claim: Claim): { lines: Line[]; unsaid: string[] } {
  const say = useWords(words)
  const language = useLanguage()
  const localized = useLocalized()
  const checks = claim.assessment?.checks ?? []
  const schema = claim.policy.offer.claimFactsSchema as FactSchema & { 'x-occurred'?: string; 'x-reported'?: string }
  const facts = claim.revisions.at(-1)?.facts ?? {}
  const unsaid: string[] = []
  const value = (check: Check, name: string) => check.facts.find((fact) => fact.name === name)?.value
  const of = (code: string) => checks.find((check) => check.code === code)
  const lines: Line[] = []
  const cover = of('NO_COVER')
  const [start, end, cancelled] = cover
    ? [value(cover, 'start'), value(cover, 'end'), value(cover, 'cancelledFrom')]
    : []
  lines.push({
    name: say('cover'),
    says: instantText(claim.occurredAt),
    must: cancelled
      ? say('closed', { from: dayText(cancelled, true) })
      : start && end
        ? say('withinCover', { from: dayText(start, true), to: dayText(end, true) })
        : periodText(claim.policy.period.start, claim.policy.period.end),
    fits: cover?.fits ?? null,
  })
  const late = of('CLAIM_LATE')
  const until = late && value(late, 'until')
  lines.push({
    name: say('reported'),
    says: instantText(claim.reportedAt),
    must: until ? say('by', { at: instantText(until) }) : '–',
    fits: late?.fits ?? null,
  })
  const left = of('LIMIT_REACHED')
  if (left) {
    lines.push({
      name: say('limit'),
      says: figures(value(left, 'sumInsured') ?? '0'),
      must: say('leftOf', { amount: figures(value(left, 'left') ?? '0') }),
      fits: left.fits,
    })
  }
  const general = new Set(['NO_COVER', 'CLAIM_LATE', 'LIMIT_REACHED'])
  const told = checks.filter((check) => !general.has(check.code) && !check.fits)
  const taken = new Set<string>()
  for (const fact of factsOf(schema)) {
    const against = told.find((check) => check.facts.some((seen) => lastName(seen.name) === fact.name))
    if (against) taken.add(against.code)
    if (!against && (fact.name === schema['x-occurred'] || fact.name === schema['x-reported'])) continue // stands above
    const name = shortly(titleOf(fact.schema, language)) || fact.name
    if ((facts[fact.name] ?? null) === null && !against) {
      if (fact.schema['x-personal'] === undefined) unsaid.push(name)
      else lines.push({ name, says: <span className="muted">{say('personal')}</span>, must: '', fits: null })
      continue
    }
    lines.push({
      name,
      says: valueText(facts[fact.name], fact.schema, language),
      must: against ? localized(against.sentence) : '',
      fits: against ? false : null,
    })
  }
  for (const check of told.filter((each) => !taken.has(each.code))) {
    const ofParcel = check.facts.length > 0 && check.facts.every((fact) => fact.name.startsWith('tracking.'))
    lines.push({
      name: say(ofParcel ? 'carrierName' : 'ruleName'),
      says: seenText(check.facts) || '–',
      must: localized(check.sentence),
      fits: false,
    })
  }
  return { lines, unsaid }
}

/** A title without what it explains in brackets or after a semicolon. */
function shortly(title: string): string {
  return title.replace(/[（(；;].*$/, '').trim()
}

function lastName(path: string): string {
  return path.split('.').at(-1) ?? path
}

function seenText(facts: readonly { name: string; value: string }[]): string {
  return facts
    .map((fact) => `${fact.name} = ${isInstant(fact.value) ? instantText(fact.value) : fact.value}`)
    .join(', ')
}

function Findings({ claim }: { claim: Claim }) {
  const say = useWords(words)
  const localized = useLocalized()
  const { assessment, findings, decision } = claim
  return (
    <>
      <h2>{say('why')}</h2>
      {findings.length === 0 && (
        <p className="muted">
          {decision ? `${localized(decision.sentence)} ` : say('noFindings')}
          {decision && <code className="muted">{decision.reason}</code>}
        </p>
      )}
      <ul className="findings">
        {findings.map((finding) => (
          <li key={finding.rule} className={finding.points > 0 ? 'bad' : 'ours'}>
            <Mark mood={finding.points > 0 ? 'bad' : 'ours'} />
            <div className="grow">
              <p>{localized(finding.sentence)}</p>
              <p className="small muted">
                {say('rule', { code: finding.rule })}
                {finding.facts.length > 0 && ` · ${say('saw', { facts: seenText(finding.facts) })}`}
              </p>
            </div>
            <span className="points nowrap">
              {finding.points > 0 ? say('points', { points: finding.points }) : say('refers')}
            </span>
          </li>
        ))}
      </ul>
      <p className="scoreLine">
        {say('score')}{' '}
        <b className={assessment && claim.score >= assessment.reviewFromScore ? 'bad moodText' : undefined}>
          {claim.score}
        </b>{' '}
        {assessment && (
          <span className="second">
            {say('scoreBounds', { review: assessment.reviewFromScore, decline: assessment.declineAboveScore })}
          </span>
        )}
      </p>
      {findings.length > 0 && decision && (
        <p className="small muted">
          {say('decision')}: {localized(decision.sentence)} <code>{decision.reason}</code>
        </p>
      )}
    </>
  )
}

function Similar({ claim }: { claim: Claim }) {
  const say = useWords(words)
  const term = useTerm()
  const language = useLanguage()
  const schemas = [claim.policy.offer.claimFactsSchema, claim.policy.offer.factorsSchema] as FactSchema[]
  const nameOf = (same: string) => {
    if (same === 'NUMBER') return say('sameNumber')
    if (same === 'PERSONAL') return say('samePersonal')
    const fact = lastName(same.replace('[]', ''))
    const known = schemas.find((schema) => schema.properties?.[fact])
    return titleOf(known?.properties?.[fact], language) || fact
  }
  return (
    <>
      <h2>
        {say('similar')} <span className="muted plainWeight">{claim.similar.length}</span>
      </h2>
      {claim.similar.length === 0 && <p className="muted">{say('noSimilar')}</p>}
      <ul className="similar">
        {claim.similar.map(({ claim: other, same }) => (
          <li key={other.id}>
            <Link to="/claims/$number" params={{ number: other.number }}>
              {other.number}
            </Link>
            <span className="grow second">
              {listed(
                same.map((each) => say('same', { what: nameOf(each) })),
                language,
              )}
            </span>
            <State mood={claimMood[other.state]}>{term('ClaimState', other.state)}</State>
          </li>
        ))}
      </ul>
    </>
  )
}
