import { Button } from 'antd'
import { useState } from 'react'
import { spanText } from '../../shared/format/time'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useAskAgain } from '../../shared/graphql/useApi'
import { Notice } from '../../shared/ui/Notice'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useLanguage, useWords } from '../../shared/words/words'
import { actOn, hostOf, worstFirst, type Channel } from './channel'
import { ChangeEndpointDocument, ChannelDeliveriesDocument, SendTestEventDocument } from './channels.generated'
import { words } from './words'

/** The one line that says what is wrong with a channel's endpoints, with the act that mends it. */
export function ChannelTrouble({ channel, again }: { channel: Channel; again: () => void }) {
  const say = useWords(words)
  const language = useLanguage()
  const askAgain = useAskAgain()
  const [requestNo, setRequestNo] = useState(newRequestNo)
  const test = useAct(SendTestEventDocument)
  const enable = useAct(ChangeEndpointDocument)
  const troubled = worstFirst(channel.webhookEndpoints ?? []).filter((each) => each.state !== 'ACTIVE')
  const [worst] = troubled
  if (!worst) return null
  const { state } = worst
  // words: channels.bad_*
  const key = `bad_${state}` as 'bad_PAUSED'
  const waits = worst.health.oldestPendingSeconds
  const since = waits > 60 && state !== 'UNVERIFIED' ? say('since', { span: spanText(waits * 1000, language) }) : ''
  const sendTest = async () => {
    if (!(await test.send({ input: { requestNo, id: worst.id } }))) return
    setRequestNo(newRequestNo())
    askAgain(ChannelDeliveriesDocument)
    again()
  }
  const switchOn = async () => {
    await enable.send({ input: { id: worst.id, expectedRevision: worst.revision } })
    again()
  }
  const mend =
    state === 'DISABLED'
      ? actOn(worst, 'changeWebhookEndpoint')?.possible && (
          <Button size="small" loading={enable.sending} onClick={() => void switchOn()}>
            {say('enableEndpoint')}
          </Button>
        )
      : state === 'PAUSED' &&
        actOn(worst, 'sendTestEvent')?.possible && (
          <Button size="small" loading={test.sending} onClick={() => void sendTest()}>
            {say('test')}
          </Button>
        )
  return (
    <>
      <Notice mood={state === 'UNVERIFIED' ? 'theirs' : 'bad'} act={mend}>
        {say(key, { host: hostOf(worst.url), since })}{' '}
        {troubled.length > 1 && <span className="muted">{say('moreTrouble', { count: troubled.length - 1 })}</span>}
      </Notice>
      <UserErrors errors={[...test.userErrors, ...enable.userErrors]} failure={test.failure ?? enable.failure} />
    </>
  )
}
