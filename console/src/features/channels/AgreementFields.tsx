import { Button, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { figures, percentText } from '../../shared/format/money'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import type { UserError } from '../../shared/graphql/useAct'
import { useTerm } from '../../shared/session/SessionContext'
import { Field } from '../../shared/ui/Field'
import { InstantInput, isInstant } from '../../shared/ui/InstantInput'
import { errorAt } from '../../shared/ui/UserErrors'
import { useLocalized, useWords } from '../../shared/words/words'
import {
  beyond,
  measures,
  operations,
  shareOfPercent,
  spans,
  type AgreementTyped,
  type ProductOnSale,
  type QuotaTyped,
} from './agreement'
import { AgreementTermsDocument } from './agreements.generated'
import { words } from './agreementWords'
import { errorWithin } from './channel'
import { TermRows } from './TermRows'
import type { Filed } from './useFiling'

interface FieldsProps {
  typed: AgreementTyped
  onChange: (typed: AgreementTyped) => void
  isNew: boolean
  products: readonly ProductOnSale[]
  product: ProductOnSale | undefined
  filed: Filed
  errors: readonly UserError[]
  channel: string
}

/** What an agreement says, field by field; what lies outside of what was filed is marked where it is typed. */
export function AgreementFields({ typed, onChange, isNew, products, product, filed, errors, channel }: FieldsProps) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const set = (part: Partial<AgreementTyped>) => onChange({ ...typed, ...part })
  const outside = (found: 'below' | 'above' | undefined, least: string, most: string) =>
    found === 'above' ? say('outsideAbove', { bound: most }) : found && say('outsideBelow', { bound: least })
  const { filing } = filed
  const bounds = (least: string | null | undefined, most: string | null | undefined) =>
    [least ? figures(least) : '', most ? figures(most) : ''] as const
  const inMoney = bounds(filing?.premiumLeast, filing?.premiumMost)
  const plans = product?.onSale?.plans ?? []
  return (
    <>
      {isNew && (
        <>
          <Field id="productCode" label={say('product')} error={errorAt(errors, 'productCode')}>
            <Select
              value={typed.productCode || undefined}
              placeholder={say('chooseProduct')}
              onChange={(productCode: string) => set({ productCode, plans: [] })}
              options={products
                .filter((each) => each.onSale)
                .map((each) => ({ value: each.code, label: `${localized(each.name)} · ${each.code}` }))}
            />
          </Field>
          <Field
            id="agreementCode"
            label={say('agreement')}
            help={say('codeHelp')}
            error={errorAt(errors, 'agreementCode')}
          >
            <Input
              value={typed.agreementCode}
              maxLength={32}
              onChange={(event) => set({ agreementCode: event.target.value })}
            />
          </Field>
        </>
      )}
      <Field
        id="commissionRate"
        label={say('commission')}
        help={
          <>
            {say('commissionHelp')} <FiledText text={filed.commission} />
          </>
        }
        error={
          outside(
            beyond(shareOfPercent(typed.commission), null, filing?.commissionMost),
            '',
            filing?.commissionMost ? percentText(filing.commissionMost) : '',
          ) ?? errorAt(errors, 'commissionRate')
        }
      >
        <Input
          inputMode="decimal"
          suffix="%"
          value={typed.commission}
          maxLength={12}
          onChange={(event) => set({ commission: event.target.value })}
        />
      </Field>
      {(['factor', 'least', 'most'] as const).map((field) => {
        const [least, most] =
          field === 'factor' ? [filing?.factorLeast, filing?.factorMost] : [filing?.premiumLeast, filing?.premiumMost]
        const shown = field === 'factor' ? bounds(least, most) : inMoney
        return (
          <Field
            key={field}
            id={`premium.${field}`}
            label={say(field)}
            help={
              <>
                {say(field === 'factor' ? 'factorHelp' : 'premiumHelp')}{' '}
                <FiledText text={field === 'factor' ? filed.factor : filed.premium} />
              </>
            }
            error={outside(beyond(typed[field], least, most), ...shown) ?? errorAt(errors, `premium.${field}`)}
          >
            <Input
              inputMode="decimal"
              value={typed[field]}
              maxLength={20}
              onChange={(event) => set({ [field]: event.target.value })}
            />
          </Field>
        )
      })}
      <Boxes
        id="plans"
        label={say('plans')}
        help={say('plansHelp')}
        error={errorWithin(errors, 'plans')}
        options={plans.map((each) => ({ value: each.code, text: `${localized(each.name)} ${each.code}` }))}
        chosen={typed.plans}
        onChange={(chosen) => set({ plans: chosen })}
      />
      <Boxes
        id="operations"
        label={say('operations')}
        help={say('operationsHelp')}
        error={errorWithin(errors, 'operations')}
        options={operations.map((each) => ({ value: each, text: term('ChannelOperation', each) }))}
        chosen={typed.operations}
        onChange={(chosen) => set({ operations: chosen })}
      />
      <Quotas quotas={typed.quotas} onChange={(quotas) => set({ quotas })} errors={errors} />
      <KnownTerms typed={typed} channel={channel} plan={plans[0]?.code} isNew={isNew}>
        {(known) => (
          <TermRows
            rows={typed.terms}
            onChange={(terms) => set({ terms })}
            {...(known ? { known } : {})}
            error={errorWithin(errors, 'terms')}
          />
        )}
      </KnownTerms>
      {(['validFrom', 'validUntil'] as const).map((field) => (
        <Field
          key={field}
          id={field}
          label={say(field)}
          help={say(field === 'validFrom' ? 'fromHelp' : 'untilHelp')}
          error={typed[field] !== undefined && !isInstant(typed[field]) ? say('noTime') : errorAt(errors, field)}
        >
          <InstantInput value={typed[field]} onChange={(instant) => set({ [field]: instant })} />
        </Field>
      ))}
      <Field id="reason" label={say('reason')} help={say('reasonHelp')} error={errorAt(errors, 'reason')}>
        <Input.TextArea
          rows={2}
          maxLength={500}
          value={typed.reason}
          onChange={(event) => set({ reason: event.target.value })}
        />
      </Field>
    </>
  )
}

