import { Button, Input } from 'antd'
import { useId } from 'react'
import { useWords } from '../../shared/words/words'
import { words } from './agreementWords'
import type { TermRow } from './terms'

/** A layer of terms to be typed: a key and its value a row. known: keys with what they are called. */
export function TermRows({
  rows,
  onChange,
  known,
  error,
}: {
  rows: readonly TermRow[]
  onChange: (rows: TermRow[]) => void
  known?: ReadonlyMap<string, string>
  error?: string | undefined
}) {
  const say = useWords(words)
  const list = useId()
  const set = (place: number, change: Partial<TermRow>) =>
    onChange(rows.map((row, at) => (at === place ? { ...row, ...change } : row)))
  return (
    <fieldset className="rowsField" id="terms" tabIndex={-1}>
      <legend>{say('terms')}</legend>
      {known && (
        <datalist id={list}>
          {[...known].map(([path, title]) => (
            <option key={path} value={path}>
              {title}
            </option>
          ))}
        </datalist>
      )}
      {rows.map((row, place) => (
        <div key={place} className="row">
          <Input
            aria-label={say('termKey', { no: place + 1 })}
            value={row.path}
            maxLength={64}
            {...(known ? { list } : {})}
            {...(error ? { status: 'error' as const, 'aria-invalid': true } : {})}
            onChange={(event) => set(place, { path: event.target.value })}
          />
          <Input
            aria-label={say('termValue', { no: place + 1 })}
            value={row.value}
            maxLength={500}
            onChange={(event) => set(place, { value: event.target.value })}
          />
          <Button
            aria-label={say('dropTerm', { no: place + 1 })}
            onClick={() => onChange(rows.filter((_, at) => at !== place))}
          >
            {say('dropRow')}
          </Button>
        </div>
      ))}
      {error && <p className="fieldError">{error}</p>}
      <p className="small muted">{say('termsHelp')}</p>
      <p>
        <Button size="small" onClick={() => onChange([...rows, { path: '', value: '' }])}>
          {say('addTerm')}
        </Button>
      </p>
    </fieldset>
  )
}
