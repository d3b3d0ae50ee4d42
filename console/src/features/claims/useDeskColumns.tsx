import { Link } from '@tanstack/react-router'
import { useSession } from '../../shared/session/SessionContext'
import type { Column } from '../../shared/ui/KeysetTable'
import { Figures } from '../../shared/ui/Money'
import { PromiseBar } from '../../shared/ui/PromiseBar'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import type { ClaimDeskQuery } from './desk.generated'
import { words } from './deskWords'
import { Initials } from '../../shared/ui/Initials'
import { ScoreBar } from './ScoreBar'
import type { Queue } from './claimSearch'

export type DeskRow = ClaimDeskQuery['claims']['edges'][number]['node']

/** The sentence that tells at first sight why a claim lies here. */
export function useWhy(): (row: DeskRow, queue: Queue | undefined) => { text: string; more: number } {
  const localized = useLocalized()
  return (row, queue) => {
    const [first, ...others] = row.findings
    const byPerson = queue === undefined || queue === 'review' || queue === 'second'
    if (byPerson && first) return { text: localized(first.sentence), more: others.length }
    return { text: row.decision ? localized(row.decision.sentence) : '', more: 0 }
  }
}

/** The columns of the desk. */
export function useDeskColumns(queue: Queue | undefined): readonly Column<DeskRow>[] {
  const say = useWords(words)
  const localized = useLocalized()
  const language = useLanguage()
  const { person } = useSession()
  const why = useWhy()
  return [
    {
      key: 'promise',
      title: say('promise'),
      width: 170,
      sort: { up: 'PROMISED_AT_ASC', down: 'PROMISED_AT_DESC' },
      cell: (row) => <PromiseBar from={row.submittedAt} until={row.promisedAt} />,
    },
    {
      key: 'why',
      title: say(queue === undefined || queue === 'review' || queue === 'second' ? 'why' : 'last'),
      width: 218,
      cell: (row) => {
        const { text, more } = why(row, queue)
        return (
          <span title={row.findings.map((finding) => localized(finding.sentence)).join('\n')}>
            {text} {more > 0 && <span className="muted">{say('more', { count: more })}</span>}
          </span>
        )
      },
    },
    {
      key: 'product',
      title: say('product'),
      width: 148,
      cell: (row) => (
        <span className="second">{`${localized(row.policy.offer.productName)} ${localized(row.policy.offer.name)}`}</span>
      ),
    },
    {
      key: 'computed',
      title: say('computed'),
      width: language === 'en' ? 112 : 102,
      right: true,
      cell: (row) => (
        <b className="amount">
          <Figures of={row.computed} />
        </b>
      ),
    },
    {
      key: 'score',
      title: say('score'),
      width: 88,
      sort: { up: 'SCORE_ASC', down: 'SCORE_DESC' },
      cell: (row) => <ScoreBar score={row.score} loud={row.decision?.reason === 'FRAUD_SCORE'} />,
    },
    {
      key: 'channel',
      title: say('channel'),
      width: 96,
      cell: (row) => <span className="second">{row.channel.name}</span>,
    },
    {
      key: 'number',
      title: say('number'),
      width: 146,
      cell: (row) => (
        <Link to="/claims/$number" params={{ number: row.number }}>
          {row.number}
        </Link>
      ),
    },
    {
      key: 'with',
      title: say('with'),
      width: 104,
      cell: ({ assignee }) =>
        assignee ? (
          <span className="row">
            <Initials name={assignee.displayName} />
            {assignee.id === person.id ? say('me') : assignee.displayName}
          </span>
        ) : (
          <span className="muted">{say('nobody')}</span>
        ),
    },
  ]
}
