import { Link } from '@tanstack/react-router'
import { dayText, daysLeft } from '../../shared/format/time'
import type { Column } from '../../shared/ui/KeysetTable'
import { State } from '../../shared/ui/State'
import { useNow } from '../../shared/ui/useNow'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import { endsFirst, endsSoon, latest, shareOf } from './channel'
import type { ChannelsQuery } from './channels.generated'
import { words } from './words'

type Row = ChannelsQuery['channels']['edges'][number]['node']

/** The columns of the list of channels: what is wrong stands in colour, all else is quiet. */
export function useChannelColumns(mode: 'sandbox' | undefined): Column<Row>[] {
  const say = useWords(words)
  const now = useNow()
  return [
    {
      key: 'name',
      title: say('channel'),
      width: 200,
      cell: (row) => (
        <>
          <Link to="/channels/$code" params={{ code: row.code }} search={{ mode }}>
            <b className="strong">{row.name}</b>
          </Link>{' '}
          <span className="muted">{row.code}</span>
        </>
      ),
    },
    {
      key: 'open',
      title: say('openness'),
      width: 100,
      cell: (row) => <State mood={row.open ? 'good' : 'ended'}>{say(row.open ? 'open' : 'closed')}</State>,
    },
    { key: 'trouble', title: say('whatIsWrong'), width: 320, cell: (row) => <Trouble row={row} /> },
    {
      key: 'agreements',
      title: say('agreements'),
      width: 116,
      cell: (row) => {
        const count = row.agreements.filter((each) => each.state === 'IN_FORCE').length
        return count > 0 ? say('inForce', { count }) : <span className="muted">{say('noneInForce')}</span>
      },
    },
    {
      key: 'quota',
      title: say('mostUsed'),
      width: 130,
      right: true,
      cell: (row) => <MostUsed row={row} />,
    },
    {
      key: 'lastCall',
      title: say('lastCall'),
      width: 130,
      cell: (row) => {
        if (!row.credentials) return '–'
        const last = latest(row.credentials.map((each) => each.lastUsedAt))
        return last ? <When at={last} /> : <span className="muted">{say('never')}</span>
      },
    },
    {
      key: 'ends',
      title: say('credentialEnds'),
      width: 150,
      cell: (row) => {
        const first = endsFirst(row.credentials ?? [])?.expiresAt
        if (!first) return <span className="muted">–</span>
        if (!endsSoon(first, now)) return dayText(first)
        return (
          <State mood="ours">
            {Date.parse(first) < now
              ? say('over', { day: dayText(first) })
              : say('daysLeft', { day: dayText(first), count: daysLeft(first, now) })}
          </State>
        )
      },
    },
  ]
}

function Trouble({ row }: { row: Row }) {
  const say = useWords(words)
  if (!row.webhookEndpoints) return <>–</>
  const count = (state: string) => row.webhookEndpoints?.filter((each) => each.state === state).length ?? 0
  const [paused, disabled, unverified, active] = [
    count('PAUSED'),
    count('DISABLED'),
    count('UNVERIFIED'),
    count('ACTIVE'),
  ]
  if (row.webhookEndpoints.length === 0) return <span className="muted">{say('noEndpoint')}</span>
  if (paused + disabled + unverified === 0) return <State mood="good">{say('fine', { count: active })}</State>
  return (
    <span className="row">
      {paused > 0 && <State mood="bad">{say('paused', { count: paused })}</State>}
      {disabled > 0 && <State mood="ended">{say('disabled', { count: disabled })}</State>}
      {unverified > 0 && <State mood="theirs">{say('unverified', { count: unverified })}</State>}
    </span>
  )
}

function MostUsed({ row }: { row: Row }) {
  const quotas = row.agreements.filter((each) => each.state === 'IN_FORCE').flatMap((each) => each.quotas)
  if (quotas.length === 0) return <span className="muted">–</span>
  const share = Math.max(...quotas.map(shareOf))
  const text = `${String(Math.round(share * 100))}%`
  return share > 0.8 ? <State mood="ours">{text}</State> : <>{text}</>
}
