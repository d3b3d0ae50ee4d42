import { useEffect } from 'react'
import { SecretDialog as Shared } from '../../shared/ui/SecretDialog'
import { useWords } from '../../shared/words/words'
import { forgetShown, rememberShown, type SecretShown } from './secretShown'
import { channelPartWords } from './channelPartWords'

/** A secret, or a public key, that was just made. */
export interface Made extends SecretShown {
  value: string
  /** A public key is no secret, and can be seen again. */
  isPublic?: boolean
  /** It works only once somebody approved it. */
  waits?: boolean
}

/** Shows a secret of a channel; a page that is loaded again before it is kept says that it is gone. */
export function SecretDialog({ made, onKept }: { made: Made; onKept: () => void }) {
  const say = useWords(channelPartWords)
  const { channel, what, kind, value, isPublic = false } = made
  useEffect(() => {
    if (!isPublic) rememberShown({ channel, what, kind })
  }, [channel, what, kind, isPublic])
  return (
    <Shared
      title={say(isPublic ? 'publicTitle' : 'secretTitle')}
      secrets={[{ label: what, text: value }]}
      shownAgain={isPublic}
      onKept={() => {
        forgetShown()
        onKept()
      }}
    >
      <p>{say(isPublic ? 'secretPublic' : 'secretWhat', { what })}</p>
      {made.waits && <p className="second">{say('secretWaits')}</p>}
    </Shared>
  )
}
