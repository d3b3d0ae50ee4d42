import { Checkbox, Input, Radio } from 'antd'
import { useState } from 'react'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import type { ActDialogProps } from './CancelDialog'
import { RequestErasureDocument } from './policy.generated'
import { words } from './policyWords'

const byValue = ['identityNo', 'phone'] as const

/** Asks to erase the personal data of a person, in all policies: somebody else must approve it. */
export function EraseDialog({ policy, onClose, onDone }: ActDialogProps) {
  const say = useWords(words)
  const [requestNo] = useState(newRequestNo)
  const references = policy.insureds.map((insured) => insured.reference)
  const [typed, setTyped, drop] = useKept(`erase ${policy.number}`, { whom: '', identityNo: '', phone: '', reason: '' })
  const [sure, setSure] = useState(false)
  const act = useAct(RequestErasureDocument)
  const whom = typed.whom || (references[0] ?? 'identityNo')
  // How a person is named is the key of its words. words: policy.eraseBy_*
  const by = byValue.find((each) => each === whom)
  const change = (part: Partial<typeof typed>) => setTyped({ ...typed, ...part })
  const send = async () => {
    const person = by ? { [by]: typed[by].trim() } : { insuredReference: whom, channelCode: policy.channel.code }
    const done = await act.send({ input: { requestNo, ...person, reason: typed.reason.trim() } })
    if (!done?.approval) return
    drop()
    onDone(say('done_erasure', { count: done.policies ?? 0 }), { approval: done.approval.id })
  }
  return (
    <Dialog
      title={say('erase')}
      keep={say('eraseKeep')}
      act={say('eraseAct')}
      dangerous
      sending={act.sending}
      disabled={!sure || typed.reason.trim() === '' || (by !== undefined && typed[by].trim() === '')}
      onKeep={onClose}
      onAct={() => void send()}
      width={560}
    >
      <div className="stack">
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <p>{say('eraseWhat')}</p>
        <p>{say('eraseThen')}</p>
        <Field id="insuredReference" label={say('eraseWhom')} error={errorAt(act.userErrors, 'insuredReference')}>
          <Radio.Group
            className="vertical"
            value={whom}
            onChange={(event) => change({ whom: event.target.value as string })}
            options={[
              ...references.map((reference) => ({ value: reference, label: say('eraseInsured', { reference }) })),
              ...byValue.map((each) => ({ value: each, label: say(`eraseBy_${each}`) })),
            ]}
          />
        </Field>
        {by && (
          <Field id={by} label={say(by)} help={say('eraseExact')} error={errorAt(act.userErrors, by)}>
            <Input
              value={typed[by]}
              maxLength={40}
              autoComplete="off"
              onChange={(event) => change({ [by]: event.target.value })}
            />
          </Field>
        )}
        <Field id="reason" label={say('eraseReason')} help={say('noteHelp')} error={errorAt(act.userErrors, 'reason')}>
          <Input.TextArea
            rows={3}
            maxLength={500}
            value={typed.reason}
            onChange={(event) => change({ reason: event.target.value })}
          />
        </Field>
        <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)}>
          {say('eraseSure')}
        </Checkbox>
      </div>
    </Dialog>
  )
}
