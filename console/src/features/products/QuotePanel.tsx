import { Input } from 'antd'
import { withUnit, minusAmount, sign } from '../../shared/format/money'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { InstantInput } from '../../shared/ui/InstantInput'
import { Notice } from '../../shared/ui/Notice'
import { Dec } from '../../shared/ui/Worksheet'
import { listed, useLanguage, useLocalized, useWords } from '../../shared/words/words'
import { ProductExamplesDocument, ProductPreviewDocument, type ContentFactorFragment } from './products.generated'
import { asked, typedOf, useRisk, type Risk } from './risk'
import { useDraftInHand, useSettled } from './useDraft'
import { words } from './words'

const payers: readonly Types.PremiumPayer[] = ['CUSTOMER', 'SELLER', 'PLATFORM']

/** The risks of the examples of what is stored: one click types one. */
function Presets({ risk, onSale }: { risk: Risk; onSale: number | undefined }) {
  const say = useWords(words)
  const may = useMay()
  const { code } = useDraftInHand()
  const answer = useApi(
    ProductExamplesDocument,
    { code, version: onSale ?? 0 },
    { enabled: onSale !== undefined && may('Query.productExamples'), freshFor: 60_000 },
  )
  const examples = (answer.data?.productExamples ?? []).flatMap((each) =>
    each.risk ? [{ ...each, key: `${each.file} ${each.line}`, risk: each.risk }] : [],
  )
  if (examples.length === 0) return null
  return (
    <>
      <label htmlFor="preset">{say('preset')}</label>
      <select
        id="preset"
        className="choice"
        value=""
        onChange={(event) => {
          const chosen = examples.find((each) => each.key === event.target.value)
          if (!chosen) return
          const { planCode, payer, factors } = chosen.risk
          risk.set({ plan: planCode, payer, typed: typedOf(factors) })
        }}
      >
        <option value="">{say('presetNone', { count: examples.length })}</option>
        {examples.map((each) => (
          <option key={each.key} value={each.key}>
            {each.name.replace(/:$/, '')} · {say('line', { line: each.line })}
          </option>
        ))}
      </select>
    </>
  )
}

