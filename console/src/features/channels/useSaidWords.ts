import { useMemo } from 'react'
import { instantText } from '../../shared/format/time'
import { useTerm } from '../../shared/session/SessionContext'
import { useWords } from '../../shared/words/words'
import type { SaidWords } from './agreement'
import { words } from './agreementWords'

/** How parts of an agreement are said in the language of the moment. */
export function useSaidWords(): SaidWords {
  const say = useWords(words)
  const term = useTerm()
  return useMemo(
    () => ({
      all: say('all'),
      none: say('unset'),
      operation: (of) => term('ChannelOperation', of),
      quota: ({ measure, per }, most) => `${most} ${term('QuotaMeasure', measure)} / ${term('QuotaSpan', per)}`,
      until: (instant) => instantText(instant, true),
    }),
    [say, term],
  )
}
