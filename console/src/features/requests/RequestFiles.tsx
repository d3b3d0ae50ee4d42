import { Button } from 'antd'
import { FileDrop } from '../../shared/files/FileDrop'
import { here } from '../../shared/files/openFile'
import { OpenFileDocument } from '../../shared/files/openFile.generated'
import { useAct } from '../../shared/graphql/useAct'
import { UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { actOf, type Request } from './request'
import { RequestMail } from './RequestMail'
import { RequestPost } from './RequestPost'
import { AttachToRequestDocument } from './requests.generated'
import { words } from './words'

/** The files of a request, one more, and how they leave the house: by mail or by post. */
export function RequestFiles({ request, onDone }: { request: Request; onDone: (answer: unknown) => void }) {
  const say = useWords(words)
  const attach = useAct(AttachToRequestDocument)
  const add = async (fileId: string) => {
    onDone(await attach.send({ input: { id: request.id, expectedRevision: request.revision, fileIds: [fileId] } }))
  }
  return (
    <section className="section stack">
      <h2>{say('files')}</h2>
      <UserErrors errors={attach.userErrors} failure={attach.failure} />
      <FileLinks request={request} />
      {actOf(request, 'attachToServiceRequest')?.possible && (
        <FileDrop
          purpose="SERVICE_REQUEST"
          accept="application/pdf,image/png,image/jpeg"
          label={say('addFile')}
          onFile={(fileId) => void add(fileId)}
        />
      )}
      {actOf(request, 'mailServiceRequest')?.possible && <RequestMail request={request} onDone={onDone} />}
      {actOf(request, 'markServiceRequestPosted')?.possible && <RequestPost request={request} onDone={onDone} />}
    </section>
  )
}

function FileLinks({ request }: { request: Request }) {
  const say = useWords(words)
  const open = useAct(OpenFileDocument)
  const show = async (fileId: string) => {
    const answer = await open.send({ input: { fileId } })
    if (answer?.url) window.open(here(answer.url), '_blank', 'noopener')
  }
  if (request.files.length === 0) return <p className="muted">{say('noFiles')}</p>
  return (
    <>
      <UserErrors errors={open.userErrors} failure={open.failure} />
      <ul className="row wrap">
        {request.files.map((file) => (
          <li key={file.id}>
            {file.removed ? (
              <span className="muted">{say('removed', { name: file.name ?? '' })}</span>
            ) : (
              <Button onClick={() => void show(file.id)}>{file.name}</Button>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