/** A risk, and what it costs: on sale, and by the file in hand, while one writes. */
export function QuotePanel({ onSale }: { onSale: number | undefined }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const language = useLanguage()
  const may = useMay()
  const draft = useDraftInHand()
  const risk = useRisk()
  const { content } = draft
  const settled = useSettled(
    { file: draft.file, planCode: risk.plan, payer: risk.payer, factors: JSON.stringify(risk.factors) },
    120,
  )
  const input = { ...settled, factors: JSON.parse(settled.factors) as Record<string, unknown>, productCode: draft.code }
  const enabled = may('Query.productPreview') && settled.planCode !== ''
  const quoted = useApi(ProductPreviewDocument, { input }, { keepLast: true, enabled })
  const { file: _file, ...stored } = input
  const sold = useApi(
    ProductPreviewDocument,
    { input: { ...stored, version: onSale ?? 0 } },
    { keepLast: true, enabled: enabled && onSale !== undefined },
  )
  const now = quoted.data?.productPreview
  const before = sold.data?.productPreview
  // What is not typed yet is said in one line; a price comes once all of it is there.
  const needed = (now?.refusals ?? []).flatMap((each) => (each.code === 'REQUIRED' ? [named(each.path)] : []))
  const refusals = (now?.refusals ?? []).filter((each) => each.code !== 'REQUIRED')
  const difference =
    now?.premium && before?.premium ? minusAmount(now.premium.amount, before.premium.amount) : undefined
  function named(path: readonly string[] | null | undefined): string {
    const name = (path ?? []).filter((step) => step !== 'input' && step !== 'factors').join('.')
    const factor = content?.factors.find((each) => each.name === name)
    return (factor && localized(factor.title)) || name
  }
  return (
    <aside className="quote" aria-label={say('quote')}>
      <h2>{say('quote')}</h2>
      <div className="prices" role="status">
        {before?.premium && onSale !== undefined && (
          <p>
            <span className="small muted">{say('onSaleNow', { version: onSale })}</span>
            <span className="price second">{withUnit(before.premium, language)}</span>
          </p>
        )}
        {now?.premium && (
          <p>
            <span className="small muted">{say('inHand')}</span>
            <span className="price">{withUnit(now.premium, language)}</span>
            {difference !== undefined && sign(difference) !== 0 && (
              <span className="second">
                {sign(difference) > 0 ? '+' : ''}
                {difference}
              </span>
            )}
          </p>
        )}
        {!now && <p className="muted">{say('quoteNone')}</p>}
      </div>
      {needed.length > 0 && (
        <p className="second">{say('needed', { count: needed.length, names: listed(needed, language) })}</p>
      )}
      {refusals.map((each) => (
        <Notice key={each.code + each.message} mood={each.code === 'RULE_REFUSED' ? 'ours' : 'ended'}>
          {each.message}
        </Notice>
      ))}
      {now?.premiumRating && (
        <table className="worksheet">
          <tbody>
            {now.premiumRating.steps.map((step, place) => {
              const was = before?.premiumRating?.steps[place]
              const changed = was !== undefined && (was.value !== step.value || was.rule !== step.rule)
              return (
                <tr key={place} className={changed ? 'changed' : undefined}>
                  <td>
                    {localized(step.title)}{' '}
                    <span className="muted small">{step.inputs.map((each) => each.value).join(', ')}</span>
                  </td>
                  <td className="value">
                    <Dec value={step.value} />
                  </td>
                </tr>
              )
            })}
            {now.sumInsured && (
              <tr className="total">
                <th scope="row">{say('sumInsured')}</th>
                <td className="value">{withUnit(now.sumInsured, language)}</td>
              </tr>
            )}
          </tbody>
        </table>
      )}
      <div className="risk">
        <Presets risk={risk} onSale={onSale} />
        <label htmlFor="riskPlan">{say('plan')}</label>
        <select
          id="riskPlan"
          className="choice"
          value={risk.plan}
          onChange={(event) => risk.set({ plan: event.target.value })}
        >
          {(content?.plans ?? []).map((each) => (
            <option key={each.code} value={each.code}>
              {each.code} {localized(each.name)}
            </option>
          ))}
        </select>
        <label htmlFor="riskPayer">{say('payer')}</label>
        <select
          id="riskPayer"
          className="choice"
          value={risk.payer}
          onChange={(event) => risk.set({ payer: event.target.value as Types.PremiumPayer })}
        >
          {payers.map((each) => (
            <option key={each} value={each}>
              {term('PremiumPayer', each)}
            </option>
          ))}
        </select>
        {asked(content?.factors ?? [])
          .filter((each) => !each.personal)
          .map((each) => (
            <RiskField
              key={each.name}
              factor={each}
              value={risk.typed[each.name] ?? ''}
              onChange={(value) => risk.set({ typed: { ...risk.typed, [each.name]: value } })}
            />
          ))}
      </div>
    </aside>
  )
}

function RiskField({
  factor,
  value,
  onChange,
}: {
  factor: ContentFactorFragment
  value: string
  onChange: (value: string) => void
}) {
  const say = useWords(words)
  const localized = useLocalized()
  const id = `risk.${factor.name}`
  const name = factor.name.includes('.') ? `${localized(factor.title)} (${factor.name})` : localized(factor.title)
  return (
    <>
      <label htmlFor={id}>
        {name || factor.name}
        {factor.unit && <span className="muted"> {factor.unit}</span>}
      </label>
      {factor.type === 'BOOLEAN' || (factor.values.length > 0 && factor.type !== 'LIST') ? (
        <select id={id} className="choice" value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="" />
          {factor.type === 'BOOLEAN' ? (
            <>
              <option value="true">{say('yes')}</option>
              <option value="false">{say('no')}</option>
            </>
          ) : (
            factor.values.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))
          )}
        </select>
      ) : factor.type === 'INSTANT' ? (
        <InstantInput id={id} value={value || undefined} onChange={(instant) => onChange(instant ?? '')} />
      ) : (
        <Input id={id} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </>
  )
}
