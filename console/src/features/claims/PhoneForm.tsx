import { Button } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { withUnit } from '../../shared/format/money'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct, type UserError } from '../../shared/graphql/useAct'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { useKeys } from '../../shared/keys/useKeys'
import { isInstant } from '../../shared/ui/InstantInput'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useLanguage, useWords } from '../../shared/words/words'
import { allWrong, toFacts } from './factForm'
import { titleOf } from '../../shared/facts/facts'
import { askedOf, occurredOf, type AskedSchema, type PhoneDraft } from './phone'
import { PhoneAside, type PhonePolicy } from './PhoneAside'
import { PhoneCheck } from './PhoneCheck'
import { PhoneDone } from './PhoneDone'
import { PhoneEvidence } from './PhoneEvidence'
import { ClaimPreviewDocument, PolicyForClaimDocument, SubmitClaimDocument } from './phone.generated'
import { PhoneQuestions } from './PhoneQuestions'
import type { PhoneStep } from './phoneSearch'
import { PhoneSteps } from './PhoneSteps'
import { words } from './phoneWords'

const rest = 500

/** The form of a claim by phone: what is typed is kept until it is handed in. */
export function PhoneForm({
  policy,
  step,
  onStep,
  onOther,
}: {
  policy: PhonePolicy
  step: PhoneStep
  onStep: (step: PhoneStep) => void
  onOther: () => void
}) {
  const say = useWords(words)
  const language = useLanguage()
  const ask = useAskAgain()
  const whole = policy.offer.claimFactsSchema as AskedSchema
  const schema = useMemo(() => askedOf(whole), [whole])
  const [draft, setDraft, dropDraft] = useKept<PhoneDraft>(`claim by phone ${policy.number}`, start(whole))
  const [tried, setTried] = useState(false)
  const submit = useAct(SubmitClaimDocument)
  const input = inputOf(policy, whole, schema, draft)
  const preview = usePreview(input)
  const local = useMemo(() => wrongIn(schema, draft), [schema, draft])
  const told = preview.data?.claimPreview?.userErrors ?? []
  const errors: readonly UserError[] = !tried
    ? []
    : local.length > 0
      ? local.map(({ path, wrong }) => {
          const title = titleOf(schemaAt(schema, path), language) || say('whenHappened')
          return {
            code: wrong.key === 'needed' ? 'REQUIRED' : 'INVALID_VALUE',
            message: `${title}: ${say(wrong.key, wrong.values)}`,
            path: path.split('.'),
          }
        })
      : told
  const next = () => {
    if (step === 'facts') {
      setTried(true)
      if (local.length > 0 || told.length > 0 || !input) return
      onStep('evidence')
    } else if (step === 'evidence') onStep('check')
    else void send()
  }
  const send = async () => {
    if (!input || local.length > 0) {
      setTried(true)
      onStep('facts')
      return
    }
    const done = await submit.send({
      input: { ...input, requestNo: draft.requestNo, fileIds: draft.files.map((file) => file.fileId) },
    })
    if (!done) return
    dropDraft()
    ask(PolicyForClaimDocument)
    setHandedIn({ number: done.claim?.number ?? '', promisedAt: done.claim?.promisedAt ?? '' })
  }
  const [handedIn, setHandedIn] = useState<{ number: string; promisedAt: string } | null>(null)
  useKeys({ 'mod+Enter': next }, handedIn === null)
  if (handedIn) return <PhoneDone {...handedIn} channel={policy.channel.name} onAnother={onOther} />
  const claimed = preview.data?.claimPreview?.preview?.claimed
  return (
    <>
      <div className="phoneForm">
        <div className="row">
          <h1 className="grow">{say('title')}</h1>
          <span className="small muted">{say('kept')}</span>
        </div>
        <PhoneSteps step={step} />
        <UserErrors
          errors={step === 'check' ? submit.userErrors : errors}
          failure={step === 'check' ? submit.failure : tried ? preview.failure : null}
        />
        {step === 'facts' && <PhoneQuestions schema={schema} draft={draft} errors={errors} onChange={setDraft} />}
        {step === 'evidence' && <PhoneEvidence draft={draft} onChange={setDraft} />}
        {step === 'check' && <PhoneCheck schema={schema} draft={draft} occurredAt={input?.occurredAt} />}
        <footer className="phoneFoot">
          {step === 'facts' ? (
            <Button onClick={onOther}>{say('other')}</Button>
          ) : (
            <Button onClick={() => onStep(step === 'check' ? 'evidence' : 'facts')}>{say('back')}</Button>
          )}
          <span className="grow" />
          <Button
            onClick={() => {
              dropDraft()
              setDraft(start(whole))
              setTried(false)
              onStep('facts')
            }}
          >
            {say('dropDraft')}
          </Button>
          <Button type="primary" loading={submit.sending} onClick={next}>
            {step === 'facts'
              ? say('toEvidence')
              : step === 'evidence'
                ? say('toCheck')
                : claimed
                  ? say('submitAmount', { amount: withUnit(claimed, language) })
                  : say('submit')}{' '}
            <kbd>Ctrl ↵</kbd>
          </Button>
        </footer>
      </div>
      <PhoneAside policy={policy} preview={preview} />
    </>
  )
}

