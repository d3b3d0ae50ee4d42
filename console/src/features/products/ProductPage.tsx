import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../shared/graphql/useApi'
import { Empty, Region } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import { Editor, type Version } from './Editor'
import {
  ProductActsDocument,
  ProductVersionDocument,
  ProductVersionsDocument,
  type ProductVersionsQuery,
} from './products.generated'
import { contentShown, versionShown, type ProductSearch } from './productSearch'
import './products.css'
import { DraftProvider, useDraft, type Stored } from './useDraft'
import { words } from './words'

/** All versions of one product. */
export type Product = ProductVersionsQuery['products'][number]

/** One product: a version of it, to be read or written. Version 0 is one that nobody has saved yet. */
export function ProductPage({
  code,
  search,
  onSearchChange,
}: {
  code: string
  search: ProductSearch
  onSearchChange: (search: ProductSearch) => void
}) {
  const say = useWords(words)
  const page = useApi(ProductVersionsDocument, {})
  const product = page.data?.products.find((each) => each.code === code)
  const shown = { code, product, search, onSearchChange, again: page.again }
  return (
    <div className="page fixed product">
      <Region of={page} lines={10} heading={code}>
        {page.data && !product && search.version !== 0 && <Empty page title={say('missing')} />}
        {page.data && search.version === 0 && (
          <InHand
            key={`new ${code}`}
            {...shown}
            stored={{
              of: { productCode: code },
              version: undefined,
              draft: false,
              revision: 0,
              file: '',
              examples: '',
            }}
          />
        )}
        {product && search.version !== 0 && <StoredVersion {...shown} />}
      </Region>
    </div>
  )
}

interface Shown {
  code: string
  product: Product | undefined
  search: ProductSearch
  onSearchChange: (search: ProductSearch) => void
  again: () => void
}

function StoredVersion(shown: Shown) {
  const say = useWords(words)
  const which = versionShown(shown.code, shown.search)
  const page = useApi(ProductVersionDocument, which)
  const acts = useApi(ProductActsDocument, which)
  const found = page.data?.productVersion
  const row = found && { ...found, allowed: acts.data?.productVersion?.allowed ?? [] }
  return (
    <Region of={page} lines={12} heading={shown.code}>
      {row === null && <Empty page title={say('missing')} />}
      {row && (
        <InHand
          key={`${row.code} ${row.version}`}
          {...shown}
          row={row}
          stored={{
            of: contentShown(shown.code, shown.search).input,
            version: row.version,
            draft: row.state === 'DRAFT',
            revision: row.revision,
            file: row.file,
            examples: row.examples,
          }}
          again={() => {
            shown.again()
            page.again()
            acts.again()
          }}
        />
      )}
    </Region>
  )
}

function InHand({ stored, row, ...shown }: Shown & { stored: Stored; row?: Version }) {
  const navigate = useNavigate()
  const draft = useDraft(shown.code, stored, shown.again)
  const saved = (version: number | undefined) => {
    if (version !== undefined && version !== stored.version) {
      void navigate({
        to: '/products/$code',
        params: { code: shown.code },
        search: { version, part: shown.search.part },
      })
    }
  }
  return (
    <DraftProvider value={draft}>
      <Editor {...shown} row={row} onSaved={saved} />
    </DraftProvider>
  )
}
