import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { instantText } from '../../shared/format/time'
import { useKeys } from '../../shared/keys/useKeys'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Menu } from '../../shared/ui/Menu'
import { productMood } from '../../shared/ui/moods'
import { MoreActs } from '../../shared/ui/MoreActs'
import { Notice } from '../../shared/ui/Notice'
import { Failure, Skeleton } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useLocalized, useWords } from '../../shared/words/words'
import { BackTests } from './BackTests'
import { ConflictDialog } from './ConflictDialog'
import { DifferencesView } from './DifferencesView'
import { DiscardDialog, KeepOnSaleDialog, PublishDialog, WithdrawDialog } from './SaleDialogs'
import { partOf } from './fileText'
import { BasicsPart } from './BasicsPart'
import { ClaimsPart } from './ClaimsPart'
import { FactorsPart } from './FactorsPart'
import { FilingPart } from './FilingPart'
import { PlansPart } from './PlansPart'
import { RatesPart } from './RatesPart'
import { RulesPart } from './RulesPart'
import { StepsPart } from './StepsPart'
import { TermsPart } from './TermsPart'
import type { Product } from './ProductPage'
import type { ProductActsQuery, ProductVersionQuery } from './products.generated'
import { parts, type Part, type ProductSearch } from './productSearch'
import { QuotePanel } from './QuotePanel'
import { useDraftInHand, type Draft } from './useDraft'
import { words } from './words'

export type Version = NonNullable<ProductVersionQuery['productVersion']> &
  Pick<NonNullable<ProductActsQuery['productVersion']>, 'allowed'>

const ExamplesPart = lazy(() => import('./ExamplesPart').then((m) => ({ default: m.ExamplesPart })))
const FilePart = lazy(() => import('./FilePart').then((m) => ({ default: m.FilePart })))

type Asking = 'publish' | 'withdraw' | 'keep' | 'discard' | 'giveUp'

/** The editor of a product: its parts at the left, one of them in the middle, a live quote at the right. */
export function Editor({
  code,
  product,
  row,
  search,
  onSearchChange,
  again,
  onSaved,
}: {
  code: string
  product: Product | undefined
  row: Version | undefined
  search: ProductSearch
  onSearchChange: (search: ProductSearch) => void
  again: () => void
  onSaved: (version: number | undefined) => void
}) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const [asking, setAsking] = useState<Asking>()
  const part = search.part ?? 'basics'
  const save = () => void draft.save().then(onSaved)
  useKeys(
    { 'mod+s': () => draft.changed && save() },
    draft.editable && asking === undefined && draft.conflicts.length === 0,
  )
  const close = () => setAsking(undefined)
  const done = () => {
    close()
    again()
  }
  return (
    <>
      <Head
        code={code}
        product={product}
        row={row}
        search={search}
        onSearchChange={onSearchChange}
        onAsk={setAsking}
        onSave={save}
      />
      {draft.failure && <Failure failure={draft.failure} />}
      <UserErrors errors={draft.saveErrors.filter((each) => each.code !== 'CONFLICT')} failure={draft.saveFailure} />
      {row?.approval?.state === 'REQUESTED' && <Notice mood="theirs">{say('asked')}</Notice>}
      <div className="editor">
        <PartList
          draft={draft}
          part={part}
          onPart={(next) => onSearchChange({ version: search.version, part: next })}
        />
        <div className="middle" role="region" aria-label={say(part)} tabIndex={0}>
          {search.against !== undefined && row && product ? (
            <DifferencesView
              product={product}
              from={search.against}
              to={row.version}
              search={search}
              onSearchChange={onSearchChange}
            />
          ) : search.backTests && row ? (
            <BackTests code={code} version={row.version} />
          ) : (
            <Suspense fallback={<Skeleton lines={10} />}>
              <Middle part={part} row={row} search={search} onSearchChange={onSearchChange} />
            </Suspense>
          )}
        </div>
        <QuotePanel onSale={product?.onSale?.version} />
      </div>
      {draft.conflicts.length > 0 && <ConflictDialog />}
      {asking === 'giveUp' && (
        <Dialog
          title={say('giveUp')}
          keep={say('giveUpKeep')}
          act={say('giveUp')}
          dangerous
          onKeep={close}
          onAct={() => {
            draft.giveUp()
            close()
          }}
          width={480}
        >
          <p>{say('giveUpText')}</p>
        </Dialog>
      )}
      {row && asking === 'publish' && (
        <PublishDialog version={row} onSale={product?.onSale?.version} onClose={close} onDone={done} />
      )}
      {row && asking === 'withdraw' && (
        <WithdrawDialog version={row} agreements={product?.agreements.length ?? 0} onClose={close} onDone={done} />
      )}
      {row && asking === 'keep' && <KeepOnSaleDialog version={row} onClose={close} onDone={done} />}
      {row && asking === 'discard' && <DiscardDialog version={row} onClose={close} />}
    </>
  )
}

