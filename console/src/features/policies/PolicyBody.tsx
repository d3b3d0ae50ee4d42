import { PolicyCover } from './PolicyCover'
import { PolicyEndorsements } from './PolicyEndorsements'
import { PolicyClaims, PolicyDeliveries, PolicyFactors, PolicyRequests, PolicyTerms } from './PolicyRecords'
import type { PolicyDetail, PolicyMoment } from './policyText'

/** What is covered and who pays, how the premium came, and all that was done with the policy. */
export function PolicyBody({ policy, moment }: { policy: PolicyDetail; moment: PolicyMoment }) {
  return (
    <div className="policyBody">
      <PolicyCover moment={moment} />
      <PolicyEndorsements policy={policy} />
      <PolicyClaims policy={policy} />
      <PolicyRequests policy={policy} />
      <PolicyTerms policy={policy} />
      <PolicyFactors policy={policy} />
      <PolicyDeliveries policy={policy} />
    </div>
  )
}
