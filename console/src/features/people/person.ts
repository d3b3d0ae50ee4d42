import type { PersonPageQuery } from './people.generated'

export type PersonData = PersonPageQuery
export type Person = Extract<NonNullable<PersonPageQuery['node']>, { __typename: 'Person' }>

/** What the server says of an act on a person. */
export function actOf(person: Person, act: string): Person['allowed'][number] | undefined {
  return person.allowed.find((each) => each.act === act)
}
