import { figures } from '../../shared/format/money'
import { dayText, exactText, instantText } from '../../shared/format/time'
import { useTerm } from '../../shared/session/SessionContext'
import { agreementMood } from '../../shared/ui/moods'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import { differing, saidOf, type Agreement, type ProductOnSale, type Version } from './agreement'
import { words } from './agreementWords'
import { countText } from './channel'
import { QuotaBar } from './ChannelStrip'
import { useFiling } from './useFiling'
import { useSaidWords } from './useSaidWords'

/** What is agreed, beside what was filed. */
export function AgreementSays({ agreement, product }: { agreement: Agreement; product: ProductOnSale | undefined }) {
  const say = useWords(words)
  const said = saidOf(agreement, useSaidWords())
  const filed = useFiling(product)
  const rows = [
    { what: say('commission'), agreed: said.commission, filed: filed.commission },
    { what: say('factor'), agreed: agreement.premium?.factor ? said.factor : say('asProduct'), filed: filed.factor },
    { what: say('least'), agreed: agreement.premium?.least ? said.least : say('asProduct'), filed: filed.premium },
    { what: say('most'), agreed: agreement.premium?.most ? said.most : say('asProduct'), filed: filed.premium },
    { what: say('plans'), agreed: said.plans },
    { what: say('operations'), agreed: said.operations },
    { what: say('terms'), agreed: said.terms },
    { what: say('validFrom'), agreed: instantText(agreement.validFrom, true) },
    { what: say('validUntil'), agreed: said.validUntil },
  ]
  return (
    <section className="section">
      <h2>{say('says')}</h2>
      <table className="plain says">
        <thead>
          <tr>
            <th>{say('item')}</th>
            <th>{say('agreed')}</th>
            <th>{say('filed')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.what}>
              <td className="second">{row.what}</td>
              <td className="strong">{row.agreed}</td>
              <td className="second">{row.filed}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** How much may be issued, and how much of it is left. */
export function AgreementQuotas({ agreement }: { agreement: Agreement }) {
  const say = useWords(words)
  const term = useTerm()
  return (
    <section className="section">
      <h2>{say('quotas')}</h2>
      {agreement.quotas.length === 0 && <p className="muted">{say('noQuotas')}</p>}
      {agreement.quotas.map((quota) => {
        const text = quota.measure === 'PREMIUM' ? figures : countText
        return (
          <div key={quota.id} className="quotaRow">
            <QuotaBar quota={quota} />
            <p className="small muted">
              {term('QuotaMeasure', quota.measure)} · {term('QuotaSpan', quota.per)} · {say('left')} {text(quota.left)}
            </p>
          </div>
        )
      })}
    </section>
  )
}

/** Every version, the newest first, with what it changed of the one before. */
export function AgreementVersions({ versions }: { versions: readonly Version[] }) {
  const say = useWords(words)
  const term = useTerm()
  const saidWords = useSaidWords()
  const sorted = [...versions].sort((a, b) => b.version - a.version)
  return (
    <section className="section">
      <h2>
        {say('versions')} <span className="muted">{versions.length}</span>
      </h2>
      <div className="scrolls" tabIndex={0} role="region" aria-label={say('versions')}>
        <table className="plain versions">
          <thead>
            <tr>
              <th className="no">{say('version')}</th>
              <th className="stateColumn">{say('state')}</th>
              <th>{say('changedHere')}</th>
              <th className="when">{say('validFrom')}</th>
              <th className="when">{say('madeBy')}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((version, place) => {
              const before = sorted[place + 1]
              const after = saidOf(version, saidWords)
              const old = before && saidOf(before, saidWords)
              const changed = old ? differing(old, after) : []
              return (
                <tr key={version.id}>
                  <td>v{version.version}</td>
                  <td>
                    <State mood={agreementMood[version.state]}>{term('AgreementState', version.state)}</State>
                  </td>
                  <td>
                    {!old && version.version === 1 && <span className="muted">{say('first')}</span>}
                    {old && changed.length === 0 && <span className="muted">{say('nothingChanged')}</span>}
                    {old &&
                      changed.map((key) => (
                        <p key={key}>
                          <span className="second">
                            {say(key)} {old[key]} →{' '}
                          </span>
                          <b className="strong">{after[key]}</b>
                        </p>
                      ))}
                  </td>
                  <td title={exactText(version.validFrom)}>{dayText(version.validFrom, true)}</td>
                  <td>
                    {whoText(version.madeBy)}
                    <br />
                    <span className="small muted">
                      <When at={version.createdAt} />
                    </span>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function whoText(who: Version['madeBy']): string {
  switch (who?.__typename) {
    case 'Colleague':
      return who.displayName
    case 'CommandLine':
      return who.user
    case 'ChannelKey':
      return who.keyId
    case 'System':
      return who.name
    default:
      return '–'
  }
}
