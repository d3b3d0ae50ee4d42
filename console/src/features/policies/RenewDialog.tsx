import { Input, Select } from 'antd'
import { useState } from 'react'
import { withUnit } from '../../shared/format/money'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Money } from '../../shared/ui/Money'
import { Notice } from '../../shared/ui/Notice'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { Period } from '../../shared/ui/When'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import type { ActDialogProps } from './CancelDialog'
import { PolicyOptionsDocument, RenewalPreviewDocument, RenewPolicyDocument } from './policy.generated'
import { words } from './policyWords'

const payers: readonly Types.PremiumPayer[] = ['CUSTOMER', 'SELLER', 'PLATFORM']

/** Renews the policy: dates, plan, payer and premium of the next beside those of this one. */
export function RenewDialog({ policy, onClose, onDone }: ActDialogProps) {
  const say = useWords(words)
  const language = useLanguage()
  const term = useTerm()
  const localized = useLocalized()
  const [start] = useState(() => ({ orderNo: `R-${newRequestNo().slice(0, 18)}`, note: '' }))
  const [typed, setTyped, drop] = useKept(`renew ${policy.number}`, start)
  const [planCode, setPlan] = useState(policy.offer.planCode)
  const [payer, setPayer] = useState(policy.payer)
  const options = useApi(PolicyOptionsDocument, { number: policy.number })
  const plans = [
    { code: policy.offer.planCode, name: policy.offer.name },
    ...(options.data?.policy?.options.plans ?? []),
  ]
  const preview = useApi(
    RenewalPreviewDocument,
    { input: { policyNumber: policy.number, planCode, payer } },
    { keepLast: true },
  )
  const act = useAct(RenewPolicyDocument)
  const told = preview.data?.renewalPreview
  const next = told?.preview
  const changed = act.userErrors.find((error) => error.code === 'PREVIEW_CHANGED')
  const send = async () => {
    if (!next) return
    const done = await act.send({
      input: {
        orderNo: typed.orderNo.trim(),
        policyNumber: policy.number,
        planCode,
        payer,
        previewToken: next.token,
        note: typed.note.trim(),
      },
    })
    if (done?.policy) {
      drop()
      onDone(say('done_renewed', { number: done.policy.number }), { policy: done.policy.number })
    } else preview.again()
  }
  const amount = next ? withUnit(next.premium, language) : ''
  return (
    <Dialog
      title={say('renewTitle')}
      keep={say('keepRenew')}
      act={next && say('renewAct', { payer: term('PremiumPayer', next.payer), amount })}
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
        <UserErrors
          errors={[...(told?.userErrors ?? []), ...act.userErrors.filter((error) => error !== changed)]}
          failure={act.failure ?? preview.failure}
        />
        <Field id="plan" label={say('renewPlan')}>
          <Select
            value={planCode}
            onChange={setPlan}
            options={plans.map((plan) => ({ value: plan.code, label: localized(plan.name) }))}
          />
        </Field>
        <Field id="payer" label={say('renewPayer')}>
          <Select
            value={payer}
            onChange={setPayer}
            options={payers.map((each) => ({ value: each, label: term('PremiumPayer', each) }))}
          />
        </Field>
        {next && (
          <table className="plain">
            <thead>
              <tr>
                <td />
                <th>{say('nowHead')}</th>
                <th>{say('nextHead')}</th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>{say('period')}</td>
                <td className="second">
                  <Period of={policy.period} />
                </td>
                <td className="strong">
                  <Period of={next.period} />
                </td>
              </tr>
              <tr>
                <td>{say('sumInsured')}</td>
                <td className="second">
                  <Money of={policy.sumInsured} />
                </td>
                <td className="strong">
                  <Money of={next.sumInsured} />
                </td>
              </tr>
              <tr>
                <td>{say('premium')}</td>
                <td className="second">
                  <Money of={policy.premium} />
                </td>
                <td className="strong">
                  <Money of={next.premium} />
                </td>
              </tr>
            </tbody>
          </table>
        )}
        <Field id="orderNo" label={say('orderNo')} error={errorAt(act.userErrors, 'orderNo')}>
          <Input
            value={typed.orderNo}
            maxLength={64}
            onChange={(event) => setTyped({ ...typed, orderNo: event.target.value })}
          />
        </Field>
        <Field id="note" label={say('note')} help={say('noteHelp')} error={errorAt(act.userErrors, 'note')}>
          <Input.TextArea
            rows={2}
            maxLength={500}
            value={typed.note}
            onChange={(event) => setTyped({ ...typed, note: event.target.value })}
          />
        </Field>
      </div>
    </Dialog>
  )
}
