import { Button, Checkbox, Input } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { encode } from 'uqr'
import { useAct } from '../../shared/graphql/useAct'
import { Field } from '../../shared/ui/Field'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { ConfirmSecondFactorDocument, EnrolSecondFactorDocument } from './signIn.generated'
import { words } from './words'

/** Gives a secret to the person's authenticator, has them prove it once, and shows the recovery codes. */
export function EnrolFactor({ onDone }: { onDone: () => void }) {
  const say = useWords(words)
  const enrol = useAct(EnrolSecondFactorDocument)
  const [secret, setSecret] = useState<{ secret: string; uri: string }>()
  const [codes, setCodes] = useState<readonly string[]>()
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  const begin = async () => {
    const done = await enrol.send({})
    if (done?.secret && done.uri) setSecret({ secret: done.secret, uri: done.uri })
  }
  return (
    <section className="stack">
      <h1>{say('enrolTitle')}</h1>
      <UserErrors errors={enrol.userErrors} failure={enrol.failure} />
      {!secret && (
        <Button type="primary" size="large" loading={enrol.sending} onClick={() => void begin()}>
          {say('begin')}
        </Button>
      )}
      {secret && (
        <>
          <p>{say('enrolHelp')}</p>
          <QrCode text={secret.uri} label={say('qr')} />
          <p>
            {say('secret')} <code>{secret.secret}</code>
          </p>
          <CodeForm onDone={(given) => (given.length > 0 ? setCodes(given) : onDone())} />
        </>
      )}
    </section>
  )
}

/** Proves the second factor in a session that began without it. */
export function ProveFactor({ onDone }: { onDone: () => void }) {
  const say = useWords(words)
  return (
    <section className="stack">
      <h1>{say('proveTitle')}</h1>
      <CodeForm onDone={onDone} />
    </section>
  )
}

function CodeForm({ onDone }: { onDone: (recoveryCodes: readonly string[]) => void }) {
  const say = useWords(words)
  const confirm = useAct(ConfirmSecondFactorDocument)
  const [code, setCode] = useState('')
  const wrong = confirm.userErrors.find((error) => error.code === 'BAD_CREDENTIALS')
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    const done = await confirm.send({ input: { code: code.trim() } })
    if (done) onDone(done.recoveryCodes ?? [])
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      <UserErrors errors={confirm.userErrors.filter((error) => error !== wrong)} failure={confirm.failure} />
      <Field
        id="code"
        label={say('code')}
        help={say('codeHelp')}
        error={wrong ? say('badCode') : errorAt(confirm.userErrors, 'code')}
      >
        <Input
          size="large"
          autoComplete="one-time-code"
          value={code}
          required
          autoFocus
          onChange={(event) => setCode(event.target.value)}
        />
      </Field>
      <Button type="primary" size="large" htmlType="submit" loading={confirm.sending}>
        {say('confirm')}
      </Button>
    </form>
  )
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const say = useWords(words)
  const [kept, setKept] = useState(false)
  return (
    <section className="stack">
      <h1>{say('codesTitle')}</h1>
      <p>{say('codesHelp')}</p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p className="row">
        <Button onClick={() => void navigator.clipboard.writeText(codes.join('\n'))}>{say('copyCodes')}</Button>
        <Button onClick={() => window.print()}>{say('printCodes')}</Button>
      </p>
      <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)}>
        {say('kept')}
      </Checkbox>
      <Button type="primary" size="large" disabled={!kept} onClick={onDone}>
        {say('go')}
      </Button>
    </section>
  )
}

function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text)
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      {data.flatMap((row, y) =>
        row.map(
          (dark, x) =>
            dark && <rect key={`${String(x)} ${String(y)}`} x={x} y={y} width="1" height="1" fill="currentColor" />,
        ),
      )}
    </svg>
  )
}
