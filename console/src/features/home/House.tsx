import { Link } from '@tanstack/react-router'
import { instantText } from '../../shared/format/time'
import { useApi } from '../../shared/graphql/useApi'
import { useMay } from '../../shared/session/SessionContext'
import type { Mood } from '../../shared/ui/moods'
import { Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useWords } from '../../shared/words/words'
import { HouseDocument } from './home.generated'
import { words } from './words'

/** Who cannot come in, and whether the record is whole: for those who look after people and the record. */
export function House() {
  const say = useWords(words)
  const may = useMay()
  const page = useApi(HouseDocument, {}, { every: 60_000 })
  const locked = page.data?.locked?.count.value ?? 0
  const chain = page.data?.auditChain
  const [mood, key]: [Mood, 'chainWhole' | 'chainBroken' | 'chainUnverified'] = !chain?.verification
    ? ['ended', 'chainUnverified']
    : chain.verification.whole
      ? ['good', 'chainWhole']
      : ['bad', 'chainBroken']
  return (
    <section>
      <h2>{say('house')}</h2>
      <Region of={page} lines={2}>
        <ul className="things">
          {may('Query.people') && (
            <li>
              <Link className="grow" to="/people" search={locked > 0 ? { locked: true } : {}}>
                {say('people')}
              </Link>
              <State mood={locked > 0 ? 'bad' : 'good'}>
                {locked > 0 ? say('locked', { count: locked }) : say('noneLocked')}
              </State>
            </li>
          )}
          {chain && may('Query.auditRecords') && (
            <li>
              <Link className="grow" to="/audit">
                {say('chain', {
                  sequence: Number(chain.sequence).toLocaleString('en'),
                  time: chain.sealedAt ? instantText(chain.sealedAt) : '–',
                })}
              </Link>
              <State mood={mood}>{say(key)}</State>
            </li>
          )}
        </ul>
      </Region>
    </section>
  )
}
