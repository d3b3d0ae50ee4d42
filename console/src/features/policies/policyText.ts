import type { PartyPartsFragment, PolicyAsOfQuery, PolicyPageQuery } from './policy.generated'

export type PolicyDetail = NonNullable<PolicyPageQuery['policy']>

type Then = NonNullable<NonNullable<PolicyAsOfQuery['policy']>['at']>

/** What a policy was at a moment: now, or as of a day. */
export type PolicyMoment =
  | Pick<
      PolicyDetail,
      | 'state'
      | 'payer'
      | 'period'
      | 'premium'
      | 'sumInsured'
      | 'offer'
      | 'applicant'
      | 'insureds'
      | 'coverages'
      | 'lines'
      | 'rating'
    >
  | (Then & { offer: Then['offer'] })

/** What is known of a person or an organisation, masked as the server sent it. */
export function partyText(party: PartyPartsFragment): string[] {
  const parts =
    party.__typename === 'Organisation'
      ? [party.name, party.creditCode, party.contact?.name, party.contact?.phone]
      : [party.name, party.phone, party.identityNo]
  return parts.filter((part): part is string => Boolean(part))
}

/** Lines of money by coverage, and by payer within it. */
export function byCoverage(moment: PolicyMoment) {
  return moment.coverages.map((coverage) => ({
    coverage,
    lines: moment.lines.filter((line) => line.coverage === coverage.code),
  }))
}
