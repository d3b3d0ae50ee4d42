import { Button } from 'antd'
import { useApi } from '../../shared/graphql/useApi'
import { Empty, Region } from '../../shared/ui/Region'
import { Notice } from '../../shared/ui/Notice'
import { useWords } from '../../shared/words/words'
import './claims.css'
import { FindPolicy } from './FindPolicy'
import './phone.css'
import { PolicyForClaimDocument } from './phone.generated'
import { PhoneForm } from './PhoneForm'
import type { PhoneSearch, PhoneStep } from './phoneSearch'
import { PhoneSteps } from './PhoneSteps'
import { words } from './phoneWords'

/** A claim that a caller tells: their policy, the product's questions, evidence, and what would become of it. */
export function ClaimByPhonePage({
  search,
  onSearchChange,
}: {
  search: PhoneSearch
  onSearchChange: (search: PhoneSearch) => void
}) {
  const say = useWords(words)
  const { policy: number } = search
  const loaded = useApi(PolicyForClaimDocument, { number: number ?? '' }, { enabled: number !== undefined })
  if (number === undefined) {
    return (
      <div className="page phonePage">
        <div className="phoneForm">
          <h1>{say('title')}</h1>
          <PhoneSteps step="policy" />
          <FindPolicy onFound={(policy) => onSearchChange({ policy, step: 'facts' })} />
        </div>
      </div>
    )
  }
  const policy = loaded.data?.policy
  const step: PhoneStep = search.step ?? 'facts'
  const refused = policy?.allowed.find((act) => act.act === 'submitClaim' && !act.possible)
  return (
    <div className="page phonePage">
      <Region of={loaded} lines={12}>
        {policy === null && (
          <Empty page title={say('noPolicy')}>
            <Button onClick={() => onSearchChange({})}>{say('other')}</Button>
          </Empty>
        )}
        {policy && refused && (
          <>
            <h1>{say('title')}</h1>
            <Notice mood="ended" act={<Button onClick={() => onSearchChange({})}>{say('other')}</Button>}>
              {say('cannotClaim')}: {refused.reason?.message}
            </Notice>
          </>
        )}
        {policy && !refused && (
          <PhoneForm
            key={policy.number}
            policy={policy}
            step={step}
            onStep={(next) => onSearchChange({ policy: policy.number, step: next })}
            onOther={() => onSearchChange({})}
          />
        )}
      </Region>
    </div>
  )
}
