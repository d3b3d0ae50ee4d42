import type * as Types from '../../shared/graphql/types.generated'

type Change = Types.ProductFileChange

/** Whether a step of a path is the place of an item, not its name. */
export const isPlace = (step: string | undefined) => step !== undefined && /^\d+$/.test(step)

/**
 * Changes that a person made of a content that they saw before others were done: items of lists are named by their places, and the places
 * move where an item before them went or came. A change of an item that went is left out.
 */
export function placesAfter(changes: readonly Change[], done: readonly Change[]): Change[] {
  return changes.flatMap((change) => {
    let at: string[] | undefined = [...change.at]
    for (const before of done) at = at && placeAfter(at, change, before)
    return at ? [{ ...change, at }] : []
  })
}

function placeAfter(at: string[], change: Change, before: Change): string[] | undefined {
  const depth = before.at.length - 1
  const place = before.at[depth]
  const own = at[depth]
  const sameList = before.at.slice(0, depth).every((step, index) => step === at[index])
  if (!sameList || !isPlace(place) || !isPlace(own)) return at
  if (before.operation === 'MOVE') {
    const moved = placeMoved(Number(own), Number(place), Number(before.value))
    return at.map((each, index) => (index === depth ? String(moved) : each))
  }
  const comes = before.operation === 'ADD'
  const goes = before.operation === 'REMOVE'
  if (goes && own === place && (at.length > depth + 1 || change.operation !== 'ADD')) return undefined
  const step = goes && Number(own) > Number(place) ? -1 : comes && Number(own) >= Number(place) ? 1 : 0
  return at.map((each, index) => (index === depth ? String(Number(each) + step) : each))
}

/** Where an item stands after one was moved from a place to another. */
function placeMoved(own: number, from: number, to: number): number {
  if (own === from) return to
  if (from < own && own <= to) return own - 1
  return to <= own && own < from ? own + 1 : own
}
