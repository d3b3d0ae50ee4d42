import { Input, Radio } from 'antd'
import { useState } from 'react'
import { sign, unsigned, withUnit } from '../../shared/format/money'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { Region } from '../../shared/ui/Region'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import type { ActDialogProps } from './CancelDialog'
import {
  EndorsementPreviewDocument,
  EndorsePolicyDocument,
  PolicyOptionsDocument,
  type PolicyOptionsQuery,
} from './policy.generated'
import { words } from './policyWords'
import { PreviewLines } from './PreviewLines'

interface Typed {
  what: 'plan' | 'person'
  plan: string
  later: string
  note: string
  person: Record<string, string>
}

const personFields = ['name', 'identityNo', 'phone', 'email'] as const
const organisationFields = ['name', 'creditCode', 'phone', 'email'] as const

/** Changes the plan, or corrects the insured; the difference and who pays it stand before the click. */
export function EndorseDialog({ policy, onClose, onDone }: ActDialogProps) {
  const say = useWords(words)
  const language = useLanguage()
  const term = useTerm()
  const localized = useLocalized()
  const [requestNo] = useState(newRequestNo)
  const [typed, setTyped, drop] = useKept<Typed>(`endorse ${policy.number}`, {
    what: 'plan',
    plan: '',
    later: '',
    note: '',
    person: {},
  })
  const options = useApi(PolicyOptionsDocument, { number: policy.number })
  const changes = options.data?.policy?.options.changes ?? []
  const plans = options.data?.policy?.options.plans ?? []
  const what = changes.includes('PLAN_CHANGE') && plans.length > 0 ? typed.what : 'person'
  const change = changeOf(typed, what, policy.insureds[0]?.reference ?? '')
  const effectiveAt = typed.later ? { effectiveAt: new Date(`${typed.later}:00+08:00`).toISOString() } : {}
  const preview = useApi(
    EndorsementPreviewDocument,
    { input: { policyNumber: policy.number, change: change ?? { planCode: '' }, ...effectiveAt } },
    { enabled: change !== undefined, keepLast: true },
  )
  const told = change ? preview.data?.endorsementPreview : undefined
  const figures = told?.preview
  const act = useAct(EndorsePolicyDocument)
  const changed = act.userErrors.find((error) => error.code === 'PREVIEW_CHANGED')
  const send = async () => {
    if (!figures || !change) return
    const done = await act.send({
      input: {
        requestNo,
        policyNumber: policy.number,
        change,
        ...effectiveAt,
        previewToken: figures.token,
        note: typed.note.trim(),
      },
    })
    if (done?.endorsement) {
      drop()
      onDone(say('done_endorsed', { number: done.endorsement.number }))
    } else preview.again()
  }
  const amount = figures
    ? withUnit({ ...figures.premiumChange, amount: unsigned(figures.premiumChange.amount) }, language)
    : ''
  const plan = localized(plans.find((each) => each.code === typed.plan)?.name)
  const actText = () => {
    if (!figures) return undefined
    if (sign(figures.premiumChange.amount) === 0) return say('endorseFree')
    if (sign(figures.premiumChange.amount) < 0) return say('endorseBack', { plan, amount })
    return say('endorseAct', {
      plan,
      amount,
      payer: figures.byPayer.map((share) => term('PremiumPayer', share.payer)).join(' + '),
    })
  }
  return (
    <Dialog
      title={say('endorseTitle')}
      keep={say('keepAsIs')}
      act={actText()}
      sending={act.sending}
      disabled={typed.note.trim() === '' || preview.isRefreshing}
      onKeep={onClose}
      onAct={() => void send()}
    >
      <div className="stack">
        {changed && (
          <Notice mood="theirs" alert>
            {say('previewChanged', { before: '', after: amount })}
          </Notice>
        )}
        <UserErrors errors={act.userErrors.filter((error) => error !== changed)} failure={act.failure} />
        <Region of={options} lines={4}>
          <Field id="what" label={say('chooseWhat')}>
            <Radio.Group
              optionType="button"
              value={what}
              onChange={(event) => setTyped({ ...typed, what: event.target.value as Typed['what'] })}
              options={[
                { value: 'plan', label: say('changePlan'), disabled: plans.length === 0 },
                { value: 'person', label: say('changePerson'), disabled: !changes.includes('INSURED_CHANGE') },
              ]}
            />
          </Field>
          {what === 'plan' ? (
            <PlanCards
              plans={plans}
              chosen={typed.plan}
              onChoose={(code) => setTyped({ ...typed, plan: code })}
              policy={policy}
            />
          ) : (
            <div className="stack">
              <p className="small muted">{say('personHelp')}</p>
              {(policy.insureds[0]?.party?.__typename === 'Organisation' ? organisationFields : personFields).map(
                (field) => (
                  <Field
                    key={field}
                    id={field}
                    label={say(field)}
                    error={errorAt(told?.userErrors ?? [], `change.insured.party.${field}`)}
                  >
                    <Input
                      value={typed.person[field] ?? ''}
                      onChange={(event) =>
                        setTyped({ ...typed, person: { ...typed.person, [field]: event.target.value } })
                      }
                    />
                  </Field>
                ),
              )}
            </div>
          )}
        </Region>
        <Field
          id="later"
          label={say('effectiveAt')}
          help={typed.later ? say('effectiveLater') : say('effectiveNow')}
          error={errorAt(told?.userErrors ?? [], 'effectiveAt')}
        >
          <Input
            type="datetime-local"
            value={typed.later}
            onChange={(event) => setTyped({ ...typed, later: event.target.value })}
          />
        </Field>
        {told && !figures && <UserErrors errors={told.userErrors} />}
        {figures && figures.lines.length > 0 && (
          <PreviewLines title={say('whoPays')} lines={figures.lines} total={figures.premiumChange} policy={policy} />
        )}
        <Field id="note" label={say('note')} help={say('noteHelp')} error={errorAt(act.userErrors, 'note')}>
          <Input.TextArea
            rows={2}
            maxLength={500}
            value={typed.note}
            onChange={(event) => setTyped({ ...typed, note: event.target.value })}
          />
        </Field>
        <p className="small muted">{say('told_endorsed', { channel: policy.channel.name })}</p>
      </div>
    </Dialog>
  )
}

