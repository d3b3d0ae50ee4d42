import { Radio } from 'antd'
import { useEffect, useState } from 'react'
import { request } from '../../shared/graphql/request'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { hostOf, type Endpoint } from './channel'
import { ReplayWebhooksDocument, UndeliveredDocument } from './channels.generated'
import { channelPartWords } from './channelPartWords'

const spans = [
  { days: 1, word: 'replayDay' },
  { days: 7, word: 'replayWeek' },
  { days: 30, word: 'replayMonth' },
] as const

/** The endpoint is asked so often for what was not delivered: each answer looks at 600 deliveries. */
const mostAsked = 10

interface Counted {
  days: number
  /** Nothing: it could not be counted. */
  count: number | null
  exact: boolean
}

/** Counts what was not delivered in a span, as the replay takes it. */
async function undelivered(endpoint: string, period: { start: string; end: string }) {
  let count = 0
  let after: string | undefined
  for (let asked = 0; asked < mostAsked; asked++) {
    const { data } = await request(UndeliveredDocument, {
      endpoint,
      filter: { states: ['PENDING', 'EXHAUSTED', 'HELD'], at: period },
      ...(after ? { after } : {}),
    })
    const page = data.webhookEndpoint?.deliveries
    count += page?.edges.length ?? 0
    if (!page?.pageInfo.hasNextPage || !page.pageInfo.endCursor) return { count, exact: true }
    after = page.pageInfo.endCursor
  }
  return { count, exact: false }
}

/** Delivers again what was not delivered in a span: how many stands before the click. */
export function ReplayDialog({
  endpoint,
  onClose,
  onDone,
}: {
  endpoint: Endpoint
  onClose: () => void
  onDone: (job: string) => void
}) {
  const say = useWords(channelPartWords)
  const [requestNo, setRequestNo] = useState(newRequestNo)
  const [now] = useState(() => Date.now())
  const [days, setDays] = useState<number>(7)
  const [counted, setCounted] = useState<Counted>()
  const act = useAct(ReplayWebhooksDocument)
  const period = {
    start: new Date(now - days * 86_400_000).toISOString(),
    end: new Date(now).toISOString(),
  }
  const { start, end } = period
  useEffect(() => {
    let gone = false
    void undelivered(endpoint.id, { start, end })
      .then((found) => {
        if (!gone) setCounted({ days, ...found })
      })
      .catch(() => {
        if (!gone) setCounted({ days, count: null, exact: false })
      })
    return () => {
      gone = true
    }
  }, [endpoint.id, start, end, days])
  const found = counted?.days === days ? counted : undefined
  const count = typeof found?.count === 'number' ? `${found.count.toLocaleString('en')}${found.exact ? '' : '+'}` : ''
  const nothing = found?.count === 0 && found.exact
  const send = async () => {
    const done = await act.send({ input: { requestNo, id: endpoint.id, undelivered: period } })
    if (done?.job) onDone(done.job.id)
    else setRequestNo(newRequestNo())
  }
  return (
    <Dialog
      title={say('replayTitle')}
      keep={say('replayKeep')}
      act={nothing ? undefined : say('replayAct', { count })}
      sending={act.sending}
      disabled={!found}
      onKeep={onClose}
      onAct={() => void send()}
      width={520}
    >
      <div className="stack">
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <Field id="span" label={say('replaySpan')}>
          <Radio.Group
            value={days}
            onChange={(event) => setDays(event.target.value as number)}
            options={spans.map((span) => ({ value: span.days, label: say(span.word) }))}
          />
        </Field>
        <p role="status">
          {!found
            ? say('counting')
            : nothing
              ? say('replayNone')
              : found.count === null
                ? say('notCounted')
                : say('replayCount', { count, host: hostOf(endpoint.url) })}
        </p>
      </div>
    </Dialog>
  )
}
