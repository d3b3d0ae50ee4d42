import { Button, Input } from 'antd'
import { useState } from 'react'
import type * as Types from '../../shared/graphql/types.generated'
import { useTerm } from '../../shared/session/SessionContext'
import { useWords } from '../../shared/words/words'
import { partOf } from './fileText'
import type { ContentFragment } from './products.generated'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { numberOf } from './FactorsPart'
import { MoveItem } from './MoveItem'
import { Mistakes, PartField } from './PartField'

type Step = ContentFragment['steps'][number]

/** How the premium and the sum insured are computed, step by step. */
export function StepsPart({ content }: { content: ContentFragment }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  return (
    <section className="stack">
      <Sheet title={say('premium')} sheet="PREMIUM" at={['rating', 'premium']} content={content} />
      <Sheet title={say('sumInsured')} sheet="SUM_INSURED" at={['rating', 'sumInsured']} content={content} />
      <Mistakes list={draft.mistakes.filter((each) => partOf(each) === 'steps')} />
    </section>
  )
}

/** The steps of one computation. */
export function Sheet({
  title,
  sheet,
  at,
  content,
}: {
  title: string
  sheet: Types.ContentSheet
  at: readonly string[]
  content: ContentFragment
}) {
  const say = useWords(words)
  const term = useTerm()
  const draft = useDraftInHand()
  const steps = content.steps.filter((each) => each.sheet === sheet)
  return (
    <>
      <h2>{title}</h2>
      <table className="sheet">
        <tbody>
          {steps.map((step, place) => (
            <tr key={step.at.join('.')}>
              <td className="muted">{place + 1}</td>
              <th scope="row" className="nowrap">
                {term('StepKind', step.kind)}
              </th>
              <td>
                <Takes step={step} />
              </td>
              <td className="second">
                <PartField
                  bare
                  at={[...step.at, 'if']}
                  value={step.condition}
                  label={`${say('stepIf')} ${place + 1}`}
                />
              </td>
              <td className="nowrap">
                <MoveItem part={step} shown={steps} all={steps} name={`${title} ${place + 1}`} />
                {draft.editable && (
                  <button
                    type="button"
                    className="link"
                    aria-label={`${say('remove')} ${title} ${place + 1}`}
                    onClick={() => void draft.change([{ operation: 'REMOVE', at: [...step.at] }])}
                  >
                    ✕
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {draft.editable && <AddStep at={at} content={content} name={title} />}
    </>
  )
}

function Takes({ step }: { step: Step }) {
  const say = useWords(words)
  const key = step.kind.toLowerCase()
  switch (step.kind) {
    case 'FORMULA':
      return <PartField bare at={[...step.at, 'formula']} value={step.formula} label={say('formula')} />
    case 'BOUNDS':
      return (
        <span className="row">
          <PartField bare at={[...step.at, key, 'min']} value={step.least} label={say('least')} /> –
          <PartField bare at={[...step.at, key, 'max']} value={step.most} label={say('most')} />
        </span>
      )
    case 'ROUND':
      return (
        <span className="second">
          {step.digits} · {step.mode}
        </span>
      )
    default:
      return step.table != null ? (
        <span>
          {say('table')} <code>{step.table}</code>
        </span>
      ) : step.factor != null ? (
        <span>
          {say('factor')} <code>{step.factor}</code>
        </span>
      ) : (
        <PartField bare at={[...step.at, key, 'decimal']} value={step.decimal} label={say('decimal')} />
      )
  }
}

const kinds: readonly Types.StepKind[] = ['SET', 'MULTIPLY', 'ADD', 'FORMULA', 'BOUNDS', 'ROUND']

function AddStep({ at, content, name }: { at: readonly string[]; content: ContentFragment; name: string }) {
  const say = useWords(words)
  const term = useTerm()
  const draft = useDraftInHand()
  const [typed, setTyped] = useState({ kind: 'SET', takes: '', if: '' })
  const operand = typed.kind === 'SET' || typed.kind === 'MULTIPLY' || typed.kind === 'ADD'
  const sources = [
    ...content.tables.map((each) => each.name),
    ...content.factors.filter((each) => each.type === 'DECIMAL' || each.type === 'INTEGER').map((each) => each.name),
  ]
  const add = async () => {
    const step: Record<string, unknown> = typed.if.trim() ? { if: typed.if.trim() } : {}
    const takes = typed.takes.trim()
    const key = typed.kind.toLowerCase()
    if (operand) {
      step[key] = content.tables.some((each) => each.name === takes)
        ? { table: takes }
        : /^-?\d*\.?\d+$/.test(takes)
          ? { decimal: decimalOf(takes) }
          : { factor: takes }
    } else if (typed.kind === 'FORMULA') step.formula = takes
    else if (typed.kind === 'ROUND') step.round = { digits: Number(takes || '2'), mode: 'halfUp' }
    else {
      const [least = '', most = ''] = takes.split(/\s*[-–,，]\s*/)
      step.bounds = { ...(least ? { min: decimalOf(least) } : {}), ...(most ? { max: decimalOf(most) } : {}) }
    }
    const wrong = await draft.change([{ operation: 'ADD', at: [...at, '-'], value: JSON.stringify(step) }])
    if (wrong.length === 0) setTyped({ kind: 'SET', takes: '', if: '' })
  }
  const list = `${at.join('.')}.sources`
  return (
    <div className="row addLine">
      <select
        className="choice"
        aria-label={`${say('addStep')} ${name}`}
        value={typed.kind}
        onChange={(event) => setTyped({ ...typed, kind: event.target.value })}
      >
        {kinds.map((each) => (
          <option key={each} value={each}>
            {term('StepKind', each)}
          </option>
        ))}
      </select>
      <Input
        aria-label={`${say('stepTakes')} ${name}`}
        placeholder={say('stepTakes')}
        list={operand ? list : undefined}
        value={typed.takes}
        onChange={(event) => setTyped({ ...typed, takes: event.target.value })}
      />
      <datalist id={list}>
        {sources.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <Input
        aria-label={`${say('stepIf')} ${name}`}
        placeholder={say('stepIf')}
        value={typed.if}
        onChange={(event) => setTyped({ ...typed, if: event.target.value })}
      />
      <Button disabled={typed.takes.trim() === '' && typed.kind !== 'ROUND'} onClick={() => void add()}>
        {say('addStep')}
      </Button>
    </div>
  )
}

/** A number of a step: whole ones as numbers, others as text whose digits stay. */
function decimalOf(text: string): number | string {
  return numberOf(text)
}