function Head({
  code,
  product,
  row,
  search,
  onSearchChange,
  onAsk,
  onSave,
}: {
  code: string
  product: Product | undefined
  row: Version | undefined
  search: ProductSearch
  onSearchChange: (search: ProductSearch) => void
  onAsk: (what: Asking) => void
  onSave: () => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const may = useMay()
  const draft = useDraftInHand()
  const allowed = (act: string) => row?.allowed.find((each) => each.act === act)
  const acts = (
    [
      ['withdrawProduct', 'withdraw'],
      ['keepProductOnSale', 'keep'],
      ['discardDraft', 'discard'],
    ] as const
  ).flatMap(([act, asking]) => {
    const found = allowed(act)
    if (!found) return []
    const text = say(asking === 'keep' ? 'keepOnSale' : asking)
    return [
      { key: act, text, run: () => onAsk(asking), reason: found.possible ? undefined : (found.reason?.message ?? '') },
    ]
  })
  const versions = product?.versions ?? []
  const other = product?.onSale?.version ?? versions.find((each) => each.version !== row?.version)?.version
  const against = other === row?.version ? versions.find((each) => each.version !== row?.version)?.version : other
  const publish = allowed('requestPublication')
  const leave = search.against !== undefined || search.backTests
  const back = () => onSearchChange({ version: search.version, part: search.part })
  return (
    <header>
      <div className="grow">
        <p className="crumb">
          <Link to="/products">{say('title')}</Link> / {code}
        </p>
        <h1 className="row">
          {row ? localized(row.name) : code}
          {row && (
            <Menu
              label={say('chooseVersion')}
              buttonClass="chip"
              button={
                <span className="row">
                  v{row.version} <State mood={productMood[row.state]}>{term('ProductState', row.state)}</State>
                </span>
              }
              items={versions.map((each) => ({
                key: String(each.version),
                text: `v${each.version} · ${term('ProductState', each.state)}`,
                run: () => onSearchChange({ version: each.version, part: search.part }),
              }))}
            />
          )}
          <span className="small muted saved">
            {draft.changed ? (
              <State mood="ours">{say('unsaved')}</State>
            ) : row ? (
              say('savedBy', { at: instantText(row.createdAt), who: whoOf(row) })
            ) : (
              say('never')
            )}
          </span>
        </h1>
      </div>
      <span className="second" role="status">
        {draft.mistakes.length > 0 ? (
          <State mood="bad">{say('mistakes', { count: draft.mistakes.length })}</State>
        ) : (
          may('Query.checkProduct') && <State mood="good">{draft.checked ? say('right') : say('checking')}</State>
        )}
      </span>
      {leave ? (
        <Button onClick={back}>{say('backToParts')}</Button>
      ) : (
        <>
          {row && against !== undefined && (
            <Button onClick={() => onSearchChange({ ...search, against })}>
              {say('compareWith', { version: against })}
            </Button>
          )}
          {row && may('Query.backTest') && (
            <Button onClick={() => onSearchChange({ ...search, backTests: true })}>{say('backTest')}</Button>
          )}
        </>
      )}
      {draft.editable && draft.changed && (
        <>
          <Button disabled={!draft.undo} onClick={draft.undo}>
            {say('undo')}
          </Button>
          <Button onClick={() => onAsk('giveUp')}>{say('giveUp')}</Button>
          <Button type="primary" loading={draft.saving} disabled={draft.mistakes.length > 0} onClick={onSave}>
            {row?.state === 'DRAFT' ? say('save') : say('saveNew')}
          </Button>
        </>
      )}
      {publish && !draft.changed && (
        <Button
          type="primary"
          disabled={!publish.possible}
          title={publish.possible ? undefined : publish.reason?.message}
          onClick={() => onAsk('publish')}
        >
          {say('publish')}
        </Button>
      )}
      <MoreActs acts={acts} />
    </header>
  )
}

function whoOf(row: Version): string {
  return row.savedBy && 'displayName' in row.savedBy ? row.savedBy.displayName : '—'
}

function PartList({ draft, part, onPart }: { draft: Draft; part: Part; onPart: (part: Part) => void }) {
  const say = useWords(words)
  const { content } = draft
  const count: Partial<Record<Part, number | undefined>> = {
    factors: content?.factors.length,
    plans: content?.plans.length,
    rules: content?.rules.filter((each) => !isOfClaims(each)).length,
    rates: content?.tables.length,
    steps: content?.steps.length,
    terms: content?.plans[0]?.terms.length,
    claims: content && content.rules.filter(isOfClaims).length + content.claimFacts.length,
  }
  return (
    <nav className="parts" aria-label={say('parts')}>
      {parts.map((each) => {
        const wrong = draft.mistakes.filter((mistake) => partOf(mistake) === each).length
        return (
          <button
            key={each}
            type="button"
            aria-current={each === part ? 'page' : undefined}
            onClick={() => onPart(each)}
          >
            <span className="grow">{say(each)}</span>
            {wrong > 0 && <span className="wrong">✕ {wrong}</span>}
            <span className="muted">{count[each] || ''}</span>
          </button>
        )
      })}
    </nav>
  )
}

/** Rules that only a claim is judged by, scores among them. */
export function isOfClaims(rule: { acts: readonly string[] }): boolean {
  return rule.acts.length === 1 && rule.acts[0] === 'CLAIM'
}

function Middle({
  part,
  row,
  search,
  onSearchChange,
}: {
  part: Part
  row: Version | undefined
  search: ProductSearch
  onSearchChange: (search: ProductSearch) => void
}) {
  const say = useWords(words)
  const { content, mistakes } = useDraftInHand()
  if (part === 'file') return <FilePart row={row} />
  if (part === 'examples') return <ExamplesPart row={row} />
  if (!content) return mistakes.length > 0 ? <Notice mood="bad">{say('broken')}</Notice> : <Skeleton lines={8} />
  switch (part) {
    case 'basics':
      return <BasicsPart content={content} row={row} />
    case 'factors':
      return <FactorsPart content={content} />
    case 'plans':
      return <PlansPart content={content} />
    case 'filing':
      return <FilingPart content={content} />
    case 'rules':
      return <RulesPart content={content} />
    case 'rates':
      return (
        <RatesPart content={content} table={search.table} onTable={(table) => onSearchChange({ ...search, table })} />
      )
    case 'steps':
      return <StepsPart content={content} />
    case 'terms':
      return <TermsPart content={content} plan={search.plan} onPlan={(plan) => onSearchChange({ ...search, plan })} />
    case 'claims':
      return <ClaimsPart content={content} />
  }
}
