import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { JobBar } from '../../shared/jobs/JobBar'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { ChoiceFilter } from '../../shared/ui/Filters'
import { deliveryMood, endpointMood } from '../../shared/ui/moods'
import { MoreActs } from '../../shared/ui/MoreActs'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { actOn, hostOf, worstFirst, type Channel, type Endpoint } from './channel'
import {
  ChangeEndpointDocument,
  ChannelDeliveriesDocument,
  ReplayJobDocument,
  SendTestEventDocument,
} from './channels.generated'
import { deliveryStates, type ChannelSearch } from './channelSearch'
import { DeliveryTable } from './DeliveryTable'
import type { Made } from './SecretDialog'
import { words } from './words'
import { channelPartWords } from './channelPartWords'

const EndpointForm = lazy(() => import('./EndpointDialogs').then((m) => ({ default: m.EndpointForm })))
const LeaveEndpointDialog = lazy(() => import('./EndpointDialogs').then((m) => ({ default: m.LeaveEndpointDialog })))
const RotateDialog = lazy(() => import('./EndpointDialogs').then((m) => ({ default: m.RotateDialog })))
const ReplayDialog = lazy(() => import('./ReplayDialog').then((m) => ({ default: m.ReplayDialog })))

interface LogProps {
  channel: Channel
  search: ChannelSearch
  onSearchChange: (search: ChannelSearch) => void
  onMade: (made: Made) => void
  again: () => void
}

/** What the channel was told, by endpoint, and how that went; nothing for whom the API shows no endpoints. */
export function DeliveryLog({ channel, search, onSearchChange, onMade, again }: LogProps) {
  const say = useWords(words, channelPartWords)
  const term = useTerm()
  const may = useMay()
  const [adding, setAdding] = useState(false)
  if (!channel.webhookEndpoints) return null
  const endpoints = worstFirst(channel.webhookEndpoints)
  const chosen = endpoints.find((each) => each.id === search.endpoint) ?? endpoints[0]
  return (
    <section className="section deliveryLog">
      <div className="row">
        <h2 className="grow">{say('log')}</h2>
        {may('Mutation.addWebhookEndpoint') && (
          <Button size="small" onClick={() => setAdding(true)}>
            {say('addEndpoint')}
          </Button>
        )}
      </div>
      {endpoints.length === 0 && (
        <Empty title={say('noEndpoints')}>
          <p>{say('noEndpointsNext')}</p>
        </Empty>
      )}
      <ul className="endpointList" aria-label={say('endpoint')}>
        {endpoints.map((each) => (
          <li key={each.id}>
            <button
              type="button"
              aria-pressed={each.id === chosen?.id}
              onClick={() => onSearchChange({ mode: search.mode, endpoint: each.id })}
            >
              <span className="grow">{hostOf(each.url)}</span>
              <State mood={endpointMood[each.state]}>{term('WebhookEndpointState', each.state)}</State>
            </button>
          </li>
        ))}
      </ul>
      {chosen && (
        <EndpointLog
          key={chosen.id}
          endpoint={chosen}
          channel={channel}
          search={search}
          onSearchChange={onSearchChange}
          onMade={onMade}
          again={again}
        />
      )}
      <Suspense>
        {adding && (
          <EndpointForm
            channel={channel}
            onClose={() => setAdding(false)}
            onDone={(made, id) => {
              setAdding(false)
              if (made) onMade(made)
              if (id) onSearchChange({ mode: search.mode, endpoint: id })
              again()
            }}
            again={again}
          />
        )}
      </Suspense>
    </section>
  )
}

type Doing = 'change' | 'disable' | 'delete' | 'rotate' | 'replay'

function EndpointLog({ endpoint, channel, search, onSearchChange, onMade, again }: LogProps & { endpoint: Endpoint }) {
  const say = useWords(words, channelPartWords)
  const term = useTerm()
  const [doing, setDoing] = useState<Doing>()
  const [job, setJob] = useState<string>()
  const [tested, setTested] = useState(false)
  const list = useApi(
    ChannelDeliveriesDocument,
    {
      endpoint: endpoint.id,
      ...(search.states ? { filter: { states: search.states } } : {}),
      ...(search.before ? { last: 20, before: search.before } : { first: 20 }),
      ...(search.after ? { after: search.after } : {}),
    },
    { keepLast: true, every: tested || job ? 2_000 : 15_000 },
  )
  const done = (made?: Made) => {
    setDoing(undefined)
    if (made) onMade(made)
    again()
  }
  const close = () => setDoing(undefined)
  const narrow = (change: Partial<ChannelSearch>) =>
    onSearchChange({ mode: search.mode, endpoint: endpoint.id, states: search.states, ...change })
  return (
    <>
      <EndpointHead
        endpoint={endpoint}
        onDo={setDoing}
        onTested={() => {
          setTested(true)
          list.again()
          again()
        }}
        again={again}
      />
      {tested && <Notice mood="good">{say('tested')}</Notice>}
      {job && <Replaying id={job} />}
      <div className="filters">
        <ChoiceFilter
          name={say('state')}
          options={deliveryStates.map((state) => ({
            value: state,
            word: term('DeliveryState', state),
            text: <State mood={deliveryMood[state]}>{term('DeliveryState', state)}</State>,
          }))}
          chosen={search.states}
          onChange={(states) => narrow({ states })}
        />
      </div>
      <Region of={list} lines={8}>
        {list.data?.webhookEndpoint && (
          <DeliveryTable page={list.data.webhookEndpoint.deliveries} place={search} onPlace={narrow} />
        )}
      </Region>
      <Suspense>
        {doing === 'change' && (
          <EndpointForm channel={channel} endpoint={endpoint} onClose={close} onDone={done} again={again} />
        )}
        {(doing === 'disable' || doing === 'delete') && (
          <LeaveEndpointDialog endpoint={endpoint} act={doing} onClose={close} onDone={() => done()} again={again} />
        )}
        {doing === 'rotate' && (
          <RotateDialog channel={channel} endpoint={endpoint} onClose={close} onDone={done} again={again} />
        )}
        {doing === 'replay' && (
          <ReplayDialog
            endpoint={endpoint}
            onClose={close}
            onDone={(id) => {
              setJob(id)
              done()
            }}
          />
        )}
      </Suspense>
    </>
  )
}

