import { Button, Input } from 'antd'
import { useKept } from '../../shared/forms/useKept'
import { useAct } from '../../shared/graphql/useAct'
import { Field } from '../../shared/ui/Field'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import type { Request } from './request'
import { PostRequestDocument } from './requests.generated'
import { words } from './words'

/** That the papers left by post: with whom, under which number. */
export function RequestPost({ request, onDone }: { request: Request; onDone: (answer: unknown) => void }) {
  const say = useWords(words)
  const [typed, setTyped, drop] = useKept(`post ${request.number}`, { carrier: '', trackingNo: '' })
  const act = useAct(PostRequestDocument)
  const send = async () => {
    const answer = await act.send({
      input: {
        id: request.id,
        expectedRevision: request.revision,
        carrier: typed.carrier.trim(),
        trackingNo: typed.trackingNo.trim(),
      },
    })
    if (answer) drop()
    onDone(answer)
  }
  return (
    <div className="stack mail">
      <h3>{say('post')}</h3>
      <UserErrors errors={act.userErrors} failure={act.failure} />
      <Field id="carrier" label={say('carrier')} error={errorAt(act.userErrors, 'carrier')}>
        <Input value={typed.carrier} onChange={(event) => setTyped({ ...typed, carrier: event.target.value })} />
      </Field>
      <Field id="trackingNo" label={say('trackingNo')} error={errorAt(act.userErrors, 'trackingNo')}>
        <Input value={typed.trackingNo} onChange={(event) => setTyped({ ...typed, trackingNo: event.target.value })} />
      </Field>
      <Button
        type="primary"
        disabled={!typed.carrier.trim() || !typed.trackingNo.trim()}
        loading={act.sending}
        onClick={() => void send()}
      >
        {say('markPosted')}
      </Button>
    </div>
  )
}
