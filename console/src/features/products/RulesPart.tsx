import { Button, Input } from 'antd'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { State } from '../../shared/ui/State'
import { UserErrors } from '../../shared/ui/UserErrors'
import { listed, useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { isOfClaims } from './Editor'
import { mistakesIn, spans, wordIn } from './fileText'
import { ConditionCompletionDocument, RuleBenchDocument, type ContentFragment } from './products.generated'
import { useRisk } from './risk'
import { useDraftInHand, useSettled, type Mistake } from './useDraft'
import { words } from './words'
import type { Suggestion } from './CodeEditor'
import { MoveItem } from './MoveItem'
import { Mistakes, PartField } from './PartField'

const CodeEditor = lazy(() => import('./CodeEditor').then((m) => ({ default: m.CodeEditor })))

type Rule = ContentFragment['rules'][number]

/** What must not be sold, or needs a person: a card each. */
export function RulesPart({ content }: { content: ContentFragment }) {
  const say = useWords(words)
  return (
    <section className="stack">
      <RuleCards title={say('rules')} rules={content.rules.filter((each) => !isOfClaims(each))} all={content.rules} />
    </section>
  )
}

/** Rules with their conditions, mistakes in place, and what they say of the risk at the right. */
export function RuleCards({
  title,
  rules,
  all,
  ofClaims = false,
}: {
  title: string
  rules: readonly Rule[]
  all: readonly Rule[]
  ofClaims?: boolean
}) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const act = ofClaims ? 'CLAIM' : 'QUOTE'
  const on = ofClaims ? ['claim'] : ['sale']
  const [adding, setAdding] = useState(false)
  const [trying, setTrying] = useState(false)
  const suggestions = useSuggestions(act)
  const bench = useBench(act, trying)
  const ends = spans(all)
  return (
    <>
      <h2 className="row">
        <span className="grow">
          {title} <span className="muted">{rules.length}</span>
        </span>
        <Button aria-pressed={trying} onClick={() => setTrying(!trying)}>
          {say('bench')}
        </Button>
        {draft.editable && <Button onClick={() => setAdding(true)}>{say('addRule')}</Button>}
      </h2>
      {rules.map((rule) => (
        <RuleCard
          key={rule.at.join('.')}
          rule={rule}
          shown={rules}
          all={all}
          mistakes={mistakesIn(
            draft.mistakes,
            rule.line,
            ends.find(({ part }) => part === rule)?.end ?? Number.MAX_SAFE_INTEGER,
          ).filter((each) => each.path?.[0] === 'rules' || each.path?.[0] === 'claims')}
          suggestions={suggestions}
          holds={bench?.get(rule.code)}
        />
      ))}
      {adding && <RuleDialog on={on} onClose={() => setAdding(false)} />}
    </>
  )
}

