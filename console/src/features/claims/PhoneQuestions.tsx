import { Input } from 'antd'
import type { UserError } from '../../shared/graphql/useAct'
import { InstantInput } from '../../shared/ui/InstantInput'
import { fieldOf } from '../../shared/ui/UserErrors'
import { useLanguage, useWords } from '../../shared/words/words'
import { factsOf, kindOf, titleOf } from '../../shared/facts/facts'
import type { AskedSchema, PhoneDraft } from './phone'
import { words } from './phoneWords'
import { FactInput, Question } from './Question'

/** The product's questions, one under another, with what is wrong at each. */
export function PhoneQuestions({
  schema,
  draft,
  errors,
  onChange,
}: {
  schema: AskedSchema
  draft: PhoneDraft
  errors: readonly UserError[]
  onChange: (draft: PhoneDraft) => void
}) {
  const say = useWords(words)
  const language = useLanguage()
  const errorOf = (path: string) => errors.find((error) => fieldOf(error) === path)?.message
  const facts = factsOf(schema)
  const asksWhen = !schema['x-occurred']
  const asksLoss = !schema['x-loss']
  return (
    <div className="questions">
      {asksWhen && (
        <Question
          place={1}
          id="occurredAt"
          title={say('whenHappened')}
          help={say('whenHappenedHelp')}
          error={errorOf('occurredAt')}
        >
          <InstantInput
            id="occurredAt"
            value={draft.occurredAt}
            onChange={(occurredAt) => onChange({ ...draft, occurredAt })}
          />
        </Question>
      )}
      {facts.map((fact, place) => {
        const id = `facts.${fact.name}`
        const kind = kindOf(fact.schema)
        const title = `${titleOf(fact.schema, language) || fact.name}${fact.needed ? ' *' : ''}`
        return (
          <Question
            key={fact.name}
            place={place + (asksWhen ? 2 : 1)}
            id={id}
            title={title}
            help={fact.needed ? undefined : say('optional')}
            error={errorOf(id)}
            grouped={kind === 'boolean' || kind === 'choice' || kind === 'list'}
          >
            <FactInput
              id={id}
              schema={fact.schema}
              value={draft.answers[fact.name]}
              wrong={errorOf(id) !== undefined}
              errorOf={errorOf}
              onChange={(value) => onChange({ ...draft, answers: { ...draft.answers, [fact.name]: value } })}
            />
          </Question>
        )
      })}
      {asksLoss && (
        <Question
          place={facts.length + (asksWhen ? 2 : 1)}
          id="claimed"
          title={say('lossAsked')}
          help={say('optional')}
          error={errorOf('claimed') ?? errorOf('claimed.amount')}
        >
          <Input
            id="claimed"
            className="short"
            inputMode="decimal"
            suffix={say('yuan')}
            value={draft.claimed}
            onChange={(event) => onChange({ ...draft, claimed: event.target.value.replace(/[,\s]/g, '') })}
          />
        </Question>
      )}
    </div>
  )
}
