import { Input } from 'antd'
import type { UserError } from '../../shared/graphql/useAct'
import { Field } from '../../shared/ui/Field'
import { errorAt } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { dialogWords } from './dialogWords'

/** Why somebody does it: kept on record with the act. */
export function Reason({
  value,
  errors,
  focused = false,
  onChange,
}: {
  value: string
  errors: readonly UserError[]
  focused?: boolean
  onChange: (value: string) => void
}) {
  const say = useWords(dialogWords)
  return (
    <Field id="reason" label={say('reason')} help={say('reasonHelp')} error={errorAt(errors, 'reason')}>
      <Input value={value} maxLength={500} autoFocus={focused} onChange={(event) => onChange(event.target.value)} />
    </Field>
  )
}