/** What is to change, once enough is typed. */
function changeOf(typed: Typed, what: Typed['what'], reference: string): Types.PolicyChangeInput | undefined {
  if (what === 'plan') return typed.plan ? { planCode: typed.plan } : undefined
  const party = Object.fromEntries(
    Object.entries(typed.person).flatMap(([field, value]) => (value.trim() ? [[field, value.trim()]] : [])),
  )
  return Object.keys(party).length > 0 ? { insured: { reference, party } } : undefined
}

type Plan = NonNullable<PolicyOptionsQuery['policy']>['options']['plans'][number]

/** Plans side by side, with limits and what they cost more or less. */
function PlanCards({
  plans,
  chosen,
  onChoose,
  policy,
}: {
  plans: readonly Plan[]
  chosen: string
  onChoose: (code: string) => void
  policy: ActDialogProps['policy']
}) {
  const say = useWords(words)
  const language = useLanguage()
  const localized = useLocalized()
  const difference = (amount: { amount: string; currency: string } | null | undefined) => {
    if (!amount) return ''
    const text = withUnit({ ...amount, amount: unsigned(amount.amount) }, language)
    return sign(amount.amount) < 0 ? say('planLess', { amount: text }) : say('planMore', { amount: text })
  }
  return (
    <fieldset className="planCards">
      <legend className="unseen">{say('plan')}</legend>
      <div className="card">
        <b>{localized(policy.offer.name)}</b>
        <span>{withUnit(policy.sumInsured, language)}</span>
        <span className="muted">{say('planNow')}</span>
      </div>
      {plans.map((plan) => (
        <label key={plan.code} className={plan.code === chosen ? 'card chosen' : 'card'}>
          <input
            type="radio"
            name="plan"
            className="unseen"
            checked={plan.code === chosen}
            disabled={plan.reason !== null}
            onChange={() => onChoose(plan.code)}
          />
          <b>{localized(plan.name)}</b>
          <span>{plan.sumInsured && withUnit(plan.sumInsured, language)}</span>
          <span className="second">{plan.reason ? plan.reason.message : difference(plan.premiumChange)}</span>
        </label>
      ))}
    </fieldset>
  )
}
