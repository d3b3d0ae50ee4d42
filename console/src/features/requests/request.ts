import type { RequestPageQuery } from './requests.generated'

/** A service request as its page asks for it. */
export type Request = NonNullable<RequestPageQuery['serviceRequest']>

/** Whether the person may do an act on the request now. */
export function actOf(request: Request, act: string) {
  return request.allowed.find((each) => each.act === act)
}
