import type { PolicySearch } from './policySearch'

export function PolicyListPage({ search }: { search: PolicySearch; onSearchChange: (search: PolicySearch) => void }) {
  return <h1>{search.page}</h1>
}
