import { figures } from '../../shared/format/money'
import { useApi } from '../../shared/graphql/useApi'
import { useWords } from '../../shared/words/words'
import { percentText } from '../../shared/format/money'
import type { Filing, ProductOnSale } from './agreement'
import { FilingDocument } from './agreements.generated'
import { words } from './agreementWords'

/** What the version on sale of a product filed: for comparing, and in words. */
export interface Filed {
  filing: Filing | null | undefined
  commission: string
  factor: string
  premium: string
}

export function useFiling(product: ProductOnSale | undefined): Filed {
  const say = useWords(words)
  const asked = useApi(
    FilingDocument,
    {
      input: { productCode: product?.code ?? '', ...(product?.onSale ? { version: product.onSale.version } : {}) },
    },
    { enabled: product !== undefined, freshFor: 60_000 },
  )
  const content = asked.data?.productContent?.content
  const unread = asked.failure !== null || (asked.data !== undefined && !content)
  const filing = content?.filing
  const between = (least: string | null | undefined, most: string | null | undefined) =>
    least && most
      ? say('filedBetween', { least: figures(least), most: figures(most) })
      : most
        ? say('filedUpTo', { most: figures(most) })
        : least
          ? say('filedFrom', { least: figures(least) })
          : say('filedNone')
  if (!content) {
    const text = unread ? say('filedUnread') : ''
    return { filing: undefined, commission: text, factor: text, premium: text }
  }
  return {
    filing,
    commission: filing?.commissionMost
      ? say('filedUpTo', { most: percentText(filing.commissionMost) })
      : say('filedNone'),
    factor: between(filing?.factorLeast, filing?.factorMost),
    premium: between(filing?.premiumLeast, filing?.premiumMost),
  }
}
