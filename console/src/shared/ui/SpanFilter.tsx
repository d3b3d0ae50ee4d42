import { Button } from 'antd'
import type { Span } from '../format/span'
import { defineWords, useWords } from '../words/words'
import { FilterChip } from './Filters'

const words = defineWords('span', {
  spanToday: ['今天', 'today'],
  spanYesterday: ['昨天', 'yesterday'],
  spanLast7: ['近 7 天', 'last 7 days'],
  spanLast30: ['近 30 天', 'last 30 days'],
  spanNext7: ['7 天内', 'in 7 days'],
  spanNext30: ['30 天内', 'in 30 days'],
  fromDay: ['从', 'From'],
  toDay: ['到', 'To'],
})

const spanWords = {
  today: 'spanToday',
  yesterday: 'spanYesterday',
  last7: 'spanLast7',
  last30: 'spanLast30',
  next7: 'spanNext7',
  next30: 'spanNext30',
} as const

/** A condition of days: spans that are asked often, or from one day to another. */
export function SpanFilter({
  name,
  spans,
  value,
  onChange,
}: {
  name: string
  spans: readonly (keyof typeof spanWords)[]
  value: Span | undefined
  onChange: (value: Span | undefined) => void
}) {
  const say = useWords(words)
  const text =
    value && value in spanWords ? say(spanWords[value as keyof typeof spanWords]) : value?.replace('..', ' → ')
  const [first = '', last = ''] = value?.includes('..') ? value.split('..') : []
  const days = (from: string, to: string) => onChange(from || to ? `${from}..${to}` : undefined)
  return (
    <FilterChip name={name} value={text} onClear={() => onChange(undefined)}>
      {(close) => (
        <div className="stack">
          <div className="row wrap">
            {spans.map((span) => (
              <Button
                key={span}
                size="small"
                type={span === value ? 'primary' : 'default'}
                onClick={() => {
                  onChange(span)
                  close()
                }}
              >
                {say(spanWords[span])}
              </Button>
            ))}
          </div>
          <label className="row">
            <span className="small muted">{say('fromDay')}</span>
            <input
              type="date"
              className="date"
              value={first}
              max={last || undefined}
              onChange={(event) => days(event.target.value, last)}
            />
          </label>
          <label className="row">
            <span className="small muted">{say('toDay')}</span>
            <input
              type="date"
              className="date"
              value={last}
              min={first || undefined}
              onChange={(event) => days(first, event.target.value)}
            />
          </label>
        </div>
      )}
    </FilterChip>
  )
}