function start(schema: AskedSchema): PhoneDraft {
  const reported = schema['x-reported']
  return {
    requestNo: newRequestNo(),
    answers: reported ? { [reported]: new Date().toISOString() } : {},
    claimed: '',
    files: [],
  }
}

/** What is wrong with what was typed, as far as it can be seen here. */
function wrongIn(schema: AskedSchema, draft: PhoneDraft) {
  const now = Date.now()
  const found = [...allWrong(schema, draft.answers, now)].map(([path, wrong]) => ({ path, wrong }))
  if (!schema['x-occurred'] && !(draft.occurredAt && isInstant(draft.occurredAt)))
    found.unshift({ path: 'occurredAt', wrong: { key: draft.occurredAt ? 'badInstant' : 'needed' } })
  if (!schema['x-loss'] && draft.claimed !== '' && !/^\d{1,13}(\.\d{1,2})?$/.test(draft.claimed)) {
    found.push({ path: 'claimed', wrong: { key: 'badAmount' } })
  }
  return found
}

function schemaAt(schema: AskedSchema, path: string) {
  let found: AskedSchema | undefined = schema
  for (const name of path.split('.').slice(1)) found = /^\d+$/.test(name) ? found?.items : found?.properties?.[name]
  return found
}

/** What is handed in; nothing, while it lacks what every claim needs. */
function inputOf(policy: PhonePolicy, whole: AskedSchema, schema: AskedSchema, draft: PhoneDraft) {
  const occurredAt = occurredOf(whole, draft)
  if (!occurredAt || !isInstant(occurredAt)) return undefined
  const reported = whole['x-reported']
  const reportedAt = reported ? draft.answers[reported] : undefined
  return {
    policyNumber: policy.number,
    occurredAt,
    reportedAt: typeof reportedAt === 'string' ? reportedAt : undefined,
    claimed:
      !whole['x-loss'] && draft.claimed !== ''
        ? { amount: draft.claimed, currency: policy.sumInsured.currency }
        : undefined,
    facts: toFacts(schema, draft.answers),
  }
}

type Input = NonNullable<ReturnType<typeof inputOf>>

/** What would become of the claim, asked a moment after the last key. */
function usePreview(input: Input | undefined) {
  const text = JSON.stringify(input)
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), rest)
    return () => clearTimeout(timer)
  }, [text])
  const asked = settled ? (JSON.parse(settled) as Input) : undefined
  return useApi(
    ClaimPreviewDocument,
    { input: asked ?? { policyNumber: '', occurredAt: '', facts: {} } },
    { enabled: asked !== undefined, keepLast: true },
  )
}
