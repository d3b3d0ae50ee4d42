import { Button, Input } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { Field } from '../../shared/ui/Field'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { forgetInvitation, invitation } from './invitation'
import { ChangePasswordDocument, InstallationDocument } from './signIn.generated'
import { words } from './words'

/** The current password, and another one by the rules of the installation. */
export function ChangePassword({ onDone, focused = false }: { onDone: () => void; focused?: boolean }) {
  const say = useWords(words)
  const { data } = useApi(InstallationDocument, {}, { freshFor: Infinity })
  const change = useAct(ChangePasswordDocument)
  // Who came by a link has never seen the password that it holds.
  const [invited] = useState(() => (focused ? invitation() : undefined))
  const [current, setCurrent] = useState(invited?.password ?? '')
  const [next, setNext] = useState('')
  // Only the current password is compared with something.
  const wrongNow = change.userErrors.find((error) => error.code === 'BAD_CREDENTIALS')
  const rules = data?.installation.passwordRules
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    if (!(await change.send({ input: { current, new: next } }))) return
    forgetInvitation()
    onDone()
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <UserErrors errors={change.userErrors.filter((error) => error !== wrongNow)} failure={change.failure} />
      {(!invited || wrongNow) && (
        <Field
          id="current"
          label={say('current')}
          error={wrongNow ? say('badCurrent') : errorAt(change.userErrors, 'current')}
        >
          <Input
            type="password"
            autoComplete="current-password"
            size="large"
            value={current}
            autoFocus={focused}
            required
            onChange={(event) => setCurrent(event.target.value)}
          />
        </Field>
      )}
      <Field
        id="new"
        label={say('newPassword')}
        help={rules && say('rules', { least: rules.least, most: rules.most })}
        error={errorAt(change.userErrors, 'new')}
      >
        <Input
          type="password"
          autoComplete="new-password"
          size="large"
          value={next}
          autoFocus={invited !== undefined}
          required
          onChange={(event) => setNext(event.target.value)}
        />
      </Field>
      <Button type="primary" size="large" htmlType="submit" loading={change.sending}>
        {say('change')}
      </Button>
    </form>
  )
}
