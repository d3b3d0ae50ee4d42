import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { dayText, daysLeft } from '../../shared/format/time'
import { useMay, useTerm } from '../../shared/session/SessionContext'
import { MoreActs } from '../../shared/ui/MoreActs'
import { Notice } from '../../shared/ui/Notice'
import { State } from '../../shared/ui/State'
import { useNow } from '../../shared/ui/useNow'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import { actOn, endsSoon, type Channel, type Credential } from './channel'
import type { ChannelPageQuery } from './channels.generated'
import type { Made } from './SecretDialog'
import { words } from './words'
import { channelPartWords } from './channelPartWords'

const RequestCredentialDialog = lazy(() =>
  import('./CredentialDialogs').then((m) => ({ default: m.RequestCredentialDialog })),
)
const RevokeDialog = lazy(() => import('./CredentialDialogs').then((m) => ({ default: m.RevokeDialog })))
const AddressesDialog = lazy(() => import('./CredentialDialogs').then((m) => ({ default: m.AddressesDialog })))

/** How the channel proves who calls; nothing for whom the API shows none. */
export function Credentials({
  channel,
  answer,
  onMade,
  again,
}: {
  channel: Channel
  answer: ChannelPageQuery
  onMade: (made: Made) => void
  again: () => void
}) {
  const say = useWords(words, channelPartWords)
  const term = useTerm()
  const may = useMay()
  const [asking, setAsking] = useState(false)
  const [asked, setAsked] = useState<string>()
  const [doing, setDoing] = useState<{ act: 'revoke' | 'addresses'; keyId: string }>()
  const { credentials } = channel
  if (!credentials) return null
  const waiting = answer.asked.edges
    .map((edge) => edge.node)
    .filter(
      (each) =>
        each.kind === 'CREDENTIAL' && each.content.channelCode === channel.code && each.content.mode === channel.mode,
    )
  const chosen = credentials.find((each) => each.keyId === doing?.keyId)
  const done = () => {
    setDoing(undefined)
    again()
  }
  return (
    <section className="section">
      <div className="row">
        <h2 className="grow">
          {say('credentials')} <span className="muted">{credentials.length || ''}</span>
        </h2>
        {may('Mutation.requestCredential') && (
          <Button size="small" onClick={() => setAsking(true)}>
            {say('askCredential')}
          </Button>
        )}
      </div>
      {credentials.length === 0 && <p className="muted">{say('noCredentials')}</p>}
      {credentials.length > 0 && (
        <table className="plain credentials">
          <thead>
            <tr>
              <th>{say('keyId')}</th>
              <th>{say('lastUsed')}</th>
              <th>{say('ends')}</th>
              <th className="acts">
                <span className="unseen">{say('credentials')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {credentials.map((each) => (
              <tr key={each.id}>
                <td>
                  {each.keyId}
                  <br />
                  <span className="small muted">
                    {term('CredentialAlgorithm', each.algorithm)} · {each.addresses.join(', ') || say('anyAddress')}
                  </span>
                </td>
                <td>
                  {each.lastUsedAt ? <When at={each.lastUsedAt} /> : <span className="muted">{say('never')}</span>}
                </td>
                <td>
                  <Ends credential={each} />
                </td>
                <td className="acts">
                  <CredentialActs credential={each} onDo={(act) => setDoing({ act, keyId: each.keyId })} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {asked && (
        <Notice
          mood="good"
          act={
            <Link to="/approvals" search={{ tab: 'all', id: asked }}>
              {say('seeApproval')}
            </Link>
          }
        >
          {say('asked')}
        </Notice>
      )}
      {waiting
        .filter((each) => each.id !== asked)
        .map((each) => (
          <Notice
            key={each.id}
            mood="ours"
            act={
              <Link to="/approvals" search={{ tab: 'all', id: each.id }}>
                {say('see')}
              </Link>
            }
          >
            {say('credentialWaits', { code: each.object })}
          </Notice>
        ))}
      <Suspense>
        {asking && (
          <RequestCredentialDialog
            channel={channel}
            onClose={() => setAsking(false)}
            onDone={(approval, made) => {
              setAsking(false)
              setAsked(approval)
              if (made) onMade(made)
              again()
            }}
          />
        )}
        {doing?.act === 'revoke' && chosen && (
          <RevokeDialog
            credential={chosen}
            last={credentials.length === 1}
            onClose={() => setDoing(undefined)}
            onDone={done}
            again={again}
          />
        )}
        {doing?.act === 'addresses' && chosen && (
          <AddressesDialog credential={chosen} onClose={() => setDoing(undefined)} onDone={done} again={again} />
        )}
      </Suspense>
    </section>
  )
}

function CredentialActs({ credential, onDo }: { credential: Credential; onDo: (act: 'revoke' | 'addresses') => void }) {
  const say = useWords(words, channelPartWords)
  const acts = [
    { key: 'setCredentialAddresses', text: say('setAddresses'), run: () => onDo('addresses') },
    { key: 'revokeCredential', text: say('revoke'), run: () => onDo('revoke') },
  ].filter((act) => actOn(credential, act.key)?.possible)
  return <MoreActs acts={acts} label={say('credentialActs', { code: credential.keyId })} />
}

/** When a credential stops working: amber from 14 days before. */
function Ends({ credential }: { credential: Credential }) {
  const say = useWords(words, channelPartWords)
  const now = useNow()
  const until = credential.expiresAt
  if (!until) return <span className="muted">{say('noEnd')}</span>
  const day = dayText(until)
  if (Date.parse(until) < now) return <State mood="ended">{say('over', { day })}</State>
  if (!endsSoon(until, now)) return <>{dayText(until, true)}</>
  return <State mood="ours">{say('daysLeft', { day, count: daysLeft(until, now) })}</State>
}
