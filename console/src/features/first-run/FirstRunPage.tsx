import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { instantText } from '../../shared/format/time'
import { useAct } from '../../shared/graphql/useAct'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { Mark } from '../../shared/ui/Mark'
import type { Mood } from '../../shared/ui/moods'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useLanguage, useWords } from '../../shared/words/words'
import { moodOf, sentenceOf, waitsFor, type Step } from './step'
import './firstRun.css'
import { CheckFirstRunDocument, FirstRunDocument, FirstRunLeadsDocument } from './firstRun.generated'
import { words } from './words'

/** What an administrator sets up before the first business: one step after the other, each checked for real. */
export function FirstRunPage() {
  const say = useWords(words)
  const may = useMay()
  if (!may('Query.firstRun')) {
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
  const page = useApi(FirstRunDocument, {}, { every: 15_000 })
  return (
    <div className="page firstRun">
      <Region of={page} lines={16} heading={say('title')}>
        {page.data?.firstRun && <Steps steps={page.data.firstRun.steps} again={page.again} />}
      </Region>
    </div>
  )
}

function Steps({ steps, again }: { steps: readonly Step[]; again: () => void }) {
  const say = useWords(words)
  const askAgain = useAskAgain()
  const done = steps.filter((step) => step.done).length
  const next = steps.find((step) => !step.done && !waitsFor(step, steps))
  return (
    <>
      <header>
        <h1 className="grow">{say('title')}</h1>
        <p className="second small" role="status">
          {say('progress', { count: done, all: steps.length })}
        </p>
      </header>
      {done === steps.length && (
        <Notice
          mood="good"
          act={
            <Link to="/" onClick={() => askAgain(FirstRunLeadsDocument)}>
              {say('toHome')}
            </Link>
          }
        >
          {say('allDone')}
        </Notice>
      )}
      <ol className="steps" aria-label={say('steps')}>
        {steps.map((step) => (
          <StepLine key={step.task} step={step} steps={steps} isNext={step === next} again={again} />
        ))}
      </ol>
    </>
  )
}

/** A step: what it is, how far it is in a sentence, when it was checked, and what comes next. */
function StepLine({
  step,
  steps,
  isNext,
  again,
}: {
  step: Step
  steps: readonly Step[]
  isNext: boolean
  again: () => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const language = useLanguage()
  const check = useAct(CheckFirstRunDocument)
  const waits = waitsFor(step, steps)
  const mood: Mood = waits ? 'ended' : moodOf(step, isNext)
  const spoken = step.done ? say('done') : mood === 'bad' ? say('failed') : say('undone')
  return (
    <li className={waits ? 'waits' : ''}>
      <Mark mood={mood} />
      <div className="grow">
        <h2>
          {say(step.task)}
          <span className="unseen">{spoken}</span>
        </h2>
        <p>{sentenceOf(step, say, language, term('FirstRunFinding', step.finding))}</p>
        {step.said && (
          <p className="said">
            <span className="small">{say('saidBy')}</span> <code>{step.said}</code>
          </p>
        )}
        {!step.done && <Help step={step} />}
        <p className="small muted">
          {waits
            ? say('needsProduct')
            : step.checkedAt
              ? say('checked', { at: instantText(step.checkedAt) })
              : say('neverChecked')}
        </p>
        <UserErrors errors={check.userErrors} failure={check.failure} />
      </div>
      {!waits && (
        <Button
          type={step.done ? 'link' : isNext ? 'primary' : 'default'}
          loading={check.sending}
          onClick={() => void check.send({ input: { task: step.task } }).then(again)}
        >
          {say(actOf(step))}
        </Button>
      )}
    </li>
  )
}

const trying: Partial<Record<Step['task'], 'sendMail' | 'writeFile' | 'askGateway'>> = {
  STORAGE: 'writeFile',
  MAIL: 'sendMail',
  PAYMENTS: 'askGateway',
}

/** What the button of a step does, in words. */
function actOf(step: Step): 'check' | 'checkAgain' | 'retry' | 'sendMail' | 'writeFile' | 'askGateway' {
  if (step.finding === 'REFUSED') return 'retry'
  if (step.done || !(step.task in trying)) return 'checkAgain'
  return trying[step.task] ?? 'check'
}

/** What helps with a step that is not done: a command, or the page where it is done. */
function Help({ step }: { step: Step }) {
  const say = useWords(words)
  const helps: Partial<Record<Step['task'], ReactNode>> = {
    SECOND_ADMIN:
      step.finding === 'TOO_FEW' ? (
        <span className="command">
          <span className="small">{say('onServer')}</span>
          <code>{addPerson}</code>
        </span>
      ) : (
        <Link to="/people">{say('toPeople')}</Link>
      ),
    SECOND_FACTOR: <Link to="/account">{say('toAccount')}</Link>,
    KEYS: <Link to="/system">{say('toSystem')}</Link>,
    PRODUCT: <Link to="/products">{say('toProducts')}</Link>,
    CHANNEL: <Link to="/channels">{say('toChannels')}</Link>,
  }
  const help = helps[step.task]
  return help ? <p className="help">{help}</p> : null
}

/** As it is typed on the server; the capitals are chosen by who types it. */
const addPerson = 'baodan person add LOGIN --display-name NAME --email ADDRESS --role SECURITY_ADMIN'
