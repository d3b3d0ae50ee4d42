import { Link } from '@tanstack/react-router'
import { Button, Input, Radio } from 'antd'
import { useState, type SyntheticEvent } from 'react'
import { instantText } from '../../shared/format/time'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { useTerm } from '../../shared/session/SessionContext'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useLocalized, useWords } from '../../shared/words/words'
import './requests.css'
import { OpenRequestDocument, RequestPolicyDocument } from './requests.generated'
import { words } from './words'

const kinds: readonly Types.ServiceRequestKind[] = ['POLICY_DOCUMENT', 'INVOICE']
const deliveries: readonly Types.ServiceDelivery[] = ['EMAIL', 'POST']

interface Typed {
  kind: Types.ServiceRequestKind
  delivery: Types.ServiceDelivery
  payer: Types.PremiumPayer | ''
  name: string
  email: string
  address: string
  phone: string
  invoiceTitle: string
  taxNo: string
  note: string
}

const empty: Typed = {
  kind: 'POLICY_DOCUMENT',
  delivery: 'EMAIL',
  payer: '',
  name: '',
  email: '',
  address: '',
  phone: '',
  invoiceTitle: '',
  taxNo: '',
  note: '',
}

/** Opens a service request while the customer is on the telephone. */
export function NewRequestPage({
  policyNumber,
  onPolicy,
}: {
  policyNumber: string | undefined
  onPolicy: (number: string) => void
}) {
  const say = useWords(words)
  const [number, setNumber] = useState(policyNumber ?? '')
  return (
    <div className="page">
      <header>
        <h1>{say('newTitle')}</h1>
      </header>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault()
          onPolicy(number.trim())
        }}
      >
        <Input
          aria-label={say('policyNumber')}
          placeholder={say('policyNumber')}
          value={number}
          autoFocus={!policyNumber}
          style={{ width: 260 }}
          onChange={(event) => setNumber(event.target.value)}
        />
        <Button htmlType="submit">{say('find')}</Button>
      </form>
      {policyNumber && <RequestForm key={policyNumber} number={policyNumber} />}
    </div>
  )
}

function RequestForm({ number }: { number: string }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const found = useApi(RequestPolicyDocument, { number })
  const act = useAct(OpenRequestDocument)
  const [requestNo] = useState(newRequestNo)
  const [typed, setTyped, drop] = useKept<Typed>(`request ${number}`, empty)
  const [opened, setOpened] = useState<{ number: string; promisedAt: string }>()
  const policy = found.data?.policy
  if (found.data && !policy)
    return (
      <Notice mood="bad" alert>
        {say('noPolicy')}
      </Notice>
    )
  if (!policy) return null
  if (opened) {
    return (
      <Notice
        mood="good"
        act={
          <Link to="/requests/$number" params={{ number: opened.number }}>
            {say('see')}
          </Link>
        }
      >
        {say('opened', { number: opened.number, when: instantText(opened.promisedAt) })}
      </Notice>
    )
  }
  const allowed = policy.allowed.find((each) => each.act === 'openServiceRequest')
  const payers = [...new Set(policy.lines.map((line) => line.payer))]
  const set = (change: Partial<Typed>) => setTyped({ ...typed, ...change })
  const text = (
    field: 'name' | 'email' | 'address' | 'phone' | 'invoiceTitle' | 'taxNo',
    path = `recipient.${field}`,
  ) => (
    <Field key={field} id={path} label={say(field)} error={errorAt(act.userErrors, path)}>
      <Input value={typed[field]} onChange={(event) => set({ [field]: event.target.value })} />
    </Field>
  )
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    const filled = (fields: readonly (keyof Typed)[]) =>
      Object.fromEntries(fields.flatMap((field) => (typed[field].trim() ? [[field, typed[field].trim()]] : [])))
    const recipient = {
      name: typed.name.trim(),
      ...filled([
        'email',
        'address',
        'phone',
        ...(typed.kind === 'INVOICE' ? (['invoiceTitle', 'taxNo'] as const) : []),
      ]),
    }
    const answer = await act.send({
      input: {
        requestNo,
        policyNumber: number,
        kind: typed.kind,
        delivery: typed.delivery,
        recipient,
        ...(typed.note.trim() ? { note: typed.note.trim() } : {}),
        ...(typed.kind === 'INVOICE' ? { payer: typed.payer || (payers[0] ?? 'CUSTOMER') } : {}),
      },
    })
    if (!answer?.serviceRequest) return
    drop()
    setOpened(answer.serviceRequest)
  }
  return (
    <form className="stack requestForm" onSubmit={(event) => void submit(event)}>
      <p>
        {localized(policy.offer.productName)} {localized(policy.offer.name)} ·{' '}
        <Link to="/policies/$number" params={{ number }}>
          {number}
        </Link>
      </p>
      {allowed && !allowed.possible && (
        <Notice mood="ended">{say('cannot', { reason: allowed.reason?.message ?? '' })}</Notice>
      )}
      <UserErrors errors={act.userErrors} failure={act.failure} />
      <Field id="kind" label={say('kind')} error={errorAt(act.userErrors, 'kind')}>
        <Radio.Group
          value={typed.kind}
          onChange={(event) => set({ kind: event.target.value as Types.ServiceRequestKind })}
          options={kinds.map((kind) => ({ value: kind, label: term('ServiceRequestKind', kind) }))}
        />
      </Field>
      {typed.kind === 'INVOICE' && payers.length > 1 && (
        <Field id="payer" label={say('payer')} error={errorAt(act.userErrors, 'payer')}>
          <Radio.Group
            value={typed.payer || payers[0]}
            onChange={(event) => set({ payer: event.target.value as Types.PremiumPayer })}
            options={payers.map((payer) => ({ value: payer, label: term('PremiumPayer', payer) }))}
          />
        </Field>
      )}
      <Field id="delivery" label={say('delivery')} error={errorAt(act.userErrors, 'delivery')}>
        <Radio.Group
          value={typed.delivery}
          onChange={(event) => set({ delivery: event.target.value as Types.ServiceDelivery })}
          options={deliveries.map((each) => ({ value: each, label: term('ServiceDelivery', each) }))}
        />
      </Field>
      {text('name')}
      {typed.delivery === 'EMAIL' ? text('email') : [text('address'), text('phone')]}
      {typed.kind === 'INVOICE' && [text('invoiceTitle'), text('taxNo')]}
      <Field id="note" label={say('note')} error={errorAt(act.userErrors, 'note')}>
        <Input.TextArea
          rows={2}
          maxLength={500}
          value={typed.note}
          onChange={(event) => set({ note: event.target.value })}
        />
      </Field>
      <p>
        <Button type="primary" htmlType="submit" loading={act.sending} disabled={allowed?.possible === false}>
          {say('openAct')}
        </Button>
      </p>
    </form>
  )
}
