import { cloneElement, type ReactElement, type ReactNode } from 'react'

interface Control {
  id?: string
  'aria-invalid'?: boolean
  'aria-describedby'?: string
  status?: 'error' | undefined
}

/** A field of a form: its label, its help, what is wrong with it. The control is its only child and gets the id. */
export function Field({
  id,
  label,
  help,
  error,
  children,
}: {
  id: string
  label: ReactNode
  help?: ReactNode
  error?: string | undefined
  children: ReactElement<Control>
}) {
  const told = error ? `${id}.error` : help ? `${id}.help` : undefined
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {cloneElement(children, {
        id,
        ...(error ? { 'aria-invalid': true, status: 'error' as const } : {}),
        ...(told ? { 'aria-describedby': told } : {}),
      })}
      {error ? (
        <p id={`${id}.error`} className="fieldError">
          {error}
        </p>
      ) : (
        help && (
          <p id={`${id}.help`} className="small muted">
            {help}
          </p>
        )
      )}
    </div>
  )
}
