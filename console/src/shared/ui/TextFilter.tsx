import { Button, Input } from 'antd'
import { useState } from 'react'
import { defineWords, useWords } from '../words/words'
import { FilterChip } from './Filters'

const words = defineWords('textFilter', { look: ['查', 'Look'] })

/** A condition that is typed. */
export function TextFilter({
  name,
  value,
  onChange,
}: {
  name: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const say = useWords(words)
  const [text, setText] = useState(value ?? '')
  return (
    <FilterChip
      name={name}
      value={value}
      onClear={() => {
        setText('')
        onChange(undefined)
      }}
    >
      {(close) => (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            onChange(text.trim() || undefined)
            close()
          }}
        >
          <Input aria-label={name} value={text} onChange={(event) => setText(event.target.value)} />
          <Button htmlType="submit" type="primary">
            {say('look')}
          </Button>
        </form>
      )}
    </FilterChip>
  )
}
