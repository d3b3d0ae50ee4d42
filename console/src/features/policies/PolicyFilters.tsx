import { PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { Field } from '../../shared/ui/Field'
import { ChoiceFilter, FilterChip } from '../../shared/ui/Filters'
import { policyMood } from '../../shared/ui/moods'
import { SpanFilter } from '../../shared/ui/SpanFilter'
import { State } from '../../shared/ui/State'
import { TextFilter } from '../../shared/ui/TextFilter'
import { useLocalized, useWords } from '../../shared/words/words'
import { PolicyChoicesDocument } from './policies.generated'
import { boundSpans, endSpans, payers, policyStates, type PersonSearch, type PolicySearch } from './policySearch'
import { words } from './words'

/** The conditions of the list, each a chip with its own part of the address; a person is kept by the page alone. */
export function PolicyFilters({
  search,
  onChange,
  person,
  onPerson,
}: {
  search: PolicySearch
  onChange: (change: Partial<PolicySearch>) => void
  person: PersonSearch
  onPerson: (person: PersonSearch) => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const findsPersons = useMay()('Mutation.revealPersonalData')
  const choices = useApi(PolicyChoicesDocument, {}, { freshFor: 300_000 })
  const channels =
    choices.data?.channels.edges.map(({ node }) => ({ value: node.code, text: node.name, word: node.name })) ?? []
  const products =
    choices.data?.products.map(({ code, name }) => ({
      value: code,
      text: localized(name) || code,
      word: localized(name) || code,
    })) ?? []
  const unique = channels.filter(
    (channel, place) => channels.findIndex((each) => each.value === channel.value) === place,
  )
  const [more, setMore] = useState(false)
  const personText = Object.values(person).find((value) => value)
  return (
    <div className="filters">
      <NumbersInput key={search.numbers} value={search.numbers} onChange={(numbers) => onChange({ numbers })} />
      <SpanFilter
        name={say('bound')}
        spans={boundSpans}
        value={search.bound}
        onChange={(bound) => onChange({ bound })}
      />
      <ChoiceFilter
        name={say('channel')}
        options={unique}
        chosen={search.channels}
        onChange={(list) => onChange({ channels: list })}
      />
      <ChoiceFilter
        name={say('state')}
        options={policyStates.map((state) => ({
          value: state,
          word: term('PolicyState', state),
          text: <State mood={policyMood[state]}>{term('PolicyState', state)}</State>,
        }))}
        chosen={search.states}
        onChange={(states) => onChange({ states })}
      />
      <ChoiceFilter
        name={say('product')}
        options={products}
        chosen={search.products}
        onChange={(list) => onChange({ products: list })}
      />
      <ChoiceFilter
        name={say('payer')}
        options={payers.map((payer) => ({
          value: payer,
          word: term('PremiumPayer', payer),
          text: term('PremiumPayer', payer),
        }))}
        chosen={search.payers}
        onChange={(list) => onChange({ payers: list })}
      />
      {(more || search.ends) && (
        <SpanFilter name={say('ends')} spans={endSpans} value={search.ends} onChange={(ends) => onChange({ ends })} />
      )}
      {(more || search.from || search.to) && <PremiumFilter search={search} onChange={onChange} />}
      {(more || search.insured) && (
        <TextFilter name={say('insured')} value={search.insured} onChange={(insured) => onChange({ insured })} />
      )}
      {(more || search.agreements) && (
        <TextFilter
          name={say('agreement')}
          value={search.agreements?.[0]}
          onChange={(code) => onChange({ agreements: code ? [code] : undefined })}
        />
      )}
      {findsPersons && (
        <FilterChip name={say('person')} value={personText ? '•••' : undefined} onClear={() => onPerson({})}>
          {(close) => (
            <PersonForm
              person={person}
              onDone={(next) => {
                onPerson(next)
                close()
              }}
            />
          )}
        </FilterChip>
      )}
      {(more || search.sandbox) && (
        <FilterChip
          name={say('sandbox')}
          value={search.sandbox && say('sandbox')}
          onClear={() => onChange({ sandbox: undefined })}
        >
          {(close) => (
            <Button
              onClick={() => {
                onChange({ sandbox: true })
                close()
              }}
            >
              {say('halfSandbox')}
            </Button>
          )}
        </FilterChip>
      )}
      {!more && (
        <button type="button" className="chip dashed" onClick={() => setMore(true)}>
          <PlusOutlined aria-hidden /> {say('more')}
        </button>
      )}
    </div>
  )
}

function NumbersInput({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const say = useWords(words)
  const [text, setText] = useState(value ?? '')
  const send = () => {
    if (text.trim() !== (value ?? '')) onChange(text.trim() || undefined)
  }
  return (
    <Input.TextArea
      className="numbers grows"
      aria-label={say('numbers')}
      data-search
      placeholder={say('numbers')}
      rows={1}

      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={send}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
        event.preventDefault()
        send()
      }}
    />
  )
}

function PremiumFilter({
  search,
  onChange,
}: {
  search: PolicySearch
  onChange: (change: Partial<PolicySearch>) => void
}) {
  const say = useWords(words)
  const [from, setFrom] = useState(search.from ?? '')
  const [to, setTo] = useState(search.to ?? '')
  const value = search.from || search.to ? `${search.from ?? ''} – ${search.to ?? ''}` : undefined
  return (
    <FilterChip name={say('premium')} value={value} onClear={() => onChange({ from: undefined, to: undefined })}>
      {(close) => (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            onChange({ from: from.trim() || undefined, to: to.trim() || undefined })
            close()
          }}
        >
          <Field id="premiumFrom" label={say('premiumFrom')}>
            <Input inputMode="decimal" value={from} onChange={(event) => setFrom(event.target.value)} />
          </Field>
          <Field id="premiumTo" label={say('premiumTo')}>
            <Input inputMode="decimal" value={to} onChange={(event) => setTo(event.target.value)} />
          </Field>
          <Button htmlType="submit" type="primary">
            {say('look')}
          </Button>
        </form>
      )}
    </FilterChip>
  )
}

const personFields = ['personName', 'identityNo', 'phone', 'email'] as const

function PersonForm({ person, onDone }: { person: PersonSearch; onDone: (person: PersonSearch) => void }) {
  const say = useWords(words)
  const [typed, setTyped] = useState<PersonSearch>(person)
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    onDone(Object.fromEntries(personFields.flatMap((field) => (typed[field] ? [[field, typed[field].trim()]] : []))))
  }
  return (
    <form className="stack" onSubmit={submit} autoComplete="off">
      {personFields.map((field) => (
        <Field key={field} id={field} label={say(field)}>
          <Input value={typed[field] ?? ''} onChange={(event) => setTyped({ ...typed, [field]: event.target.value })} />
        </Field>
      ))}
      <p className="small muted">{say('personHelp')}</p>
      <Button htmlType="submit" type="primary">
        {say('look')}
      </Button>
    </form>
  )
}
