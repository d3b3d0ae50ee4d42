import { Button, Input } from 'antd'
import { useState } from 'react'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { pair, partOf } from './fileText'
import type { ContentFragment } from './products.generated'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { listOf } from './FactorsPart'
import { Mistakes, PartField } from './PartField'

/** The plans that are sold, and what is covered. */
export function PlansPart({ content }: { content: ContentFragment }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const [adding, setAdding] = useState(false)
  const addCoverage = () => {
    const one = { code: draft.code, name: pair('cover'), class: 'OTHER', clause: '—', filingNo: '—' }
    void draft.change([{ operation: 'ADD', at: ['coverages'], value: JSON.stringify([one]) }])
  }
  return (
    <section className="stack">
      <h2 className="row">
        <span className="grow">{say('planOf')}</span>
        {draft.editable && <Button onClick={() => setAdding(true)}>{say('addPlan')}</Button>}
      </h2>
      <table className="sheet">
        <thead>
          <tr>
            <th>{say('planCode')}</th>
            <th>{say('title_zh')}</th>
            <th>{say('title_en')}</th>
            <th>
              <span className="unseen">{say('remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {content.plans.map((plan) => (
            <tr key={plan.code}>
              <th scope="row">
                <code>{plan.code}</code>
              </th>
              <td>
                <PartField bare at={[...plan.at, 'name', 'zh']} value={plan.name.zh} label={say('title_zh')} />
              </td>
              <td>
                <PartField bare at={[...plan.at, 'name', 'en']} value={plan.name.en} label={say('title_en')} />
              </td>
              <td>
                {draft.editable && content.plans.length > 1 && (
                  <button
                    type="button"
                    className="link"
                    aria-label={`${say('remove')} ${plan.code}`}
                    onClick={() => void draft.change([{ operation: 'REMOVE', at: [...plan.at] }])}
                  >
                    ✕
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2 className="row">
        <span className="grow">{say('coverage')}</span>
        {draft.editable && content.coverages.length === 0 && (
          <Button onClick={addCoverage}>{say('addCoverage')}</Button>
        )}
      </h2>
      {content.coverages.map((coverage) => (
        <div key={coverage.code} className="twoFields">
          <PartField at={[...coverage.at, 'name', 'zh']} value={coverage.name.zh} label={say('title_zh')} />
          <PartField at={[...coverage.at, 'name', 'en']} value={coverage.name.en} label={say('title_en')} />
          <PartField at={[...coverage.at, 'class']} value={coverage.class} label={say('class')} />
          <PartField at={[...coverage.at, 'filingNo']} value={coverage.filingNo} label={say('filingNo')} />
          <PartField wide at={[...coverage.at, 'clause']} value={coverage.clause} label={say('clause')} />
        </div>
      ))}
      <Mistakes list={draft.mistakes.filter((each) => partOf(each) === 'plans')} />
      {adding && <PlanDialog onClose={() => setAdding(false)} />}
    </section>
  )
}

function PlanDialog({ onClose }: { onClose: () => void }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const [typed, setTyped] = useState({ code: '', zh: '', en: '', requires: '' })
  const [errors, setErrors] = useState<Awaited<ReturnType<typeof draft.change>>>([])
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [key]: event.target.value })
  const add = async () => {
    const one: Record<string, unknown> = { code: typed.code.trim(), name: { zh: typed.zh.trim(), en: typed.en.trim() } }
    if (typed.requires.trim()) one.requires = JSON.parse(listOf(typed.requires))
    const wrong = await draft.change([{ operation: 'ADD', at: ['plans', '-'], value: JSON.stringify(one) }])
    setErrors(wrong)
    if (wrong.length === 0) onClose()
  }
  return (
    <Dialog
      title={say('addPlan')}
      keep={say('keep')}
      act={say('add')}
      disabled={!typed.code.trim() || !typed.zh.trim() || !typed.en.trim()}
      onKeep={onClose}
      onAct={() => void add()}
      width={480}
    >
      <div className="stack">
        <UserErrors errors={errors} />
        <Field id="newPlanCode" label={say('planCode')}>
          <Input value={typed.code} autoFocus maxLength={32} onChange={set('code')} />
        </Field>
        <Field id="newPlanZh" label={say('title_zh')}>
          <Input value={typed.zh} onChange={set('zh')} />
        </Field>
        <Field id="newPlanEn" label={say('title_en')}>
          <Input value={typed.en} onChange={set('en')} />
        </Field>
      </div>
    </Dialog>
  )
}
