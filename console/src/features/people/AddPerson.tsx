import { useNavigate } from '@tanstack/react-router'
import { Input } from 'antd'
import { useState } from 'react'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useAskAgain } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { SecretDialog } from '../../shared/ui/SecretDialog'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { dialogWords } from './dialogWords'
import { invitationTo } from './people'
import { AddPersonDocument, PeopleDocument } from './people.generated'
import { Reason } from './Reason'
import { RoleChoices } from './RoleChoices'

interface Typed {
  name: string
  displayName: string
  email: string
  roles: Types.OpsRole[]
  reason: string
}

const empty: Typed = { name: '', displayName: '', email: '', roles: [], reason: '' }

interface Added {
  id: string
  name: string
  displayName: string
  password: string
}

/** Adds a person; their temporary password is shown this once. */
export function AddPerson({ onClose }: { onClose: () => void }) {
  const say = useWords(dialogWords)
  const navigate = useNavigate()
  const askAgain = useAskAgain()
  const act = useAct(AddPersonDocument)
  const [requestNo] = useState(newRequestNo)
  const [typed, setTyped, drop] = useKept<Typed>('person add', empty)
  const [added, setAdded] = useState<Added>()
  const [replayed, setReplayed] = useState(false)
  const set = (change: Partial<Typed>) => setTyped({ ...typed, ...change })
  const send = async () => {
    const { name, displayName, email, roles, reason } = typed
    const answer = await act.send({
      input: {
        requestNo,
        name: name.trim(),
        displayName: displayName.trim(),
        email: email.trim(),
        roles,
        reason: reason.trim(),
      },
    })
    if (!answer?.person) return
    drop()
    setTyped(empty)
    askAgain(PeopleDocument)
    if (answer.temporaryPassword) setAdded({ ...answer.person, password: answer.temporaryPassword })
    else setReplayed(true)
  }
  if (added) {
    return (
      <SecretDialog
        title={say('secretTitle', { name: added.displayName })}
        secrets={[
          { label: say('login'), text: added.name },
          { label: say('password'), text: added.password },
          { label: say('link'), text: invitationTo(added.name, added.password) },
        ]}
        onKept={() => {
          onClose()
          void navigate({ to: '/people/$id', params: { id: added.id } })
        }}
      >
        <p>{say('secretAdded')}</p>
      </SecretDialog>
    )
  }
  const who = typed.displayName.trim()
  const text = (field: 'name' | 'displayName' | 'email', label: string, help?: string, focused = false) => (
    <Field id={field} label={label} help={help} error={errorAt(act.userErrors, field)}>
      <Input
        value={typed[field]}
        autoComplete="off"
        autoFocus={focused}
        onChange={(event) => set({ [field]: event.target.value })}
      />
    </Field>
  )
  return (
    <Dialog
      title={say('addTitle')}
      keep={say('addKeep')}
      act={who ? say('addAct', { name: who }) : say('addActNobody')}
      sending={act.sending}
      disabled={replayed || !who || !typed.name.trim() || !typed.email.trim() || !typed.reason.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={520}
    >
      <div className="stack">
        {replayed && <Notice mood="ended">{say('addReplayed')}</Notice>}
        <UserErrors errors={act.userErrors} failure={act.failure} />
        {text('displayName', say('name'), undefined, true)}
        {text('name', say('login'), say('loginHelp'))}
        {text('email', say('email'))}
        <RoleChoices
          chosen={typed.roles}
          error={errorAt(act.userErrors, 'roles')}
          onChange={(roles) => set({ roles })}
        />
        <Reason value={typed.reason} errors={act.userErrors} onChange={(reason) => set({ reason })} />
        <p className="small second">{say('addHelp')}</p>
      </div>
    </Dialog>
  )
}
