import { Input } from 'antd'
import { useState } from 'react'
import { figures } from '../../shared/format/money'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { errorAt } from '../../shared/ui/UserErrors'
import { useLocalized, useWords } from '../../shared/words/words'
import { ActErrors } from './ActErrors'
import { dialogWords } from './dialogWords'
import { AuthorityChoicesDocument, RequestClaimAuthorityDocument } from './people.generated'
import type { PersonDialog } from './PersonActs'
import { Reason } from './Reason'

/** Asks up to which amount a person decides claims of a product alone. */
export function ChangeBound({ person, again, onClose, onDone }: PersonDialog) {
  const say = useWords(dialogWords)
  const localized = useLocalized()
  const products = useApi(AuthorityChoicesDocument, {}, { freshFor: 300_000 }).data?.publishedProducts ?? []
  const act = useAct(RequestClaimAuthorityDocument)
  const [requestNo] = useState(newRequestNo)
  const [typed, setTyped, drop] = useKept(`person ${person.id} bound`, { productCode: '', amount: '', reason: '' })
  const productCode = typed.productCode || products[0]?.code || ''
  const amount = typed.amount.trim()
  const isAmount = /^\d+(\.\d{1,2})?$/.test(amount)
  const send = async () => {
    const answer = await act.send({
      input: {
        requestNo,
        personId: person.id,
        productCode,
        reason: typed.reason.trim(),
        ...(amount ? { amount: { amount, currency: 'CNY' } } : {}),
      },
    })
    if (answer) {
      drop()
      onDone(say('asked'), answer.approval?.id)
    } else again()
  }
  return (
    <Dialog
      title={say('boundTitle', { name: person.displayName })}
      keep={say('boundKeep')}
      act={amount ? say('boundAct', { amount: isAmount ? figures(amount) : amount }) : say('boundActNone')}
      sending={act.sending}
      disabled={!typed.reason.trim() || !productCode}
      onKeep={() => {
        drop()
        onClose()
      }}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        <ActErrors act={act} />
        <Field id="productCode" label={say('product')} error={errorAt(act.userErrors, 'productCode')}>
          <ProductSelect
            value={productCode}
            products={products.map(({ code, name }) => ({ code, name: localized(name) }))}
            onChange={(code) => setTyped({ ...typed, productCode: code })}
          />
        </Field>
        <Field
          id="amount"
          label={say('amount')}
          help={say('amountHelp')}
          error={errorAt(act.userErrors, 'amount') ?? errorAt(act.userErrors, 'amount.amount')}
        >
          <Input
            inputMode="decimal"
            value={typed.amount}
            onChange={(event) => setTyped({ ...typed, amount: event.target.value })}
          />
        </Field>
        <Reason value={typed.reason} errors={act.userErrors} onChange={(reason) => setTyped({ ...typed, reason })} />
        <p className="small second">{say('boundHelp')}</p>
      </div>
    </Dialog>
  )
}

function ProductSelect({
  products,
  value,
  onChange,
  id,
}: {
  products: readonly { code: string; name: string }[]
  value: string
  onChange: (code: string) => void
  id?: string
}) {
  return (
    <select className="plainSelect" id={id} value={value} onChange={(event) => onChange(event.target.value)}>
      {products.map(({ code, name }) => (
        <option key={code} value={code}>
          {`${name} ${code}`}
        </option>
      ))}
    </select>
  )
}
