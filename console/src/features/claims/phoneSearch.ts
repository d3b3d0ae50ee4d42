import { oneOf, textOf, type Search } from '../../shared/format/search'

export const phoneSteps = ['policy', 'facts', 'evidence', 'check'] as const
export type PhoneStep = (typeof phoneSteps)[number]

/** Where a claim by phone stands, as it stands in the address. */
export interface PhoneSearch {
  policy?: string | undefined
  step?: PhoneStep | undefined
}

export function readPhoneSearch(search: Search): PhoneSearch {
  return { policy: textOf(search.policy), step: oneOf(search.step, phoneSteps) }
}
