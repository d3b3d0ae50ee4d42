import { WarningOutlined, UserSwitchOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useEffect, useRef } from 'react'
import { figures, withUnit } from '../../shared/format/money'
import { useAct, type UserError } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { useKeys } from '../../shared/keys/useKeys'
import { useTerm } from '../../shared/session/SessionContext'
import { Field } from '../../shared/ui/Field'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { listed, useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { ClaimReasonsDocument, DecideClaimDocument, RequestEvidenceDocument } from './claim.generated'
import { above, isAmount, noteFor, othersFor, type Draft } from './decision'
import type { Deciding } from './DecideRegion'
import { words } from './decideWords'
import { factsOf, titleOf, type FactSchema } from '../../shared/facts/facts'
import { actOf, type Claim } from './useClaim'

const acts = [
  { outcome: 'APPROVE', word: 'pay', key: 'A', mood: 'good' },
  { outcome: 'DECLINE', word: 'decline', key: 'D', mood: 'bad' },
  { outcome: 'ASK', word: 'ask', key: 'E', mood: 'theirs' },
] as const

/** Pay, decline or ask: the two keys are the confirmation. */
export function DecideForm({ claim, draft, setDraft, dropDraft, conflict, onConflict, onDecided }: Deciding) {
  const say = useWords(words)
  const language = useLanguage()
  const localized = useLocalized()
  const decide = useAct(DecideClaimDocument)
  const ask = useAct(RequestEvidenceDocument)
  const reasons = useApi(ClaimReasonsDocument, { productCode: claim.policy.offer.productCode }, { freshFor: 300_000 })
  const box = useRef<HTMLDivElement>(null)
  const most = claim.assessment?.computed ?? null
  const fitting = (outcome: Draft['outcome']) =>
    (reasons.data?.claimReasons ?? []).filter((reason) => !reason.outcome || reason.outcome === outcome)
  const choose = (outcome: Draft['outcome']) => {
    if (outcome === 'ASK' && !actOf(claim, 'requestEvidence')?.possible) return
    const [first] = fitting(outcome)
    const amount = draft.amount === '' && most ? most.amount : draft.amount
    setDraft({
      ...draft,
      outcome,
      amount,
      reason: first?.code ?? '',
      ...(first ? noteFor(draft, localized(first.sentence)) : {}),
    })
  }
  const { outcome } = draft
  const ready = outcome !== '' && !conflict && problemOf(draft, most?.amount) === null
  const submit = async () => {
    if (!ready) return
    if (outcome === 'ASK') {
      const asked = await ask.send({
        input: { claimNumber: claim.number, expectedRevision: claim.revision, text: draft.text },
      })
      if (asked) finish('asked')
      return
    }
    const decided = await decide.send({
      input: {
        claimNumber: claim.number,
        expectedRevision: claim.revision,
        outcome,
        reason: draft.reason,
        amount: outcome === 'APPROVE' ? { amount: draft.amount, currency: claim.limit.currency } : null,
        note: draft.note,
      },
    })
    if (decided) finish(outcome === 'DECLINE' ? 'declined' : decided.approval ? 'second' : 'paid')
  }
  const finish = (what: 'paid' | 'second' | 'declined' | 'asked') => {
    dropDraft()
    onDecided(what)
  }
  const reasonsThere = reasons.data !== undefined
  useEffect(() => {
    // The reasons may come after the key was pressed.
    if (reasonsThere && draft.reason === '' && (outcome === 'APPROVE' || outcome === 'DECLINE')) choose(outcome)
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reasonsThere, outcome])
  const errors = outcome === 'ASK' ? ask.userErrors : decide.userErrors
  useEffect(() => {
    if (errors.some((error) => error.code === 'CONFLICT')) onConflict()
    // Each answer of the server is looked at once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [errors])
  useEffect(() => {
    box.current?.querySelector<HTMLElement>(outcome === 'ASK' ? 'textarea' : 'input[type=radio]:checked')?.focus()
  }, [outcome])
  useKeys({
    a: () => choose('APPROVE'),
    d: () => choose('DECLINE'),
    e: () => choose('ASK'),
    'mod+Enter': () => void submit(),
  })
  const button =
    outcome === 'APPROVE'
      ? say('submitPay', {
          amount: isAmount(draft.amount)
            ? withUnit({ amount: draft.amount, currency: claim.limit.currency }, language)
            : '',
        })
      : say(outcome === 'DECLINE' ? 'submitDecline' : outcome === 'ASK' ? 'submitAsk' : 'chooseFirst')
  return (
    <div className="decide" ref={box}>
      <div className="threeActs" role="group" aria-label={say('decide')}>
        {acts.map((act) => (
          <button
            key={act.outcome}
            type="button"
            className={`${act.mood}${outcome === act.outcome ? ' on' : ''}`}
            aria-pressed={outcome === act.outcome}
            disabled={act.outcome === 'ASK' && actOf(claim, 'requestEvidence')?.possible !== true}
            onClick={() => choose(act.outcome)}
          >
            {say(act.word)} <kbd>{act.key}</kbd>
          </button>
        ))}
      </div>
      <UserErrors
        errors={errors.filter((error) => error.code !== 'CONFLICT')}
        failure={outcome === 'ASK' ? ask.failure : decide.failure}
      />
      {(outcome === 'APPROVE' || outcome === 'DECLINE') && (
        <DecideFields
          claim={claim}
          draft={draft}
          setDraft={setDraft}
          reasons={fitting(outcome)}
          most={most?.amount}
          errors={errors}
        />
      )}
      {outcome === 'ASK' && <AskFields claim={claim} draft={draft} setDraft={setDraft} errors={errors} />}
      <span className="grow" />
      <div className="submitFoot">
        <Consequence claim={claim} draft={draft} />
        <Button
          type="primary"
          size="large"
          block
          danger={outcome === 'DECLINE'}
          disabled={!ready}
          loading={decide.sending || ask.sending}
          onClick={() => void submit()}
        >
          {conflict ? say('conflictFirst') : button} {ready && <kbd>Ctrl ↵</kbd>}
        </Button>
      </div>
    </div>
  )
}

/** What keeps a draft from being sent; the words of it stand at the field. */
function problemOf(draft: Draft, most: string | undefined): 'amount' | 'tooMuch' | 'note' | 'text' | 'reason' | null {
  if (draft.outcome === 'ASK') return draft.text.trim() === '' ? 'text' : null
  if (draft.reason === '') return 'reason'
  if (draft.note.trim() === '') return 'note'
  if (draft.outcome !== 'APPROVE') return null
  if (!isAmount(draft.amount)) return 'amount'
  return most !== undefined && above(draft.amount, most) ? 'tooMuch' : null
}

interface Reason {
  code: string
  sentence: { zh: string; en: string }
}

function DecideFields({
  claim,
  draft,
  setDraft,
  reasons,
  most,
  errors,
}: {
  claim: Claim
  draft: Draft
  setDraft: (draft: Draft) => void
  reasons: readonly Reason[]
  most: string | undefined
  errors: readonly UserError[]
}) {
  const say = useWords(words)
  const localized = useLocalized()
  const problem = problemOf(draft, most)
  const wrongAmount =
    problem === 'amount' && draft.amount !== ''
      ? say('notAmount')
      : problem === 'tooMuch'
        ? say('tooMuch', { amount: figures(most ?? '0') })
        : undefined
  return (
    <>
      <fieldset className="choices reasons" id="reason">
        <legend>{say('reason')}</legend>
        {reasons.map((reason) => (
          <label key={reason.code}>
            <input
              type="radio"
              name="reason"
              checked={draft.reason === reason.code}
              onChange={() =>
                setDraft({ ...draft, reason: reason.code, ...noteFor(draft, localized(reason.sentence)) })
              }
            />
            {localized(reason.sentence)}
          </label>
        ))}
      </fieldset>
      {draft.outcome === 'APPROVE' && (
        <Field
          id="amount"
          label={
            <>
              {say('amount')} <span className="muted">{say(most === undefined ? 'amountOpen' : 'amountHelp')}</span>
            </>
          }
          error={wrongAmount ?? errorAt(errors, 'amount') ?? errorAt(errors, 'amount.amount')}
        >
          <Input
            value={draft.amount}
            inputMode="decimal"
            suffix={claim.limit.currency === 'CNY' ? say('unit') : claim.limit.currency}
            onChange={(event) => setDraft({ ...draft, amount: event.target.value.replace(/[,\s]/g, '') })}
          />
        </Field>
      )}
      <Field
        id="note"
        label={
          <>
            {say('note')} <span className="muted">{say('onRecord')}</span>
          </>
        }
        error={problem === 'note' ? say('noteNeeded') : errorAt(errors, 'note')}
      >
        <Input.TextArea
          value={draft.note}
          maxLength={500}
          rows={3}
          className="grows"
          onChange={(event) => setDraft({ ...draft, note: event.target.value })}
        />
      </Field>
      {draft.outcome === 'APPROVE' && most !== undefined && isAmount(draft.amount) && above(most, draft.amount) && (
        <p className="small muted">{say('belowComputed')}</p>
      )}
    </>
  )
}

/** What may be missing: the facts that the product asks for and the claim does not say; and the words to the claimant. */
function AskFields({
  claim,
  draft,
  setDraft,
  errors,
}: {
  claim: Claim
  draft: Draft
  setDraft: (draft: Draft) => void
  errors: readonly UserError[]
}) {
  const say = useWords(words)
  const language = useLanguage()
  const facts = claim.revisions.at(-1)?.facts ?? {}
  const missing = factsOf(claim.policy.offer.claimFactsSchema as FactSchema).filter(
    (fact) => facts[fact.name] === undefined && fact.schema['x-personal'] === undefined,
  )
  const tick = (name: string, on: boolean) => {
    const ticked = on ? [...draft.ticked, name] : draft.ticked.filter((each) => each !== name)
    const given = ticked.length > 0 ? say('evidenceStart', { what: listed(ticked, language) }) : ''
    const text = draft.text === '' || draft.text === draft.given ? given : draft.text
    setDraft({ ...draft, ticked, text, given })
  }
  return (
    <>
      {missing.length > 0 && (
        <fieldset className="choices reasons">
          <legend>{say('whichEvidence')}</legend>
          {missing.map((fact) => {
            const title = titleOf(fact.schema, language) || fact.name
            return (
              <label key={fact.name}>
                <input
                  type="checkbox"
                  checked={draft.ticked.includes(title)}
                  onChange={(event) => tick(title, event.target.checked)}
                />
                {title}
              </label>
            )
          })}
        </fieldset>
      )}
      <Field id="text" label={say('evidenceText')} help={say('evidenceHelp')} error={errorAt(errors, 'text')}>
        <Input.TextArea
          value={draft.text}
          maxLength={1000}
          rows={4}
          className="grows"
          onChange={(event) => setDraft({ ...draft, text: event.target.value })}
        />
      </Field>
    </>
  )
}

/** In one sentence what the button will do, and who must agree to it. */
function Consequence({ claim, draft }: { claim: Claim; draft: Draft }) {
  const say = useWords(words)
  const language = useLanguage()
  const term = useTerm()
  if (draft.outcome === 'DECLINE') {
    return (
      <p className="consequence bad">
        <WarningOutlined aria-hidden />
        <span>
          {say('declineTwo')}
          <b>{say('declineReopen')}</b>
          {say('declineTold')}
        </span>
      </p>
    )
  }
  if (draft.outcome === 'ASK') return <p className="consequence theirs">{say('askTold')}</p>
  if (draft.outcome !== 'APPROVE' || !claim.assessment || !isAmount(draft.amount)) return null
  const { others, above: bound } = othersFor(draft.amount, claim.assessment)
  if (others === 0) return <p className="consequence quiet">{say('alone')}</p>
  const roles = claim.assessment.approverRoles.map((role) => term('OpsRole', role)).join(say('or'))
  return (
    <p className="consequence ours">
      <UserSwitchOutlined aria-hidden />
      <span>
        {bound && say('above', { amount: withUnit({ amount: bound, currency: claim.limit.currency }, language) })}
        <b>{others === 1 ? say('oneOther', { roles }) : say('moreOthers', { count: others, roles })}</b>
        {say('notBefore')}
      </span>
    </p>
  )
}
