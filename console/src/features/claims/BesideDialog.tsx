import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { instantText } from '../../shared/format/time'
import { useApi } from '../../shared/graphql/useApi'
import { useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Mark } from '../../shared/ui/Mark'
import { Money } from '../../shared/ui/Money'
import { claimMood } from '../../shared/ui/moods'
import { PromiseBar } from '../../shared/ui/PromiseBar'
import { Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { ClaimsBesideDocument, type ClaimsBesideQuery } from './desk.generated'
import { words } from './deskWords'
import { factsOf, titleOf, valueText, type FactSchema } from '../../shared/facts/facts'

type Beside = ClaimsBesideQuery['claims']['edges'][number]['node']

interface Line {
  name: string
  cells: { text: string; shown: ReactNode }[]
}

/** A few claims in columns; what differs is marked. */
export function BesideDialog({ numbers, onClose }: { numbers: readonly string[]; onClose: () => void }) {
  const say = useWords(words)
  const found = useApi(ClaimsBesideDocument, { numbers: [...numbers] })
  const claims = numbers.flatMap(
    (number) => found.data?.claims.edges.filter(({ node }) => node.number === number).map(({ node }) => node) ?? [],
  )
  const lines = useLines(claims)
  return (
    <Dialog
      title={say('besideTitle', { count: numbers.length })}
      width={300 * numbers.length + 160}
      keep={say('close')}
      onKeep={onClose}
    >
      <Region of={found} lines={10}>
        <div className="scrolls" tabIndex={0} role="region" aria-label={say('besideTitle', { count: numbers.length })}>
          <table className="plain beside">
            <thead>
              <tr>
                <th />
                {claims.map((claim) => (
                  <th key={claim.id} scope="col">
                    <Link to="/claims/$number" params={{ number: claim.number }}>
                      {claim.number}
                    </Link>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => {
                const differs = new Set(line.cells.map((cell) => cell.text)).size > 1
                return (
                  <tr key={line.name}>
                    <th scope="row">
                      {line.name}{' '}
                      {differs && (
                        <span className="ours" title={say('differs')}>
                          <Mark mood="ours" />
                          <span className="unseen">{say('differs')}</span>
                        </span>
                      )}
                    </th>
                    {line.cells.map((cell, place) => (
                      <td key={place} className={differs ? 'after' : undefined}>
                        {cell.shown}
                      </td>
                    ))}
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      </Region>
    </Dialog>
  )
}

function useLines(claims: readonly Beside[]): Line[] {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const language = useLanguage()
  const row = (name: string, of: (claim: Beside) => [string, ReactNode?]): Line => ({
    name,
    cells: claims.map((claim) => {
      const [text, shown] = of(claim)
      return { text, shown: shown ?? text }
    }),
  })
  const schemas = claims.map((claim) => claim.policy.offer.claimFactsSchema as FactSchema)
  const facts = claims.map((claim) => claim.revisions.at(-1)?.facts ?? {})
  const names = [...new Set(schemas.flatMap((schema) => factsOf(schema).map((fact) => fact.name)))]
  return [
    row(say('state'), (claim) => [
      claim.state,
      <State key="state" mood={claimMood[claim.state]}>
        {term('ClaimState', claim.state)}
      </State>,
    ]),
    row(say('promise'), (claim) => [
      claim.promisedAt,
      <PromiseBar key="promise" from={claim.submittedAt} until={claim.promisedAt} />,
    ]),
    row(say('product'), (claim) => [localized(claim.policy.offer.name)]),
    row(say('channel'), (claim) => [claim.channel.name]),
    row(say('policy'), (claim) => [claim.policy.number]),
    row(say('occurred'), (claim) => [instantText(claim.occurredAt)]),
    row(say('claimed'), (claim) => [claim.claimed?.amount ?? '–', <Money key="claimed" of={claim.claimed} />]),
    row(say('computed'), (claim) => [claim.computed?.amount ?? '–', <Money key="computed" of={claim.computed} />]),
    row(say('score'), (claim) => [String(claim.score)]),
    row(say('why'), (claim) => [
      claim.findings.map((finding) => localized(finding.sentence)).join(language === 'en' ? '; ' : '；') || '–',
    ]),
    row(say('with'), (claim) => [claim.assignee?.displayName ?? say('nobody')]),
    ...names.map((name) => {
      const schema = schemas.find((each) => factsOf(each).some((fact) => fact.name === name))
      const fact = schema && factsOf(schema).find((each) => each.name === name)
      return {
        name: fact ? titleOf(fact.schema, language) : name,
        cells: facts.map((all) => {
          const text = valueText(all[name], fact?.schema, language)
          return { text, shown: text }
        }),
      }
    }),
  ]
}
