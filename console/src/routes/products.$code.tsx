import { createFileRoute } from '@tanstack/react-router'
import { ProductPage } from '../features/products/ProductPage'
import {
  ProductActsDocument,
  ProductContentDocument,
  ProductVersionDocument,
  ProductVersionsDocument,
} from '../features/products/products.generated'
import { contentShown, parts, versionShown, type ProductSearch } from '../features/products/productSearch'
import { oneOf, textOf, yes, type Search } from '../shared/format/search'
import { prepare } from '../shared/graphql/useApi'

const numberOf = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined

const readSearch = (search: Search): ProductSearch => ({
  version: numberOf(search.version),
  part: oneOf(search.part, parts),
  table: textOf(search.table),
  plan: textOf(search.plan),
  against: numberOf(search.against),
  lines: yes(search.lines),
  backTests: yes(search.backTests),
})

export const Route = createFileRoute('/products/$code')({
  validateSearch: readSearch,
  loaderDeps: ({ search }) => ({ version: search.version }),
  // All that the page is made of is asked for at once.
  loader: (route) => {
    prepare(route, ProductVersionsDocument, {})
    if (route.deps.version === 0) return
    prepare(route, ProductVersionDocument, versionShown(route.params.code, route.deps))
    prepare(route, ProductActsDocument, versionShown(route.params.code, route.deps))
    prepare(route, ProductContentDocument, contentShown(route.params.code, route.deps))
  },
  component: Product,
})

function Product() {
  const { code } = Route.useParams()
  const navigate = Route.useNavigate()
  return (
    <ProductPage
      key={code}
      code={code}
      search={Route.useSearch()}
      onSearchChange={(search) => void navigate({ search })}
    />
  )
}
