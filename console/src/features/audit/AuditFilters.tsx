import { Button, Input } from 'antd'
import { useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { Field } from '../../shared/ui/Field'
import { ChoiceFilter, FilterChip } from '../../shared/ui/Filters'
import { SpanFilter } from '../../shared/ui/SpanFilter'
import { TextFilter } from '../../shared/ui/TextFilter'
import { useWords } from '../../shared/words/words'
import { AuditPeopleDocument, AuditPersonDocument } from './audit.generated'
import { mostActions, type AuditSearch } from './auditSearch'
import { useAuditTerm } from './useAuditTerm'
import { words } from './words'

const spans = ['today', 'yesterday', 'last7', 'last30'] as const

/** The conditions of the list, each a chip with its own part of the address. */
export function AuditFilters({
  search,
  onChange,
}: {
  search: AuditSearch
  onChange: (change: Partial<AuditSearch>) => void
}) {
  const say = useWords(words)
  const { term, valuesOf } = useAuditTerm()
  return (
    <div className="filters">
      <SpanFilter name={say('time')} spans={spans} value={search.span} onChange={(span) => onChange({ span })} />
      <WhoFilter search={search} onChange={onChange} />
      <ChoiceFilter
        name={say('what')}
        options={valuesOf('AuditAction').map((value) => ({
          value: value as Types.AuditAction,
          word: term('AuditAction', value),
          text: term('AuditAction', value),
        }))}
        chosen={search.actions}
        onChange={(actions) => onChange({ actions: actions?.slice(0, mostActions) })}
      />
      <ObjectFilter key={`${search.kind ?? ''} ${search.object ?? ''}`} search={search} onChange={onChange} />
      {(['channel', 'address', 'request'] as const).map((each) => (
        <TextFilter
          key={`${each} ${search[each] ?? ''}`}
          name={say(each)}
          value={search[each]}
          onChange={(value) => onChange({ [each]: value })}
        />
      ))}
    </div>
  )
}

/** Who did it: a colleague by their login, or another actor written whole. */
function WhoFilter({ search, onChange }: { search: AuditSearch; onChange: (change: Partial<AuditSearch>) => void }) {
  const say = useWords(words)
  const person = useApi(AuditPersonDocument, { id: search.person ?? '' }, { enabled: search.person !== undefined })
  const named = person.data?.node?.__typename === 'Person' ? person.data.node.displayName : undefined
  const value = search.actor ?? (search.person && (named ?? search.person))
  return (
    <FilterChip name={say('who')} value={value} onClear={() => onChange({ person: undefined, actor: undefined })}>
      {(close) => (
        <WhoForm
          onDone={(change) => {
            onChange(change)
            close()
          }}
        />
      )}
    </FilterChip>
  )
}

function WhoForm({ onDone }: { onDone: (change: Pick<AuditSearch, 'person' | 'actor'>) => void }) {
  const say = useWords(words)
  const [text, setText] = useState('')
  const name = text.trim().toLowerCase()
  const another = name.includes(':')
  const found = useApi(
    AuditPeopleDocument,
    { filter: name ? { name } : {} },
    { enabled: !another, keepLast: true, freshFor: 60_000 },
  )
  const people = another ? [] : (found.data?.people?.edges.map((edge) => edge.node) ?? [])
  return (
    <form
      className="stack whoFilter"
      onSubmit={(event) => {
        event.preventDefault()
        if (another) onDone({ actor: text.trim(), person: undefined })
        else if (people[0]) onDone({ person: people[0].id, actor: undefined })
      }}
    >
      <Field id="who" label={say('who')} help={say('whoHelp')}>
        <Input value={text} maxLength={200} onChange={(event) => setText(event.target.value)} />
      </Field>
      {another ? (
        <Button htmlType="submit" type="primary">
          {say('look')}
        </Button>
      ) : (
        <ul className="things">
          {people.length === 0 && found.data && <li className="muted">{say('nobody')}</li>}
          {people.map((each) => (
            <li key={each.id}>
              <button type="button" className="link" onClick={() => onDone({ person: each.id, actor: undefined })}>
                {each.displayName}
              </button>{' '}
              <span className="small muted">{each.name}</span>
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}

/** On what: a kind of thing, or one thing by its number or name. */
function ObjectFilter({ search, onChange }: { search: AuditSearch; onChange: (change: Partial<AuditSearch>) => void }) {
  const say = useWords(words)
  const { term, valuesOf } = useAuditTerm()
  const [kind, setKind] = useState<string>(search.kind ?? '')
  const [object, setObject] = useState(search.object ?? '')
  const value = search.kind && [term('AuditObjectKind', search.kind), search.object].filter(Boolean).join(' ')
  return (
    <FilterChip name={say('onWhat')} value={value} onClear={() => onChange({ kind: undefined, object: undefined })}>
      {(close) => (
        <form
          className="stack objectFilter"
          onSubmit={(event) => {
            event.preventDefault()
            onChange({
              kind: (kind || undefined) as Types.AuditObjectKind | undefined,
              object: kind ? object.trim() || undefined : undefined,
            })
            close()
          }}
        >
          <label className="field">
            <span className="small muted">{say('kind')}</span>
            <select className="plainSelect" value={kind} onChange={(event) => setKind(event.target.value)}>
              <option value="">{say('anyKind')}</option>
              {valuesOf('AuditObjectKind').map((each) => (
                <option key={each} value={each}>
                  {term('AuditObjectKind', each)}
                </option>
              ))}
            </select>
          </label>
          <Field id="object" label={say('object')} help={say('objectHelp')}>
            <Input
              value={object}
              maxLength={200}
              disabled={!kind}
              onChange={(event) => setObject(event.target.value)}
            />
          </Field>
          <Button htmlType="submit" type="primary">
            {say('look')}
          </Button>
        </form>
      )}
    </FilterChip>
  )
}
