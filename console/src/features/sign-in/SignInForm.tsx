import { Button, Input } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { useAct, type UserError } from '../../shared/graphql/useAct'
import { Failure } from '../../shared/ui/Region'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { useWords } from '../../shared/words/words'
import { LoginDocument } from './signIn.generated'
import { words } from './words'

/** Name and password, then the code of the second factor, which submits itself at six digits. */
export function SignInForm({ name: fixed, onDone }: { name?: string; onDone: () => void }) {
  const say = useWords(words)
  const login = useAct(LoginDocument)
  const [name, setName] = useState(fixed ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [step, setStep] = useState<'password' | 'code' | 'recovery'>('password')

  const send = async (withCode: string) => {
    const done = await login.send({ input: { name: name.trim(), password, ...(withCode ? { code: withCode } : {}) } })
    if (done) onDone()
  }
  const [wrong] = login.userErrors
  const wantsCode = wrong?.code === 'SECOND_FACTOR_REQUIRED'
  if (wantsCode && step === 'password') setStep('code')
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    void send(step === 'password' ? '' : code.trim())
  }
  return (
    <form className="stack" onSubmit={submit} aria-label={say('title')}>
      {login.failure && <Failure failure={login.failure} />}
      {wrong && !wantsCode && (
        <Notice mood="bad" alert>
          {wrongText(wrong, step, say)}
        </Notice>
      )}
      {step === 'password' ? (
        <>
          <Field id="name" label={say('name')}>
            <Input
              size="large"
              autoComplete="username"
              value={name}
              disabled={fixed !== undefined}
              autoFocus={fixed === undefined}
              required
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field id="password" label={say('password')}>
            <Input
              size="large"
              type="password"
              autoComplete="current-password"
              value={password}
              autoFocus={fixed !== undefined}
              required
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
        </>
      ) : (
        <Field
          key={step}
          id="code"
          label={say(step === 'code' ? 'code' : 'recoveryCode')}
          help={step === 'code' ? say('codeHelp') : undefined}
        >
          <Input
            size="large"
            autoComplete="one-time-code"
            inputMode={step === 'code' ? 'numeric' : 'text'}
            value={code}
            autoFocus
            required
            onChange={(event) => {
              setCode(event.target.value)
              if (step === 'code' && /^\d{6}$/.test(event.target.value)) void send(event.target.value)
            }}
          />
        </Field>
      )}
      <Button type="primary" size="large" htmlType="submit" loading={login.sending} block>
        {say('signIn')}
      </Button>
      {step !== 'password' && (
        <p className="row small">
          <button
            type="button"
            className="link"
            onClick={() => {
              setCode('')
              setStep(step === 'code' ? 'recovery' : 'code')
            }}
          >
            {say(step === 'code' ? 'useRecovery' : 'useCode')}
          </button>
          <button
            type="button"
            className="link"
            onClick={() => {
              setCode('')
              login.clear()
              setStep('password')
            }}
          >
            {say('back')}
          </button>
        </p>
      )}
    </form>
  )
}

/** The same words for a name that does not exist; a lock says until when. */
function wrongText(error: UserError, step: string, say: (key: 'badName' | 'badCode') => string): string {
  if (error.code !== 'BAD_CREDENTIALS') return error.message
  return say(step === 'password' ? 'badName' : 'badCode')
}
