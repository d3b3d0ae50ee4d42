import { useEffect, useRef } from 'react'
import type { RequestFailed } from '../graphql/request'
import type { UserError } from '../graphql/useAct'
import { defineWords, useWords } from '../words/words'
import { Failure } from './Region'

const words = defineWords('userErrors', {
  title: ['有 {{count}} 处要改', { one: '{{count}} thing to correct', other: '{{count}} things to correct' }],
})

/** The path of a mistake as a form knows its fields: facts.lostAmount. */
export function fieldOf(error: UserError): string {
  return (error.path ?? []).filter((step) => step !== 'input').join('.')
}

/** What the server says of one field of a form. */
export function errorAt(errors: readonly UserError[], field: string): string | undefined {
  return errors.find((error) => fieldOf(error) === field)?.message
}

/** One box above a form: how many mistakes there are, with a link to each field. It takes the focus when it comes. */
export function UserErrors({ errors, failure }: { errors: readonly UserError[]; failure?: RequestFailed | null }) {
  const say = useWords(words)
  const box = useRef<HTMLDivElement>(null)
  // By what they say: a form makes the list anew while somebody types, who keeps the focus then.
  const said = errors.map((error) => `${fieldOf(error)} ${error.message}`).join('\n')
  useEffect(() => {
    if (said) box.current?.focus()
  }, [said])
  if (failure) return <Failure failure={failure} />
  if (errors.length === 0) return null
  return (
    <div ref={box} tabIndex={-1} role="alert" className="userErrors">
      <p className="strong">{say('title', { count: errors.length })}</p>
      <ul>
        {errors.map((error, place) => (
          <li key={place}>
            {document.getElementById(fieldOf(error)) ? (
              <a href={`#${fieldOf(error)}`} onClick={focus}>
                {error.message}
              </a>
            ) : (
              error.message
            )}{' '}
            <code className="muted">{error.code}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}

function focus(event: React.MouseEvent<HTMLAnchorElement>) {
  event.preventDefault()
  document.getElementById(event.currentTarget.hash.slice(1))?.focus()
}
