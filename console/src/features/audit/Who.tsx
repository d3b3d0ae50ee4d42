import { Initials } from '../../shared/ui/Initials'
import type { AuditRowFragment } from './audit.generated'

type Actor = AuditRowFragment['actor']

/** Who did it, in one word: a colleague's name, or what stands for who is no person: cli:root. */
export function whoText(actor: Actor): string {
  switch (actor.__typename) {
    case 'Colleague':
      return actor.displayName
    case 'CommandLine':
      return `cli:${actor.user}`
    case 'ChannelKey':
      return `key:${actor.keyId}`
    case 'System':
      return `system:${actor.name}`
  }
}

export function Who({ actor }: { actor: Actor }) {
  if (actor.__typename !== 'Colleague') return <code>{whoText(actor)}</code>
  return (
    <span className="row">
      <Initials name={actor.displayName} />
      {actor.displayName}
    </span>
  )
}
