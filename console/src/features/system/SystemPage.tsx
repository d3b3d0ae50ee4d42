import { Link } from '@tanstack/react-router'
import { useApi } from '../../shared/graphql/useApi'
import { instantText } from '../../shared/format/time'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { Mark } from '../../shared/ui/Mark'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useLanguage, useWords } from '../../shared/words/words'
import { moodOf, partText, troublesOf, troubleText, type Condition, type System, type Trouble } from './conditions'
import { Lately } from './Lately'
import { Queues, Workers } from './Queues'
import './system.css'
import { SystemDocument } from './system.generated'
import { troubleWords } from './troubleWords'
import { words } from './words'

/** How the system is: what is wrong and what to do about it first, then each part, queues, workers, and what happened lately. */
export function SystemPage() {
  const say = useWords(words)
  const may = useMay()
  if (!may('Query.system')) {
    return (
      <div className="page">
        <Empty page title={say('forbidden')}>
          <p>{say('forbiddenWho')}</p>
        </Empty>
      </div>
    )
  }
  return <Allowed />
}

function Allowed() {
  const say = useWords(words)
  const page = useApi(SystemDocument, {}, { every: 3_000 })
  return (
    <div className="page system">
      <Region of={page} lines={12} heading={say('title')}>
        {page.data?.system && <Whole system={page.data.system} version={page.data.installation.version} />}
      </Region>
    </div>
  )
}

function Whole({ system, version }: { system: System; version: string }) {
  const say = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const troubles = troublesOf(system.parts, language)
  return (
    <>
      <header>
        <div className="grow">
          <h1 className="row">
            {say('title')}
            <Verdict troubles={troubles} />
          </h1>
          <p className="second small">{say('about', { at: instantText(system.at), version })}</p>
        </div>
        {may('Query.firstRun') && <Link to="/first-run">{say('toFirstRun')}</Link>}
      </header>
      {troubles.length > 0 && (
        <section className="troubles" aria-label={say('wrong')}>
          <h2>{say('wrong')}</h2>
          <ul>
            {troubles.map((trouble) => (
              <TroubleLine key={trouble.key} trouble={trouble} condition={conditionOf(system.parts, trouble)} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className="unseen">{say('parts')}</h2>
        <ul className="parts">
          {system.parts.map((condition) => (
            <Part key={condition.part} condition={condition} version={system.databaseVersion ?? null} />
          ))}
        </ul>
      </section>
      <div className="systemColumns">
        <Queues queues={system.queues ?? null} at={system.at} />
        <div>
          <Workers workers={system.workers ?? null} at={system.at} />
          <Lately workers={system.workers ?? []} parts={system.parts} />
        </div>
      </div>
    </>
  )
}

function conditionOf(parts: readonly Condition[], trouble: Trouble): Condition | undefined {
  return parts.find((each) => each.part === trouble.part)
}

/** How many things are broken, and how many somebody should look at, in the head. */
function Verdict({ troubles }: { troubles: readonly Trouble[] }) {
  const say = useWords(words)
  const bad = troubles.filter((each) => each.mood === 'bad').length
  const look = troubles.length - bad
  const broken = say('broken', { count: bad })
  const toLook = say('toLook', { count: look })
  if (troubles.length === 0) {
    return (
      <State mood="good" filled>
        {say('fine')}
      </State>
    )
  }
  return (
    <State mood={bad > 0 ? 'bad' : 'ours'} filled>
      {bad > 0 && look > 0 ? say('both', { broken, look: toLook }) : bad > 0 ? broken : toLook}
    </State>
  )
}

/** What is wrong in plain words, since when, what to do, and the page that helps. */
function TroubleLine({ trouble, condition }: { trouble: Trouble; condition: Condition | undefined }) {
  const say = useWords(words)
  const sayTrouble = useWords(troubleWords)
  const term = useTerm()
  const may = useMay()
  const { what, todo } = troubleText(trouble, sayTrouble, {
    part: term('SystemPart', trouble.part),
    code: condition ? term('HealthCode', condition.code) : '',
  })
  return (
    <li className={trouble.mood}>
      <Mark mood={trouble.mood} />
      <div className="grow">
        <p className="strong">
          {what}
          {trouble.since && <span className="small since"> {say('since', { at: instantText(trouble.since) })}</span>}
        </p>
        <p className="todo">
          {todo}
          {trouble.places
            .filter(({ needs }) => needs === '' || may(needs))
            .map(({ to, search, word }) => (
              <Link key={word} to={to} search={search ?? {}}>
                {say(word)}
              </Link>
            ))}
        </p>
      </div>
    </li>
  )
}

function Part({ condition, version }: { condition: Condition; version: string | null }) {
  const say = useWords(words)
  const term = useTerm()
  const language = useLanguage()
  const mood = moodOf(condition)
  const { line, small } = partText(condition, version, say, language)
  const code = condition.state === 'TROUBLE' ? term('HealthCode', condition.code) : small
  return (
    <li className={mood}>
      <p className="row">
        <span className="grow">{term('SystemPart', condition.part)}</span>
        <Mark mood={mood} />
        <span className="unseen">{term('HealthState', condition.state)}</span>
      </p>
      <p className="strong">{line}</p>
      <p className="small">{code}</p>
    </li>
  )
}
