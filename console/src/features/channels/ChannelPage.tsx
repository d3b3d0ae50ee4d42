import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { useOfferActs } from '../../shared/keys/actsInView'
import { useKeys } from '../../shared/keys/useKeys'
import { useRemember } from '../../shared/session/recent'
import { useMay } from '../../shared/session/SessionContext'
import { CopyText } from '../../shared/ui/CopyText'
import { MoreActs } from '../../shared/ui/MoreActs'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { useWords } from '../../shared/words/words'
import { actOn, type Channel } from './channel'
import { ChannelPageDocument, type ChannelPageQuery } from './channels.generated'
import './channels.css'
import { ChannelAgreements } from './ChannelAgreements'
import { channelVariables, modeOf, type ChannelSearch } from './channelSearch'
import { ChannelStrip } from './ChannelStrip'
import { ChannelTrouble } from './ChannelTrouble'
import { Credentials } from './Credentials'
import { DeliveryLog } from './DeliveryLog'
import { forgetShown, shownBefore } from './secretShown'
import { SecretDialog, type Made } from './SecretDialog'
import { words } from './words'

const ChangeChannelDialog = lazy(() => import('./ChannelDialogs').then((m) => ({ default: m.ChangeChannelDialog })))
const CloseChannelDialog = lazy(() => import('./ChannelDialogs').then((m) => ({ default: m.CloseChannelDialog })))
const ReopenChannelDialog = lazy(() => import('./ChannelDialogs').then((m) => ({ default: m.ReopenChannelDialog })))

interface PageProps {
  code: string
  search: ChannelSearch
  onSearchChange: (search: ChannelSearch) => void
}

/** One half of a channel: how it does, what it was told, what it may sell, and how it proves who calls. */
export function ChannelPage({ code, search, onSearchChange }: PageProps) {
  const say = useWords(words)
  const page = useApi(ChannelPageDocument, channelVariables(code, modeOf(search)), { every: 15_000, keepLast: true })
  return (
    <div className="page">
      <Region of={page} lines={12} heading={code}>
        {page.data?.channel === null && <Empty page title={say('missing')} />}
        {page.data?.channel && (
          <Whole
            channel={page.data.channel}
            answer={page.data}
            again={page.again}
            search={search}
            onSearchChange={onSearchChange}
          />
        )}
      </Region>
    </div>
  )
}

function Whole({
  channel,
  answer,
  again,
  search,
  onSearchChange,
}: Omit<PageProps, 'code'> & { channel: Channel; answer: ChannelPageQuery; again: () => void }) {
  const say = useWords(words)
  const may = useMay()
  const navigate = useNavigate()
  const [doing, setDoing] = useState<'change' | 'close' | 'reopen'>()
  const [made, setMade] = useState<Made>()
  const [shown, setShown] = useState(() => shownBefore(channel.code))
  useRemember({ kind: 'channel', number: channel.code, title: channel.name })
  const bound = answer.boundToday.count
  const boundToday = `${bound.value.toLocaleString('en')}${bound.exact ? '' : '+'}`
  const change = actOn(channel, 'changeChannel')
  const acts = (['close', 'reopen'] as const).flatMap((key) => {
    const allowed = actOn(channel, `${key}Channel`)
    // Of the two only the one that has a sense now is offered.
    return allowed?.possible ? [{ key: `${key}Channel`, text: say(key), run: () => setDoing(key) }] : []
  })
  useOfferActs([
    ...(change?.possible ? [{ key: 'changeChannel', text: say('change'), run: () => setDoing('change') }] : []),
    ...acts,
  ])
  useKeys({ Escape: () => void navigate({ to: '/channels' }) }, doing === undefined && made === undefined)
  const dialog = {
    channel,
    again,
    onClose: () => setDoing(undefined),
    onDone: () => {
      setDoing(undefined)
      again()
    },
  }
  return (
    <>
      <header>
        <div className="grow">
          <p className="crumb">
            <Link to="/channels">{say('title')}</Link> / <CopyText text={channel.code} />
          </p>
          <div className="row wrap">
            <h1 className="row wrap">
              {channel.name}
              <State mood={channel.open ? 'good' : 'ended'} filled>
                {say(channel.open ? 'open' : 'closed')}
              </State>
            </h1>
            <span className="segment" role="group" aria-label={say('half')}>
              {(['live', 'sandbox'] as const).map((half) => (
                <button
                  key={half}
                  type="button"
                  aria-pressed={half === (search.mode ?? 'live')}
                  onClick={() => onSearchChange({ mode: half === 'sandbox' ? 'sandbox' : undefined })}
                >
                  {say(half)}
                </button>
              ))}
            </span>
          </div>
        </div>
        {may('Mutation.requestAgreement') && (
          <Button onClick={() => void navigate({ to: '/channels/$code/agree', params: { code: channel.code } })}>
            {say('newAgreement')}
          </Button>
        )}
        {change?.possible && <Button onClick={() => setDoing('change')}>{say('change')}</Button>}
        <MoreActs acts={acts} />
      </header>
      {shown && (
        <Notice
          mood="ours"
          alert
          act={
            <Button
              size="small"
              onClick={() => {
                forgetShown()
                setShown(undefined)
              }}
            >
              {say('understood')}
            </Button>
          }
        >
          {say('shownOnce', {
            what: shown.what,
            how: say(shown.kind === 'credential' ? 'anotherCredential' : 'anotherKey'),
          })}
        </Notice>
      )}
      {!channel.open && (
        <Notice
          mood="ended"
          act={
            actOn(channel, 'reopenChannel')?.possible && (
              <Button size="small" onClick={() => setDoing('reopen')}>
                {say('reopen')}
              </Button>
            )
          }
        >
          {say('closedNow')}
        </Notice>
      )}
      <ChannelTrouble channel={channel} again={again} />
      <ChannelStrip channel={channel} boundToday={boundToday} />
      <div className={channel.webhookEndpoints ? 'channelColumns' : 'channelColumns one'}>
        <DeliveryLog channel={channel} search={search} onSearchChange={onSearchChange} onMade={setMade} again={again} />
        <div>
          <ChannelAgreements channel={channel} answer={answer} />
          <Credentials channel={channel} answer={answer} onMade={setMade} again={again} />
        </div>
      </div>
      {made && <SecretDialog made={made} onKept={() => setMade(undefined)} />}
      <Suspense>
        {doing === 'change' && <ChangeChannelDialog {...dialog} />}
        {doing === 'close' && <CloseChannelDialog {...dialog} boundToday={boundToday} />}
        {doing === 'reopen' && <ReopenChannelDialog {...dialog} />}
      </Suspense>
    </>
  )
}
