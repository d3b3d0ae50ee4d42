import { useKept } from '../../shared/forms/useKept'
import { useAct } from '../../shared/graphql/useAct'
import type * as Types from '../../shared/graphql/types.generated'
import { Dialog } from '../../shared/ui/Dialog'
import { errorAt } from '../../shared/ui/UserErrors'
import { listed, useLanguage, useWords } from '../../shared/words/words'
import { ActErrors } from './ActErrors'
import { dialogWords } from './dialogWords'
import { RequestRolesDocument } from './people.generated'
import type { PersonDialog } from './PersonActs'
import { Reason } from './Reason'
import { RoleChoices } from './RoleChoices'
import { useRoleShort } from './useRoleShort'

/** Asks for other roles; the button says which, and somebody else approves them. */
export function ChangeRoles({ person, sessions, again, onClose, onDone }: PersonDialog) {
  const say = useWords(dialogWords)
  const short = useRoleShort()
  const language = useLanguage()
  const act = useAct(RequestRolesDocument)
  const [typed, setTyped, drop] = useKept<{ roles: Types.OpsRole[]; reason: string }>(`person ${person.id} roles`, {
    roles: person.roles,
    reason: '',
  })
  const added = typed.roles.filter((role) => !person.roles.includes(role))
  const removed = person.roles.filter((role) => !typed.roles.includes(role))
  const names = (list: readonly Types.OpsRole[]) => listed(list.map(short), language)
  const send = async () => {
    const answer = await act.send({
      input: {
        id: person.id,
        expectedRevision: person.revision,
        roles: typed.roles,
        reason: typed.reason.trim(),
      },
    })
    if (answer) {
      drop()
      onDone(say('asked'), answer.approval?.id)
    } else again()
  }
  const which =
    added.length > 0 && removed.length > 0
      ? 'rolesActBoth'
      : added.length > 0
        ? 'rolesAct'
        : removed.length > 0
          ? 'rolesActRemove'
          : 'rolesActNone'
  return (
    <Dialog
      title={say('rolesTitle', { name: person.displayName })}
      keep={say('changeKeep')}
      act={say(which, { added: names(added), removed: names(removed) })}
      sending={act.sending}
      disabled={which === 'rolesActNone' || !typed.reason.trim()}
      onKeep={() => {
        drop()
        onClose()
      }}
      onAct={() => void send()}
      width={520}
    >
      <div className="stack">
        <ActErrors act={act} />
        <RoleChoices
          chosen={typed.roles}
          error={errorAt(act.userErrors, 'roles')}
          onChange={(roles) => setTyped({ ...typed, roles })}
        />
        <Reason value={typed.reason} errors={act.userErrors} onChange={(reason) => setTyped({ ...typed, reason })} />
        <p className="small second">{say('rolesHelp', { count: sessions })}</p>
      </div>
    </Dialog>
  )
}
