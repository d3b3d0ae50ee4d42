import { Input, Radio } from 'antd'
import { useState } from 'react'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import type * as Types from '../../shared/graphql/types.generated'
import { useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { errorWithin, hostOf, linesOf, type Channel, type Endpoint } from './channel'
import {
  AddEndpointDocument,
  ChangeEndpointDocument,
  DeleteEndpointDocument,
  DisableEndpointDocument,
  RotateEndpointKeyDocument,
} from './channels.generated'
import type { Made } from './SecretDialog'
import { words } from './words'
import { channelPartWords } from './channelPartWords'

const orderings: readonly Types.WebhookOrdering[] = ['NONE', 'PER_OBJECT']
const schemes: readonly Types.WebhookScheme[] = ['V1A', 'V1']

/** What a key that was just made is shown as: whpk_ is public, whsec_ is a secret. */
function madeKey(channel: Channel, url: string, value: string | null): Made | undefined {
  if (!value) return undefined
  return { channel: channel.code, what: hostOf(url), kind: 'endpoint', value, isPublic: value.startsWith('whpk_') }
}

interface EndpointTyped {
  url: string
  eventTypes: string
  ordering: Types.WebhookOrdering
  /** Nothing: as it is. */
  scheme: Types.WebhookScheme | ''
}

/** Adds an endpoint, or changes one. */
export function EndpointForm({
  channel,
  endpoint,
  onClose,
  onDone,
  again,
}: {
  channel: Channel
  endpoint?: Endpoint
  onClose: () => void
  onDone: (made?: Made, id?: string) => void
  again: () => void
}) {
  const say = useWords(words, channelPartWords)
  const term = useTerm()
  const [requestNo] = useState(newRequestNo)
  const [typed, setTyped, drop] = useKept<EndpointTyped>(
    endpoint ? `endpoint ${endpoint.id}` : `add endpoint ${channel.id}`,
    {
      url: endpoint?.url ?? 'https://',
      eventTypes: (endpoint?.eventTypes ?? ['policy.*', 'claim.*']).join('\n'),
      ordering: endpoint?.ordering ?? 'NONE',
      scheme: endpoint ? '' : 'V1A',
    },
  )
  const add = useAct(AddEndpointDocument)
  const change = useAct(ChangeEndpointDocument)
  const errors = [...add.userErrors, ...change.userErrors]
  const conflict = errors.some((error) => error.code === 'CONFLICT')
  const typedUrl = typed.url.trim()
  const badUrl = !/^https:\/\/[^\s/]+\S*$/.test(typedUrl)
  const set = (part: Partial<EndpointTyped>) => setTyped({ ...typed, ...part })
  const send = async () => {
    const said = {
      url: typed.url.trim(),
      eventTypes: linesOf(typed.eventTypes),
      ordering: typed.ordering,
      ...(typed.scheme ? { scheme: typed.scheme } : {}),
    }
    if (endpoint) {
      const { url, ...others } = said
      const done = await change.send({
        input: {
          id: endpoint.id,
          expectedRevision: endpoint.revision,
          ...others,
          // The same address named again would be challenged again.
          ...(url === endpoint.url ? {} : { url }),
        },
      })
      if (!done) {
        again()
        return
      }
      drop()
      onDone(madeKey(channel, url, done.key))
      return
    }
    const done = await add.send({ input: { requestNo, channelCode: channel.code, mode: channel.mode, ...said } })
    if (!done?.endpoint) return
    drop()
    onDone(madeKey(channel, said.url, done.key), done.endpoint.id)
  }
  return (
    <Dialog
      title={say(endpoint ? 'changeEndpoint' : 'addEndpointTitle')}
      keep={say(endpoint ? 'changeKeep' : 'addEndpointKeep')}
      act={say(endpoint ? 'changeAct' : 'addEndpoint')}
      sending={add.sending || change.sending}
      disabled={badUrl || linesOf(typed.eventTypes).length === 0}
      onKeep={onClose}
      onAct={() => void send()}
      width={560}
    >
      <div className="stack">
        {conflict && (
          <Notice mood="theirs" alert>
            {say('changed')}
          </Notice>
        )}
        <UserErrors
          errors={errors.filter((error) => error.code !== 'CONFLICT')}
          failure={add.failure ?? change.failure}
        />
        <Field
          id="url"
          label={say('url')}
          help={say(endpoint ? 'changeEndpointHelp' : 'urlHelp')}
          error={badUrl && !'https://'.startsWith(typedUrl) ? say('urlWrong') : errorAt(errors, 'url')}
        >
          <Input value={typed.url} maxLength={500} onChange={(event) => set({ url: event.target.value })} />
        </Field>
        <Field
          id="eventTypes"
          label={say('eventTypes')}
          help={say('eventTypesHelp')}
          error={errorWithin(errors, 'eventTypes')}
        >
          <Input.TextArea
            rows={3}
            value={typed.eventTypes}
            onChange={(event) => set({ eventTypes: event.target.value })}
          />
        </Field>
        <Field id="ordering" label={say('ordering')} error={errorAt(errors, 'ordering')}>
          <Radio.Group
            className="vertical"
            value={typed.ordering}
            onChange={(event) => set({ ordering: event.target.value as Types.WebhookOrdering })}
            options={orderings.map((each) => ({ value: each, label: term('WebhookOrdering', each) }))}
          />
        </Field>
        <Field id="scheme" label={say('scheme')} error={errorAt(errors, 'scheme')}>
          <Radio.Group
            className="vertical"
            value={typed.scheme}
            onChange={(event) => set({ scheme: event.target.value as Types.WebhookScheme | '' })}
            options={[
              ...(endpoint ? [{ value: '', label: say('schemeStays') }] : []),
              ...schemes.map((each) => ({ value: each, label: term('WebhookScheme', each) })),
            ]}
          />
        </Field>
      </div>
    </Dialog>
  )
}

interface EndpointDialogProps {
  endpoint: Endpoint
  onClose: () => void
  again: () => void
}

/** Switches an endpoint off, or deletes it. */
export function LeaveEndpointDialog({
  endpoint,
  act,
  onClose,
  onDone,
  again,
}: EndpointDialogProps & { act: 'disable' | 'delete'; onDone: () => void }) {
  const say = useWords(words, channelPartWords)
  const disable = useAct(DisableEndpointDocument)
  const remove = useAct(DeleteEndpointDocument)
  const acting = act === 'disable' ? disable : remove
  const host = hostOf(endpoint.url)
  const conflict = acting.userErrors.some((error) => error.code === 'CONFLICT')
  const send = async () => {
    const input = { id: endpoint.id, expectedRevision: endpoint.revision }
    const done = act === 'disable' ? await disable.send({ input }) : await remove.send({ input })
    if (done) onDone()
    else again()
  }
  return (
    <Dialog
      title={say(act === 'disable' ? 'disableTitle' : 'deleteTitle', { host })}
      keep={say(act === 'disable' ? 'disableKeep' : 'deleteKeep')}
      act={say(act === 'disable' ? 'disableAct' : 'deleteAct')}
      dangerous
      sending={acting.sending}
      onKeep={onClose}
      onAct={() => void send()}
      width={520}
    >
      <div className="stack">
        {conflict && (
          <Notice mood="theirs" alert>
            {say('changed')}
          </Notice>
        )}
        <UserErrors errors={acting.userErrors.filter((error) => error.code !== 'CONFLICT')} failure={acting.failure} />
        <p>{say(act === 'disable' ? 'disableFollows' : 'deleteFollows')}</p>
      </div>
    </Dialog>
  )
}

/** Gives an endpoint a new key; the old one signs on for some hours, or stops at once. */
export function RotateDialog({
  channel,
  endpoint,
  onClose,
  onDone,
  again,
}: EndpointDialogProps & { channel: Channel; onDone: (made?: Made) => void }) {
  const say = useWords(words, channelPartWords)
  const [hours, setHours] = useState('24')
  const [atOnce, setAtOnce] = useState(false)
  const act = useAct(RotateEndpointKeyDocument)
  const conflict = act.userErrors.some((error) => error.code === 'CONFLICT')
  const send = async () => {
    const done = await act.send({
      input: {
        id: endpoint.id,
        expectedRevision: endpoint.revision,
        ...(atOnce ? { withoutOverlap: true } : overlapOf(hours)),
      },
    })
    if (done) onDone(madeKey(channel, endpoint.url, done.key))
    else again()
  }
  return (
    <Dialog
      title={say('rotateTitle', { host: hostOf(endpoint.url) })}
      keep={say('rotateKeep')}
      act={say('rotateAct')}
      dangerous={atOnce}
      sending={act.sending}
      onKeep={onClose}
      onAct={() => void send()}
      width={520}
    >
      <div className="stack">
        {conflict && (
          <Notice mood="theirs" alert>
            {say('changed')}
          </Notice>
        )}
        <UserErrors errors={act.userErrors.filter((error) => error.code !== 'CONFLICT')} failure={act.failure} />
        <Overlap
          hours={hours}
          atOnce={atOnce}
          onHours={setHours}
          onAtOnce={setAtOnce}
          error={errorAt(act.userErrors, 'overlapHours')}
        />
        <p>{say(atOnce ? 'rotateNow' : 'rotateFollows')}</p>
      </div>
    </Dialog>
  )
}

/** The hours that were typed, as the acts take them; nothing typed: as the server says. */
export function overlapOf(hours: string): { overlapHours?: number } {
  const typed = hours.trim()
  // What is no number is sent as one that the server refuses at the field.
  return typed === '' ? {} : { overlapHours: /^\d+$/.test(typed) ? Number(typed) : 0 }
}

/** For how long what is replaced works on. */
export function Overlap({
  hours,
  atOnce,
  onHours,
  onAtOnce,
  error,
}: {
  hours: string
  atOnce: boolean
  onHours: (hours: string) => void
  onAtOnce: (atOnce: boolean) => void
  error?: string | undefined
}) {
  const say = useWords(words, channelPartWords)
  return (
    <>
      <Field id="overlapHours" label={say('overlapHours')} error={error}>
        <Input
          inputMode="numeric"
          value={hours}
          maxLength={4}
          disabled={atOnce}
          onChange={(event) => onHours(event.target.value)}
        />
      </Field>
      <label className="row">
        <input type="checkbox" checked={atOnce} onChange={(event) => onAtOnce(event.target.checked)} />
        {say('withoutOverlap')}
      </label>
    </>
  )
}
