import { Input, type InputProps } from 'antd'
import { dayOf } from '../format/time'

/** An instant as the field shows it: business time to the minute; empty where there is none. */
export function localOf(instant: string | null | undefined): string {
  if (!instant || Number.isNaN(Date.parse(instant))) return ''
  const shifted = new Date(Date.parse(instant) + 8 * 3_600_000)
  return `${dayOf(instant)}T${shifted.toISOString().slice(11, 16)}`
}

/** The instant that a field shows; nothing where it is none. */
export function instantOf(local: string): string | undefined {
  const at = Date.parse(`${local}:00+08:00`)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

/** A field for an instant of business time, UTC+8, wherever the browser is. */
export function InstantInput({
  value,
  onChange,
  ...others
}: Omit<InputProps, 'value' | 'onChange' | 'type'> & {
  value: string | undefined
  onChange: (instant: string | undefined) => void
}) {
  return (
    <Input
      {...others}
      type="datetime-local"
      className="instant"
      value={localOf(value)}
      max={localOf(new Date().toISOString())}
      onChange={(event) => onChange(instantOf(event.target.value))}
    />
  )
}
