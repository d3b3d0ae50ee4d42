import { FilterChip } from '../../shared/ui/Filters'
import { useWords } from '../../shared/words/words'
import { words } from './words'

/** A condition of which one value holds, or none. */
export function OneFilter<Value extends string>({
  name,
  options,
  chosen,
  onChange,
}: {
  name: string
  options: readonly { value: Value; word: string }[]
  chosen: Value | undefined
  onChange: (chosen: Value | undefined) => void
}) {
  return (
    <FilterChip
      name={name}
      value={options.find((option) => option.value === chosen)?.word}
      onClear={() => onChange(undefined)}
    >
      {(close) => (
        <fieldset className="choices">
          <legend className="unseen">{name}</legend>
          {options.map((option) => (
            <label key={option.value}>
              <input
                type="radio"
                name={name}
                checked={option.value === chosen}
                onChange={() => {
                  onChange(option.value)
                  close()
                }}
              />
              {option.word}
            </label>
          ))}
        </fieldset>
      )}
    </FilterChip>
  )
}

/** Live or sandbox: one always holds. */
export function HalfFilter({
  mode,
  onChange,
}: {
  mode: 'sandbox' | undefined
  onChange: (mode: 'sandbox' | undefined) => void
}) {
  const say = useWords(words)
  return (
    <OneFilter
      name={say('half')}
      options={[
        { value: 'live', word: say('live') },
        { value: 'sandbox', word: say('sandbox') },
      ]}
      chosen={mode}
      onChange={(chosen) => onChange(chosen === 'sandbox' ? 'sandbox' : undefined)}
    />
  )
}
