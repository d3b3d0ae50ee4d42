import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useApi } from '../../shared/graphql/useApi'
import { Money } from '../../shared/ui/Money'
import { PromiseBar } from '../../shared/ui/PromiseBar'
import { useLocalized, useWords } from '../../shared/words/words'
import { NextClaimDocument } from './home.generated'
import { words } from './words'

/** The claim with the nearest promise that nobody has, and the way to take the next. */
export function NextClaim() {
  const say = useWords(words)
  const localized = useLocalized()
  const navigate = useNavigate()
  const found = useApi(NextClaimDocument, {}, { every: 15_000 })
  const claim = found.data?.claims.edges[0]?.node
  return (
    <header className="band">
      <div className="grow">
        <p className="second">{say('nextLabel')}</p>
        <h1 className="row wrap">
          {claim ? (
            <>
              {localized(claim.findings[0]?.sentence) || localized(claim.policy.offer.productName)}
              {claim.claimed && <Money of={claim.claimed} />}
              <small>
                <PromiseBar from={claim.submittedAt} until={claim.promisedAt} />
              </small>
            </>
          ) : (
            found.data && say('noneToTake')
          )}
        </h1>
        <p className="second">
          {claim &&
            [
              claim.number,
              `${localized(claim.policy.offer.productName)} ${localized(claim.policy.offer.name)}`,
              say('score', { score: claim.score }),
              say('files', { count: claim.evidence.length }),
            ].join(' · ')}
        </p>
      </div>
      <Button type="primary" size="large" onClick={() => void navigate({ to: '/claims/next' })}>
        {say('takeNext')} <kbd>G</kbd> <kbd>N</kbd>
      </Button>
    </header>
  )
}
