import { figures, withUnit, type Amount } from '../format/money'
import { useLanguage } from '../words/words'

/** An amount with its unit. */
export function Money({ of }: { of: Amount | null | undefined }) {
  const language = useLanguage()
  return <span className="nowrap">{of ? withUnit(of, language) : '–'}</span>
}

/** An amount whose unit stands in the head of its column. */
export function Figures({ of }: { of: { amount: string } | null | undefined }) {
  return <>{of ? figures(of.amount) : '–'}</>
}
