import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import type { ReactNode } from 'react'
import { figures, sum } from '../../shared/format/money'
import { addDays, dayOf } from '../../shared/format/time'
import { InstantInput, instantOf } from '../../shared/ui/InstantInput'
import { useLanguage, useWords } from '../../shared/words/words'
import type { Answers } from './factForm'
import { factsOf, kindOf, titleOf, type FactSchema } from '../../shared/facts/facts'
import { words } from './phoneWords'

/** A numbered question with its help and what is wrong with its answer. */
export function Question({
  place,
  id,
  title,
  help,
  error,
  grouped = false,
  children,
}: {
  place: number
  id: string
  title: string
  help?: ReactNode
  error?: string | undefined
  grouped?: boolean
  children: ReactNode
}) {
  const about = `${id}.about`
  const content = (
    <>
      <span className="place muted" aria-hidden="true">
        {place}
      </span>
      <div className="grow">
        {grouped ? (
          <legend className="questionTitle">{title}</legend>
        ) : (
          <label className="questionTitle" htmlFor={id}>
            {title}
          </label>
        )}
        {help && <p className="small muted">{help}</p>}
        <div className="answer">{children}</div>
        {error && (
          <p id={about} className="fieldError">
            {error}
          </p>
        )}
      </div>
    </>
  )
  return grouped ? (
    <fieldset className="question" id={id} tabIndex={-1}>
      {content}
    </fieldset>
  ) : (
    <div className="question">{content}</div>
  )
}

/** The field for one fact, by its kind. */
export function FactInput({
  id,
  schema,
  value,
  wrong,
  errorOf,
  onChange,
}: {
  id: string
  schema: FactSchema
  value: unknown
  wrong: boolean
  errorOf: (path: string) => string | undefined
  onChange: (value: unknown) => void
}) {
  const say = useWords(words)
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const state = wrong ? { status: 'error' as const, 'aria-invalid': true, 'aria-describedby': `${id}.about` } : {}
  const unit = schema['x-unit']
  switch (kindOf(schema)) {
    case 'instant':
      return (
        <div className="row wrap">
          <InstantInput id={id} value={text || undefined} onChange={onChange} {...state} />
          <Button onClick={() => onChange(new Date().toISOString())}>{say('now')}</Button>
          <Button onClick={() => onChange(instantOf(`${addDays(dayOf(Date.now()), -1)} 12:00`))}>
            {say('yesterday')}
          </Button>
        </div>
      )
    case 'boolean':
      return (
        <div className="row" role="radiogroup" aria-labelledby={id}>
          {[true, false].map((each) => (
            <label key={String(each)} className="row">
              <input type="radio" name={id} checked={value === each} onChange={() => onChange(each)} />
              {say(each ? 'yes' : 'no')}
            </label>
          ))}
        </div>
      )
    case 'choice':
      return (
        <div className="row wrap">
          {(schema.enum ?? [])
            .filter((each) => each !== null)
            .map((each) => (
              <label key={each} className="row">
                <input type="radio" name={id} checked={value === each} onChange={() => onChange(each)} />
                {each}
              </label>
            ))}
        </div>
      )
    case 'list':
      return (
        <ListInput
          id={id}
          schema={schema.items ?? {}}
          most={schema.maxItems ?? 20}
          rows={Array.isArray(value) ? (value as Answers[]) : []}
          errorOf={errorOf}
          onChange={onChange}
        />
      )
    default:
      return (
        <Input
          id={id}
          value={text}
          className={unit ? 'short' : 'middle'}
          inputMode={unit ? 'decimal' : undefined}
          maxLength={schema.maxLength}
          suffix={unit === 'CNY' ? say('yuan') : unit}
          {...state}
          onChange={(event) => onChange(unit ? event.target.value.replace(/[,\s]/g, '') : event.target.value)}
        />
      )
  }
}

/** Rows of a list of facts, such as transactions, and their sum. */
function ListInput({
  id,
  schema,
  most,
  rows,
  errorOf,
  onChange,
}: {
  id: string
  schema: FactSchema
  most: number
  rows: readonly Answers[]
  errorOf: (path: string) => string | undefined
  onChange: (rows: Answers[]) => void
}) {
  const say = useWords(words)
  const language = useLanguage()
  const fields = factsOf(schema)
  const change = (place: number, name: string, value: unknown) =>
    onChange(rows.map((row, at) => (at === place ? { ...row, [name]: value } : row)))
  const amounts = rows.flatMap((row) =>
    typeof row.amount === 'string' && /^\d+(\.\d+)?$/.test(row.amount) ? [row.amount] : [],
  )
  return (
    <>
      <table className="plain listInput">
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field.name}>{titleOf(field.schema, language)}</th>
            ))}
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {fields.map((field) => {
                const path = `${id}.${String(place)}.${field.name}`
                const error = errorOf(path)
                const value = row[field.name]
                const shared = {
                  id: path,
                  'aria-label': titleOf(field.schema, language),
                  ...(error ? { status: 'error' as const, title: error } : {}),
                }
                return (
                  <td key={field.name}>
                    {kindOf(field.schema) === 'instant' ? (
                      <InstantInput
                        {...shared}
                        value={typeof value === 'string' ? value : undefined}
                        onChange={(next) => change(place, field.name, next)}
                      />
                    ) : (
                      <Input
                        {...shared}
                        value={typeof value === 'string' ? value : ''}
                        onChange={(event) => change(place, field.name, event.target.value)}
                      />
                    )}
                    {error && <p className="fieldError small">{error}</p>}
                  </td>
                )
              })}
              <td className="right">
                <Button
                  type="text"
                  size="small"
                  aria-label={say('remove', { place: place + 1 })}
                  icon={<CloseOutlined aria-hidden />}
                  onClick={() => onChange(rows.filter((_, at) => at !== place))}
                />
              </td>
            </tr>
          ))}
        </tbody>
        {amounts.length > 0 && (
          <tfoot>
            <tr className="total">
              <td colSpan={fields.length + 1}>
                {say('total', { count: amounts.length })} <b>{figures(sum(amounts))}</b>
              </td>
            </tr>
          </tfoot>
        )}
      </table>
      <Button
        size="small"
        disabled={rows.length >= most}
        icon={<PlusOutlined aria-hidden />}
        onClick={() => onChange([...rows, {}])}
      >
        {say('add')}
      </Button>
    </>
  )
}
