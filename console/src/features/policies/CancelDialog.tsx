import { Input, Radio } from 'antd'
import { useState } from 'react'
import { sign, unsigned, withUnit } from '../../shared/format/money'
import { instantText } from '../../shared/format/time'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { Region } from '../../shared/ui/Region'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { CancellationPreviewDocument, CancelPolicyDocument, PolicyOptionsDocument } from './policy.generated'
import type { PolicyDetail } from './policyText'
import { words } from './policyWords'
import { PreviewLines } from './PreviewLines'

/** What an act made elsewhere: a policy by its number, a request for approval by its id. */
export interface Made {
  policy?: string
  approval?: string
}

export interface ActDialogProps {
  policy: PolicyDetail
  onClose: () => void
  onDone: (text: string, made?: Made) => void
}

/** Cancels the policy: who gets what back stands before the click, and is what the act does or refuses. */
export function CancelDialog({ policy, onClose, onDone }: ActDialogProps) {
  const say = useWords(words)
  const language = useLanguage()
  const localized = useLocalized()
  const [requestNo] = useState(newRequestNo)
  const [typed, setTyped, drop] = useKept(`cancel ${policy.number}`, { reason: '', note: '' })
  const options = useApi(PolicyOptionsDocument, { number: policy.number })
  const reasons = options.data?.policy?.options.cancelReasons ?? []
  const reason = typed.reason || (reasons.find((each) => !each.reason)?.code ?? '')
  const preview = useApi(
    CancellationPreviewDocument,
    { input: { policyNumber: policy.number, reason } },
    { enabled: reason !== '', keepLast: true },
  )
  const act = useAct(CancelPolicyDocument)
  const told = preview.data?.cancellationPreview
  const figures = told?.preview
  const changed = act.userErrors.find((error) => error.code === 'PREVIEW_CHANGED')
  const send = async () => {
    if (!figures) return
    const done = await act.send({
      input: { requestNo, policyNumber: policy.number, reason, previewToken: figures.token, note: typed.note.trim() },
    })
    if (done?.endorsement) {
      drop()
      onDone(say('done_cancelled', { number: done.endorsement.number }))
    } else preview.again()
  }
  const amount = figures
    ? withUnit({ ...figures.premiumChange, amount: unsigned(figures.premiumChange.amount) }, language)
    : ''
  return (
    <Dialog
      title={say('cancelTitle')}
      keep={say('keepPolicy')}
      act={figures ? say(sign(figures.premiumChange.amount) > 0 ? 'cancelCharge' : 'cancelAct', { amount }) : undefined}
      dangerous
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
        <Region of={options} lines={3}>
          <Field id="reason" label={say('cancelReason')} error={errorAt(act.userErrors, 'reason')}>
            <Radio.Group
              className="vertical"
              value={reason}
              onChange={(event) => setTyped({ ...typed, reason: event.target.value as string })}
              options={reasons.map((each) => ({
                value: each.code,
                disabled: each.reason !== null,
                label: (
                  <>
                    {localized(each.sentence)}
                    {each.reason && <span className="small muted"> {each.reason.message}</span>}
                  </>
                ),
              }))}
            />
          </Field>
        </Region>
        {told && !figures && <UserErrors errors={told.userErrors} />}
        {figures && (
          <>
            <p>
              {say('cancelStops', {
                when:
                  Date.parse(figures.effectiveAt) <= Date.now() + 60_000
                    ? say('now')
                    : ` ${instantText(figures.effectiveAt)} `,
              })}
            </p>
            <PreviewLines
              title={say('whoGets')}
              lines={figures.lines}
              total={figures.premiumChange}
              back
              policy={policy}
            />
          </>
        )}
        <Field id="note" label={say('note')} help={say('noteHelp')} error={errorAt(act.userErrors, 'note')}>
          <Input.TextArea
            rows={3}
            maxLength={500}
            value={typed.note}
            onChange={(event) => setTyped({ ...typed, note: event.target.value })}
          />
        </Field>
        <p className="small muted">{say('told_cancelled', { channel: policy.channel.name })}</p>
      </div>
    </Dialog>
  )
}
