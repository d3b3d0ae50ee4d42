import { Input, type InputProps } from 'antd'
import { useState } from 'react'
import { dayOf } from '../format/time'

/** An instant as the field shows it: business time to the minute; what is no instant as it was typed. */
export function localOf(instant: string | null | undefined): string {
  if (!instant || !isInstant(instant)) return instant ?? ''
  const shifted = new Date(Date.parse(instant) + 8 * 3_600_000)
  return `${dayOf(instant)} ${shifted.toISOString().slice(11, 16)}`
}

/** The instant of business time that was typed, such as 2026-12-15 07:40 or 12-15 7:40 of this year; nothing where it is none. */
export function instantOf(text: string, now = Date.now()): string | undefined {
  const found = /^(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})[ T]+(\d{1,2}):(\d{2})$/.exec(text.trim())
  if (!found) return undefined
  const [, year = dayOf(now).slice(0, 4), month = '', day = '', hour = '', minute = ''] = found
  const two = (part: string) => part.padStart(2, '0')
  const written = `${year}-${two(month)}-${two(day)}T${two(hour)}:${minute}:00`
  const at = Date.parse(`${written}+08:00`)
  // 31 November is no day: what comes back must be what was written.
  if (Number.isNaN(at) || new Date(at + 8 * 3_600_000).toISOString().slice(0, 19) !== written) return undefined
  return new Date(at).toISOString()
}

export function isInstant(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text))
}

/** A field for an instant of business time, UTC+8, wherever the browser is. What is typed and is no instant is given on as it is. */
export function InstantInput({
  value,
  onChange,
  ...others
}: Omit<InputProps, 'value' | 'onChange' | 'type'> & {
  value: string | undefined
  onChange: (instant: string | undefined) => void
}) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <Input
      placeholder="2026-11-30 14:05"
      {...others}
      className="instant"
      maxLength={20}
      value={typed ?? localOf(value)}
      onChange={(event) => {
        const text = event.target.value
        setTyped(text)
        onChange(text.trim() === '' ? undefined : (instantOf(text) ?? text))
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