function EndpointHead({
  endpoint,
  onDo,
  onTested,
  again,
}: {
  endpoint: Endpoint
  onDo: (what: Doing) => void
  onTested: () => void
  again: () => void
}) {
  const say = useWords(words, channelPartWords)
  const term = useTerm()
  const [requestNo, setRequestNo] = useState(newRequestNo)
  const test = useAct(SendTestEventDocument)
  const enable = useAct(ChangeEndpointDocument)
  const sendTest = async () => {
    if (!(await test.send({ input: { requestNo, id: endpoint.id } }))) return
    setRequestNo(newRequestNo())
    onTested()
  }
  const switchOn = async () => {
    await enable.send({ input: { id: endpoint.id, expectedRevision: endpoint.revision } })
    again()
  }
  const off = endpoint.state === 'DISABLED'
  const acts = [
    { key: 'changeWebhookEndpoint', text: say('changeEndpoint'), run: () => onDo('change') },
    { key: 'rotateWebhookKey', text: say('rotate'), run: () => onDo('rotate') },
    off
      ? { key: 'changeWebhookEndpoint on', text: say('enableEndpoint'), run: () => void switchOn() }
      : { key: 'disableWebhookEndpoint', text: say('disableEndpoint'), run: () => onDo('disable') },
    { key: 'deleteWebhookEndpoint', text: say('deleteEndpoint'), run: () => onDo('delete') },
  ].flatMap((act) => {
    const allowed = actOn(endpoint, act.key.split(' ')[0] ?? '')
    return allowed ? [{ ...act, reason: allowed.possible ? undefined : (allowed.reason?.message ?? '') }] : []
  })
  const replay = actOn(endpoint, 'replayWebhooks')
  return (
    <>
      <div className="row wrap endpointHead">
        <p className="grow small muted">
          {say('endpointFacts', {
            types: endpoint.eventTypes.join(', '),
            order: term('WebhookOrdering', endpoint.ordering),
            version: endpoint.apiVersion,
          })}
          {endpoint.keys.map((key) => (
            <span key={key.keyId} className="key" title={key.publicKey ?? undefined}>
              {' · '}
              {term('WebhookScheme', key.scheme)} {key.keyId}
              {key.retiresAt && ` (${say('keyEnds', { when: key.retiresAt.slice(0, 10) })})`}
            </span>
          ))}
        </p>
        {actOn(endpoint, 'sendTestEvent')?.possible && (
          <Button size="small" loading={test.sending} onClick={() => void sendTest()}>
            {say('test')}
          </Button>
        )}
        {replay && (
          <Button
            size="small"
            disabled={!replay.possible}
            title={replay.reason?.message}
            onClick={() => onDo('replay')}
          >
            {say('replay')}
          </Button>
        )}
        <MoreActs acts={acts} label={say('endpointActs')} />
      </div>
      <UserErrors errors={[...test.userErrors, ...enable.userErrors]} failure={test.failure ?? enable.failure} />
    </>
  )
}

/** How far a replay is, until it is done. */
function Replaying({ id }: { id: string }) {
  const say = useWords(words, channelPartWords)
  const [over, setOver] = useState(false)
  const answer = useApi(ReplayJobDocument, { id }, over ? {} : { every: 1_500 })
  const job = answer.data?.job
  if (job && !over && !['QUEUED', 'RUNNING'].includes(job.state)) setOver(true)
  if (!job) return null
  return (
    <Notice
      mood={over ? 'good' : 'machine'}
      act={
        <Link to="/jobs/$id" params={{ id }}>
          {say('seeJob')}
        </Link>
      }
    >
      {over ? (
        say('replayed')
      ) : (
        <>
          {say('replaying')} <JobBar job={job} />
        </>
      )}
    </Notice>
  )
}
