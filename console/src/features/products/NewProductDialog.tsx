import { useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { useState } from 'react'
import { keep } from '../../shared/forms/kept'
import { request } from '../../shared/graphql/request'
import type { UserError } from '../../shared/graphql/useAct'
import { useSession } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { json, pair } from './fileText'
import { ChangeProductFileDocument } from './products.generated'
import { keptName } from './useDraft'
import { words } from './words'

/** A product from nothing: what it is called, and its first plan; the rest is written in the editor. */
export function NewProductDialog({ taken, onClose }: { taken: readonly string[]; onClose: () => void }) {
  const say = useWords(words)
  const navigate = useNavigate()
  const { viewer, person } = useSession()
  const [typed, setTyped] = useState({ code: '', zh: '', en: '', currency: 'CNY', plan: '', planZh: '', planEn: '' })
  const [errors, setErrors] = useState<readonly UserError[]>([])
  const [sending, setSending] = useState(false)
  const code = typed.code.trim().toUpperCase()
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [key]: event.target.value })
  const begin = async () => {
    setSending(true)
    const folder = code.toLowerCase()
    const parts: [string[], string][] = [
      [['code'], json(code)],
      [['name'], JSON.stringify({ zh: typed.zh.trim(), en: typed.en.trim() })],
      [['currency'], json(typed.currency.trim())],
      [['timeZone'], json('Asia/Shanghai')],
      [
        ['documents'],
        JSON.stringify([
          { kind: 'TERMS', title: pair('TERMS'), file: `${folder}/terms.pdf` },
          { kind: 'NOTICE', title: pair('NOTICE'), file: `${folder}/notice.pdf` },
          { kind: 'CLAIM_GUIDE', title: pair('CLAIM_GUIDE'), file: `${folder}/claim-guide.pdf` },
        ]),
      ],
      [
        ['plans'],
        JSON.stringify([{ code: typed.plan.trim(), name: { zh: typed.planZh.trim(), en: typed.planEn.trim() } }]),
      ],
    ]
    try {
      const { data } = await request(ChangeProductFileDocument, {
        input: { file: '', changes: parts.map(([at, value]) => ({ operation: 'ADD' as const, at, value })) },
      })
      const answer = data.changeProductFile
      setErrors(answer?.userErrors ?? [])
      if (answer?.file == null) return
      const start = { file: answer.file, examples: null, base: '', revision: 0 }
      await keep(`${person.id} ${keptName(code, undefined)}`, viewer.formKey ?? '', start)
      await navigate({ to: '/products/$code', params: { code }, search: { version: 0 } })
    } catch (cause) {
      setErrors([{ code: 'FAILED', message: String(cause) }])
    } finally {
      setSending(false)
    }
  }
  const wrongCode = code !== '' && (!/^[A-Z][A-Z0-9-]{1,31}$/.test(code) || taken.includes(code))
  const whole = Object.values(typed).every((each) => each.trim() !== '') && !wrongCode
  return (
    <Dialog
      title={say('newProduct')}
      keep={say('keep')}
      act={say('begin')}
      sending={sending}
      disabled={!whole}
      onKeep={onClose}
      onAct={() => void begin()}
      width={560}
    >
      <div className="stack">
        <UserErrors errors={errors} />
        <Field id="code" label={say('code')} help={say('codeHelp')} error={wrongCode ? say('codeHelp') : undefined}>
          <Input value={typed.code} autoFocus maxLength={32} onChange={set('code')} />
        </Field>
        <div className="twoFields">
          <Field id="zh" label={say('title_zh')}>
            <Input value={typed.zh} maxLength={100} onChange={set('zh')} />
          </Field>
          <Field id="en" label={say('title_en')}>
            <Input value={typed.en} maxLength={100} onChange={set('en')} />
          </Field>
          <Field id="currency" label={say('currency')}>
            <Input value={typed.currency} maxLength={3} onChange={set('currency')} />
          </Field>
          <Field id="plan" label={say('planCode')}>
            <Input value={typed.plan} maxLength={32} onChange={set('plan')} />
          </Field>
          <Field id="planZh" label={`${say('plan')} · ${say('title_zh')}`}>
            <Input value={typed.planZh} maxLength={100} onChange={set('planZh')} />
          </Field>
          <Field id="planEn" label={`${say('plan')} · ${say('title_en')}`}>
            <Input value={typed.planEn} maxLength={100} onChange={set('planEn')} />
          </Field>
        </div>
      </div>
    </Dialog>
  )
}
