import { withUnit } from '../../shared/format/money'
import { useApi } from '../../shared/graphql/useApi'
import { useMay } from '../../shared/session/SessionContext'
import { useLanguage, useWords } from '../../shared/words/words'
import { ProductBackTestsDocument, ProductDifferencesDocument } from './products.generated'
import { words } from './words'

/** In two lines what a version changes: how many values of the one on sale, and what stored policies would cost. */
export function WhatChanges({ code, version, onSale }: { code: string; version: number; onSale: number | undefined }) {
  const say = useWords(words)
  const differences = useApi(
    ProductDifferencesDocument,
    { code, from: onSale ?? 0, to: version },
    { enabled: onSale !== undefined },
  )
  const list = differences.data?.productDifferences
  return (
    <div className="second">
      {onSale === undefined && <p>{say('firstVersion')}</p>}
      {onSale !== undefined && list && <p>{say('byMeaning', { from: onSale, to: version, count: list.length })}</p>}
      <LastBackTest code={code} version={version} />
    </div>
  )
}

/** What the last back-test of a version came to. */
export function LastBackTest({ code, version }: { code: string; version: number }) {
  const say = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const answer = useApi(ProductBackTestsDocument, { code, version }, { enabled: may('Query.backTest') })
  if (!answer.data) return null
  const last = answer.data.productVersion?.backTests?.find((each) => each.job.state === 'SUCCEEDED')
  if (!last) return <p>{say('noTests')}</p>
  return (
    <p>
      {say('testSum', {
        policies: last.policies,
        before: withUnit(last.premiumBefore, language),
        after: withUnit(last.premiumAfter, language),
        refused: last.refused,
      })}
    </p>
  )
}
