import { createFileRoute } from '@tanstack/react-router'
import { ProductsPage } from '../features/products/ProductsPage'
import { ProductsDocument } from '../features/products/productList.generated'
import { prepare } from '../shared/graphql/useApi'

export const Route = createFileRoute('/products/')({
  loader: (route) => prepare(route, ProductsDocument, {}),
  component: ProductsPage,
})
