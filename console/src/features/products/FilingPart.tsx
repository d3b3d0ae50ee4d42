import { useWords } from '../../shared/words/words'
import { partOf } from './fileText'
import type { ContentFragment } from './products.generated'
import { useDraftInHand } from './useDraft'
import { words } from './words'
import { Mistakes, PartField } from './PartField'

/** What was filed of prices and commissions: what is sold keeps within it. */
export function FilingPart({ content }: { content: ContentFragment }) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const filed = content.filing
  return (
    <section className="stack">
      <h2>{say('filing')}</h2>
      <p className="small muted">{say('filingHelp')}</p>
      <div className="twoFields">
        <PartField at={['filing', 'premium', 'least']} value={filed?.premiumLeast} label={say('premiumLeast')} />
        <PartField at={['filing', 'premium', 'most']} value={filed?.premiumMost} label={say('premiumMost')} />
        <PartField at={['filing', 'commissionMost']} value={filed?.commissionMost} label={say('commissionMost')} />
        <PartField at={['filing', 'expenseLoading']} value={filed?.expenseLoading} label={say('expenseLoading')} />
      </div>
      <Mistakes list={draft.mistakes.filter((each) => partOf(each) === 'filing')} />
    </section>
  )
}