function RuleCard({
  rule,
  shown,
  all,
  mistakes,
  suggestions,
  holds,
}: {
  rule: Rule
  shown: readonly Rule[]
  all: readonly Rule[]
  mistakes: readonly Mistake[]
  suggestions: readonly Suggestion[]
  holds: { holds: boolean | null; problem: string | undefined } | undefined
}) {
  const say = useWords(words)
  const language = useLanguage()
  const term = useTerm()
  const draft = useDraftInHand()
  const [typed, setTyped] = useState(rule.condition)
  // What comes back of one's own typing is not put over what was typed since.
  const sent = useRef(rule.condition)
  useEffect(() => {
    if (rule.condition !== sent.current) setTyped(rule.condition)
    sent.current = rule.condition
  }, [rule.condition])
  const commit = (text: string) => {
    if (text.trim() !== '' && text.trim() !== rule.condition.trim()) {
      sent.current = text.trim()
      void draft.change([{ operation: 'REPLACE', at: [...rule.at, 'if'], value: JSON.stringify(text.trim()) }])
    }
  }
  // What is typed goes into the file once it rests, so that mistakes show while one writes.
  const settled = useSettled(typed, 250)
  useEffect(() => {
    if (settled === typed) commit(settled)
    // Only what rested is put in.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled])
  const marks = useMemo(
    () =>
      mistakes
        .filter((each) => each.path?.[each.path.length - 1] === 'if')
        .map((each) => {
          const word = wordIn(each, rule.condition)
          const from = word ? rule.condition.indexOf(word) : -1
          return from >= 0 && word
            ? { from, to: from + word.length, message: each.message, fix: each.fix ?? undefined }
            : { from: 0, to: rule.condition.length, message: each.message }
        }),
    [mistakes, rule.condition],
  )
  const fix = (mistake: Mistake) => {
    const word = wordIn(mistake, rule.condition)
    if (!mistake.fix || !word || !draft.editable) return null
    const to = mistake.fix
    return (
      <button
        type="button"
        className="link"
        onClick={() => {
          const mended = rule.condition.replaceAll(word, to)
          setTyped(mended)
          commit(mended)
        }}
      >
        {say('fix', { fix: to })}
      </button>
    )
  }
  return (
    <article className={mistakes.length > 0 ? 'ruleCard bad' : 'ruleCard'} aria-label={rule.code}>
      <header className="row">
        <code className="strong">{rule.code}</code>
        <span className="second grow">
          {listed(
            rule.acts.map((each) => term('RuleAct', each)),
            language,
          )}{' '}
          <b className="strong">
            {term('RuleEffect', rule.effect)} {rule.points > 0 && rule.points}
          </b>
        </span>
        {holds && (
          <State mood={holds.holds === null ? 'bad' : holds.holds ? 'ours' : 'ended'}>
            {holds.holds === null ? (holds.problem ?? say('unknown')) : say(holds.holds ? 'holds' : 'holdsNot')}
          </State>
        )}
        <MoveItem part={rule} shown={shown} all={all} name={rule.code} />
        {draft.editable && (
          <button
            type="button"
            className="link"
            aria-label={`${say('remove')} ${rule.code}`}
            onClick={() => void draft.change([{ operation: 'REMOVE', at: [...rule.at] }])}
          >
            ✕
          </button>
        )}
      </header>
      <Suspense fallback={<pre className="code">{typed}</pre>}>
        <CodeEditor
          label={`${say('condition')} ${rule.code}`}
          text={typed}
          language="plain"
          readOnly={!draft.editable}
          marks={marks}
          suggest={suggestions}
          onText={setTyped}
          onLeave={() => commit(typed)}
        />
      </Suspense>
      <Mistakes list={mistakes} act={fix} />
      <div className="row sentences">
        <span className="second nowrap">{say('sentence')}</span>
        <PartField bare at={[...rule.at, 'sentence', 'zh']} value={rule.sentence.zh} label={say('sentence_zh')} />
        <PartField bare at={[...rule.at, 'sentence', 'en']} value={rule.sentence.en} label={say('sentence_en')} />
      </div>
    </article>
  )
}

function useSuggestions(act: Types.RuleAct): readonly Suggestion[] {
  const draft = useDraftInHand()
  const may = useMay()
  const localized = useLocalized()
  // What may be named changes with the factors, not with each letter of a condition.
  const names = draft.content?.factors.map((each) => each.name).join() ?? ''
  const [file, setFile] = useState(draft.file)
  useEffect(() => {
    setFile(draft.file)
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [names])
  const answer = useApi(
    ConditionCompletionDocument,
    { input: { productCode: draft.code, file, act } },
    { keepLast: true, enabled: may('Query.conditionCompletion') && draft.editable },
  )
  const found = answer.data?.conditionCompletion
  return useMemo(
    () => [
      ...(found?.variables ?? []).flatMap((each) => [
        { name: each.name, detail: each.type.toLowerCase(), info: localized(each.title) },
        ...each.values.map((value) => ({ name: `'${value}'`, detail: each.name })),
      ]),
      ...(found?.operations ?? [])
        .filter((each) => !each.operator)
        .map((each) => ({ name: each.name, detail: each.signatures[0] ?? '', info: localized(each.sentence) })),
    ],
    [found, localized],
  )
}

/** What each rule says of the risk at the right. */
function useBench(act: Types.RuleAct, trying: boolean) {
  const draft = useDraftInHand()
  const risk = useRisk()
  const file = useSettled(draft.file, 300)
  const answer = useApi(
    RuleBenchDocument,
    { input: { productCode: draft.code, file, act, planCode: risk.plan, payer: risk.payer, factors: risk.factors } },
    { keepLast: true, enabled: trying && risk.plan !== '' },
  )
  if (!trying) return undefined
  return new Map(
    (answer.data?.ruleBench?.rules ?? []).map((each) => [
      each.code,
      { holds: each.holds ?? null, problem: each.problem?.message },
    ]),
  )
}

function RuleDialog({ on, onClose }: { on: readonly string[]; onClose: () => void }) {
  const say = useWords(words)
  const term = useTerm()
  const draft = useDraftInHand()
  const [typed, setTyped] = useState({ code: '', if: '', effect: 'refuse', zh: '', en: '' })
  const [errors, setErrors] = useState<Awaited<ReturnType<typeof draft.change>>>([])
  const set = (key: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped({ ...typed, [key]: event.target.value })
  const effects = on[0] === 'claim' ? ['refuse', 'refer', 'require', 'correct'] : ['refuse', 'refer', 'require']
  const add = async () => {
    const one = {
      code: typed.code.trim().toUpperCase(),
      on,
      if: typed.if.trim(),
      effect: typed.effect,
      sentence: { zh: typed.zh.trim(), en: typed.en.trim() },
    }
    const wrong = await draft.change([{ operation: 'ADD', at: ['rules', '-'], value: JSON.stringify(one) }])
    setErrors(wrong)
    if (wrong.length === 0) onClose()
  }
  return (
    <Dialog
      title={say('addRule')}
      keep={say('keep')}
      act={say('add')}
      disabled={Object.values(typed).some((each) => each.trim() === '')}
      onKeep={onClose}
      onAct={() => void add()}
      width={560}
    >
      <div className="stack">
        <UserErrors errors={errors} />
        <Field id="ruleCode" label={say('ruleCode')}>
          <Input value={typed.code} autoFocus maxLength={48} onChange={set('code')} />
        </Field>
        <Field id="ruleIf" label={say('condition')}>
          <Input value={typed.if} onChange={set('if')} />
        </Field>
        <div className="field">
          <label htmlFor="ruleEffect">{say('effect')}</label>
          <select id="ruleEffect" className="choice" value={typed.effect} onChange={set('effect')}>
            {effects.map((each) => (
              <option key={each} value={each}>
                {term('RuleEffect', each.toUpperCase())}
              </option>
            ))}
          </select>
        </div>
        <Field id="ruleZh" label={say('sentence_zh')}>
          <Input value={typed.zh} onChange={set('zh')} />
        </Field>
        <Field id="ruleEn" label={say('sentence_en')}>
          <Input value={typed.en} onChange={set('en')} />
        </Field>
      </div>
    </Dialog>
  )
}
