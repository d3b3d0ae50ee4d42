import { Button, Input } from 'antd'
import { useKept } from '../../shared/forms/useKept'
import { useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { Field } from '../../shared/ui/Field'
import { Region } from '../../shared/ui/Region'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import type { Request } from './request'
import { MailPreviewDocument, MailRequestDocument } from './requests.generated'
import { words } from './words'

/** The mail that takes the files to the customer, read before it leaves. */
export function RequestMail({ request, onDone }: { request: Request; onDone: (answer: unknown) => void }) {
  const say = useWords(words)
  const [remark, setRemark, drop] = useKept(`mail ${request.number}`, '')
  const preview = useApi(
    MailPreviewDocument,
    { serviceRequestId: request.id, ...(remark.trim() ? { remark: remark.trim() } : {}) },
    { keepLast: true },
  )
  const act = useAct(MailRequestDocument)
  const mail = preview.data?.mailPreview
  const send = async () => {
    const answer = await act.send({
      input: {
        id: request.id,
        expectedRevision: request.revision,
        ...(remark.trim() ? { remark: remark.trim() } : {}),
      },
    })
    if (answer) drop()
    onDone(answer)
  }
  return (
    <div className="stack mail">
      <h3>{say('mail')}</h3>
      <UserErrors errors={act.userErrors} failure={act.failure} />
      <Field id="remark" label={say('remark')} help={say('remarkHelp')} error={errorAt(act.userErrors, 'remark')}>
        <Input value={remark} maxLength={500} onChange={(event) => setRemark(event.target.value)} />
      </Field>
      <Region of={preview} lines={4}>
        {mail && (
          <div className="mailPreview">
            <p className="strong">{mail.subject}</p>
            <p className="text">{mail.text}</p>
          </div>
        )}
      </Region>
      <Button
        type="primary"
        disabled={!mail || request.files.length === 0}
        loading={act.sending}
        onClick={() => void send()}
      >
        {say('send', { to: mail?.recipient ?? request.recipient.email ?? '' })}
      </Button>
    </div>
  )
}
