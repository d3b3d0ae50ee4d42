import type * as Types from '../../shared/graphql/types.generated'
import { useTerm } from '../../shared/session/SessionContext'
import { useWords } from '../../shared/words/words'
import { dialogWords } from './dialogWords'
import { roles } from './peopleSearch'

/** A box for each role; audit goes with no other. */
export function RoleChoices({
  chosen,
  error,
  onChange,
}: {
  chosen: readonly Types.OpsRole[]
  error?: string | undefined
  onChange: (chosen: Types.OpsRole[]) => void
}) {
  const say = useWords(dialogWords)
  const term = useTerm()
  return (
    <fieldset className="choices" id="roles" tabIndex={-1} aria-invalid={error ? true : undefined}>
      <legend className="small muted">{say('roles')}</legend>
      {roles.map((role) => (
        <label key={role}>
          <input
            type="checkbox"
            checked={chosen.includes(role)}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? roles.filter((each) => each === role || chosen.includes(each))
                  : chosen.filter((each) => each !== role),
              )
            }
          />
          {term('OpsRole', role)}
        </label>
      ))}
      {error ? <p className="fieldError">{error}</p> : <p className="small muted">{say('auditAlone')}</p>}
    </fieldset>
  )
}