function FiledText({ text }: { text: string }) {
  const say = useWords(words)
  return text ? <span className="nowrap">{say('filedAs', { text })}</span> : null
}

/** Things of which any may be chosen; none means all. */
function Boxes<Value extends string>({
  id,
  label,
  help,
  error,
  options,
  chosen,
  onChange,
}: {
  id: string
  label: string
  help: string
  error: string | undefined
  options: readonly { value: Value; text: string }[]
  chosen: readonly Value[]
  onChange: (chosen: Value[]) => void
}) {
  if (options.length === 0) return null
  return (
    <fieldset id={id} className="rowsField" tabIndex={-1}>
      <legend>{label}</legend>
      <div className="row wrap">
        {options.map((option) => (
          <label key={option.value} className="row">
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked ? [...chosen, option.value] : chosen.filter((each) => each !== option.value),
                )
              }
            />
            {option.text}
          </label>
        ))}
      </div>
      {error ? <p className="fieldError">{error}</p> : <p className="small muted">{help}</p>}
    </fieldset>
  )
}

function Quotas({
  quotas,
  onChange,
  errors,
}: {
  quotas: readonly QuotaTyped[]
  onChange: (quotas: QuotaTyped[]) => void
  errors: FieldsProps['errors']
}) {
  const say = useWords(words)
  const term = useTerm()
  const set = (place: number, change: Partial<QuotaTyped>) =>
    onChange(quotas.map((each, at) => (at === place ? { ...each, ...change } : each)))
  return (
    <fieldset className="rowsField" id="quotas" tabIndex={-1}>
      <legend>{say('quotas')}</legend>
      {quotas.map((quota, place) => {
        const error = errorWithin(errors, `quotas.${String(place)}`)
        return (
          <div key={place}>
            <div className="quotaInput">
              <Select
                aria-label={say('measure', { no: place + 1 })}
                value={quota.measure}
                onChange={(measure: Types.QuotaMeasure) => set(place, { measure })}
                options={measures.map((each) => ({ value: each, label: term('QuotaMeasure', each) }))}
              />
              <Select
                aria-label={say('per', { no: place + 1 })}
                value={quota.per}
                onChange={(per: Types.QuotaSpan) => set(place, { per })}
                options={spans.map((each) => ({ value: each, label: term('QuotaSpan', each) }))}
              />
              <Input
                id={`quotas.${String(place)}.most`}
                inputMode="decimal"
                aria-label={say('quotaMost', { no: place + 1 })}
                value={quota.most}
                maxLength={20}
                {...(error ? { status: 'error' as const, 'aria-invalid': true } : {})}
                onChange={(event) => set(place, { most: event.target.value })}
              />
              <Button
                aria-label={say('dropQuota', { no: place + 1 })}
                onClick={() => onChange(quotas.filter((_, at) => at !== place))}
              >
                {say('dropRow')}
              </Button>
            </div>
            {error && <p className="fieldError">{error}</p>}
          </div>
        )
      })}
      {quotas.length === 0 && <p className="small muted">{say('noQuotas')}</p>}
      <p>
        <Button size="small" onClick={() => onChange([...quotas, { measure: 'POLICIES', per: 'DAY', most: '' }])}>
          {say('addQuota')}
        </Button>
      </p>
    </fieldset>
  )
}

/** The keys of terms with what they are called, of the agreement where there is one. */
function KnownTerms({
  typed,
  channel,
  plan,
  isNew,
  children,
}: {
  typed: AgreementTyped
  channel: string
  plan: string | undefined
  isNew: boolean
  children: (known: ReadonlyMap<string, string> | undefined) => ReactNode
}) {
  const localized = useLocalized()
  const list = useApi(
    AgreementTermsDocument,
    { channel, agreement: typed.agreementCode, plan: plan ?? '' },
    { enabled: !isNew && plan !== undefined, freshFor: 60_000 },
  )
  const rows = list.data?.policyTerms
  return <>{children(rows ? new Map(rows.map((each) => [each.path, localized(each.title)])) : undefined)}</>
}
