import { Select } from 'antd'
import { useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { Notice } from '../../shared/ui/Notice'
import { Region } from '../../shared/ui/Region'
import { useLocalized, useWords } from '../../shared/words/words'
import type { Agreement, ProductOnSale } from './agreement'
import { AgreementTermsDocument } from './agreements.generated'
import { words } from './agreementWords'

/** The terms of a plan as they hold now, each with the layer that sets it and what it replaces. */
export function AgreementTerms({ agreement, product }: { agreement: Agreement; product: ProductOnSale | undefined }) {
  const say = useWords(words)
  const localized = useLocalized()
  const plans = (product?.onSale?.plans ?? []).filter(
    (each) => agreement.plans.length === 0 || agreement.plans.includes(each.code),
  )
  const [chosen, setChosen] = useState<string>()
  const [onlySet, setOnlySet] = useState(true)
  const plan = chosen ?? plans[0]?.code
  const list = useApi(
    AgreementTermsDocument,
    { channel: agreement.channel.code, agreement: agreement.code, plan: plan ?? '' },
    { enabled: plan !== undefined },
  )
  const rows = list.data?.policyTerms
  const layer = (name: string) => {
    // words: agreements.layer_*
    const key = `layer_${name}`
    return key in words.texts ? say(key as 'layer_default') : name
  }
  if (!plan) return null
  return (
    <section className="section">
      <div className="row wrap">
        <h2 className="grow">{say('layered')}</h2>
        <label className="row small second">
          <input type="checkbox" checked={onlySet} onChange={(event) => setOnlySet(event.target.checked)} />
          {say('onlySet')}
        </label>
        {plans.length > 1 && (
          <Select
            size="small"
            aria-label={say('plan')}
            value={plan}
            onChange={setChosen}
            options={plans.map((each) => ({ value: each.code, label: localized(each.name) }))}
          />
        )}
      </div>
      <Region of={list} lines={10}>
        {rows === null && <Notice mood="ended">{say('termsRefused', { why: list.errors[0]?.message ?? '' })}</Notice>}
        {rows && (
          <table className="plain terms">
            <thead>
              <tr>
                <th>{say('term')}</th>
                <th>{say('value')}</th>
                <th className="layer">{say('layer')}</th>
              </tr>
            </thead>
            <tbody>
              {rows
                .filter((each) => !onlySet || each.layer !== 'default')
                .map((each) => (
                  <tr key={each.path}>
                    <td>
                      {localized(each.title)}
                      <br />
                      <code className="small muted">{each.path}</code>
                    </td>
                    <td>
                      <b className="strong">{valueText(each.value, say)}</b>
                      {each.overridden.map((below) => (
                        <p key={below.layer} className="small muted">
                          {layer(below.layer)} {valueText(below.value, say)}
                        </p>
                      ))}
                    </td>
                    <td>
                      <span className={each.layer === 'agreement' || each.layer === 'channel' ? 'layerMark' : 'muted'}>
                        {layer(each.layer)}
                      </span>
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
      </Region>
    </section>
  )
}

function valueText(value: string, say: (key: 'yes' | 'no') => string): string {
  if (value === 'true') return say('yes')
  if (value === 'false') return say('no')
  // A list comes as it is written in JSON.
  return /^\[.*\]$/.test(value) ? value.slice(1, -1).replaceAll('"', '').replaceAll(',', ', ') : value
}
