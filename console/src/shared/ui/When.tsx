import { exactText, instantText, periodText, whenText } from '../format/time'
import { useLanguage } from '../words/words'
import { useNow } from './useNow'

/** An instant as people say it, the exact one on hover. */
export function When({ at, exact = false }: { at: string | null | undefined; exact?: boolean }) {
  const now = useNow()
  const language = useLanguage()
  if (!at) return <>–</>
  return (
    <time dateTime={at} title={exactText(at)} className="nowrap">
      {exact ? instantText(at) : whenText(at, now, language)}
    </time>
  )
}

/** A period, from its first instant to the first that is out of it. */
export function Period({ of }: { of: { start: string; end: string } }) {
  return (
    <span className="nowrap" title={`${exactText(of.start)} → ${exactText(of.end)}`}>
      {periodText(of.start, of.end)}
    </span>
  )
}
