import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { FileDrop } from '../../shared/files/FileDrop'
import { here } from '../../shared/files/openFile'
import { OpenFileDocument } from '../../shared/files/openFile.generated'
import { useKept } from '../../shared/forms/useKept'
import { useAct } from '../../shared/graphql/useAct'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { InboxDocument } from '../../shared/inbox/inbox.generated'
import { useOfferActs } from '../../shared/keys/actsInView'
import { useKeys } from '../../shared/keys/useKeys'
import { useRemember } from '../../shared/session/recent'
import { useTerm } from '../../shared/session/SessionContext'
import { CopyText } from '../../shared/ui/CopyText'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Eye, useReveal } from '../../shared/ui/Masked'
import { mailMood, requestMood } from '../../shared/ui/moods'
import { MoreActs } from '../../shared/ui/MoreActs'
import { Notice } from '../../shared/ui/Notice'
import { PromiseBar } from '../../shared/ui/PromiseBar'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { useLocalized, useWords } from '../../shared/words/words'
import './requests.css'
import {
  AttachToRequestDocument,
  CancelRequestDocument,
  CloseRequestDocument,
  MailPreviewDocument,
  MailRequestDocument,
  PostRequestDocument,
  RequestPageDocument,
  TakeRequestDocument,
  type RequestPageQuery,
} from './requests.generated'
import { words } from './words'

type Request = NonNullable<RequestPageQuery['serviceRequest']>

/** One wish of a customer: to whom, with which files, and how it leaves the house. */
export function RequestPage({ number }: { number: string }) {
  const say = useWords(words)
  const page = useApi(RequestPageDocument, { number }, { every: 15_000 })
  return (
    <div className="page">
      <Region of={page} lines={10}>
        {page.data?.serviceRequest === null && <Empty page title={say('missing')} />}
        {page.data?.serviceRequest && <Whole request={page.data.serviceRequest} again={page.again} />}
      </Region>
    </div>
  )
}

function Whole({ request, again }: { request: Request; again: () => void }) {
  const say = useWords(words)
  const term = useTerm()
  const localized = useLocalized()
  const navigate = useNavigate()
  const askAgain = useAskAgain()
  const [cancelling, setCancelling] = useState(false)
  const take = useAct(TakeRequestDocument)
  const attach = useAct(AttachToRequestDocument)
  const close = useAct(CloseRequestDocument)
  const reveal = useReveal(request.id, ['NAME', 'CONTACT'])
  const title = `${term('ServiceRequestKind', request.kind)} · ${localized(request.policy.offer.productName)}`
  useRemember({ kind: 'request', number: request.number, title })
  const may = (act: string) => request.allowed.find((each) => each.act === act)
  const input = { id: request.id, expectedRevision: request.revision }
  const done = (answer: unknown) => {
    if (answer) askAgain(InboxDocument)
    again()
  }
  const acts = [
    { key: 'closeServiceRequest', text: say('close'), run: () => void close.send({ input }).then(done) },
    { key: 'cancelServiceRequest', text: say('cancel'), run: () => setCancelling(true) },
  ].flatMap((act) => {
    const allowed = may(act.key)
    return allowed ? [{ ...act, reason: allowed.possible ? undefined : (allowed.reason?.message ?? '') }] : []
  })
  useOfferActs(acts.filter((act) => act.reason === undefined))
  useKeys({ Escape: () => void navigate({ to: '/requests' }) }, !cancelling)
  const errors = [...take.userErrors, ...attach.userErrors, ...close.userErrors]
  const conflict = errors.some((error) => error.code === 'CONFLICT')
  const recipient = Object.entries({
    email: request.recipient.email,
    address: request.recipient.address,
    phone: request.recipient.phone,
    invoiceTitle: request.recipient.invoiceTitle,
    taxNo: request.recipient.taxNo,
  } as const)
  return (
    <>
      <header>
        <div className="grow">
          <p className="crumb">
            <Link to="/requests">{say('title')}</Link> / <CopyText text={request.number} />
          </p>
          <h1 className="row">
            {title}
            <State mood={requestMood[request.state]} filled>
              {term('ServiceRequestState', request.state)}
            </State>
          </h1>
          <p className="row wrap second">
            <span>{term('ServiceDesk', request.desk)}</span>
            <span>{request.assignee?.displayName ?? say('nobody')}</span>
            {!request.closedAt && <PromiseBar from={request.openedAt} until={request.promisedAt} />}
            <span>
              {say('openedBy')} {request.openedBy.displayName} <When at={request.openedAt} />
            </span>
          </p>
        </div>
        {may('takeServiceRequest')?.possible && (
          <Button type="primary" loading={take.sending} onClick={() => void take.send({ input }).then(done)}>
            {say('take')}
          </Button>
        )}
        <MoreActs acts={acts} />
      </header>
      {conflict && (
        <Notice mood="theirs" alert>
          {say('changed')}
        </Notice>
      )}
      <UserErrors
        errors={errors.filter((error) => error.code !== 'CONFLICT')}
        failure={take.failure ?? attach.failure ?? close.failure}
      />
      <div className="requestColumns">
        <section className="section stack">
          <h2 className="row">
            {say('recipient')}{' '}
            {may('revealPersonalData')?.possible !== false && reveal.may && <Eye onClick={reveal.open} />}
          </h2>
          <dl className="pairs">
            <div>
              <dt>{say('to')}</dt>
              <dd>{request.recipient.name}</dd>
            </div>
            {recipient.map(
              ([key, value]) =>
                value && (
                  <div key={key}>
                    <dt>{say(key as 'email')}</dt>
                    <dd>{value}</dd>
                  </div>
                ),
            )}
            <div>
              <dt>{say('policy')}</dt>
              <dd>
                <Link to="/policies/$number" params={{ number: request.policy.number }}>
                  {request.policy.number}
                </Link>
              </dd>
            </div>
            <div>
              <dt>{say('how')}</dt>
              <dd>{term('ServiceDelivery', request.delivery)}</dd>
            </div>
            {request.payer && (
              <div>
                <dt>{say('payer')}</dt>
                <dd>{term('PremiumPayer', request.payer)}</dd>
              </div>
            )}
            {request.trackingNo && (
              <div>
                <dt>{say('trackingNo')}</dt>
                <dd>{say('posted', { carrier: request.carrier ?? '', no: request.trackingNo })}</dd>
              </div>
            )}
          </dl>
          {[...reveal.values].map(([name, value]) => (
            <p key={name} className="revealed">
              <span className="muted">{name}</span> <b>{value}</b>
            </p>
          ))}
          {request.note && <blockquote className="quote">{request.note}</blockquote>}
          {request.mails.length > 0 && (
            <>
              <h3>{say('mails')}</h3>
              <ul className="things">
                {request.mails.map((mail, place) => (
                  <li key={place}>
                    <State mood={mailMood[mail.state]}>{term('MailState', mail.state)}</State>
                    <span className="grow second">{mail.problem}</span>
                    {mail.tries > 1 && <span className="muted small">{say('tries', { count: mail.tries })}</span>}
                    <When at={mail.sentAt ?? mail.createdAt} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
        <section className="section stack">
          <h2>{say('files')}</h2>
          <Files request={request} />
          {may('attachToServiceRequest')?.possible && (
            <FileDrop
              purpose="SERVICE_REQUEST"
              accept="application/pdf,image/png,image/jpeg"
              label={say('addFile')}
              onFile={(fileId) => void attach.send({ input: { ...input, fileIds: [fileId] } }).then(done)}
            />
          )}
          {may('mailServiceRequest')?.possible && <MailForm request={request} onDone={done} />}
          {may('markServiceRequestPosted')?.possible && <PostForm request={request} onDone={done} />}
        </section>
      </div>
      {cancelling && (
        <CancelDialog
          request={request}
          onClose={() => setCancelling(false)}
          onDone={(answer) => {
            setCancelling(false)
            done(answer)
          }}
        />
      )}
      {reveal.dialog}
    </>
  )
}

function Files({ request }: { request: Request }) {
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

function MailForm({ request, onDone }: { request: Request; onDone: (answer: unknown) => void }) {
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

function PostForm({ request, onDone }: { request: Request; onDone: (answer: unknown) => void }) {
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

function CancelDialog({
  request,
  onClose,
  onDone,
}: {
  request: Request
  onClose: () => void
  onDone: (answer: unknown) => void
}) {
  const say = useWords(words)
  const [reason, setReason] = useState('')
  const act = useAct(CancelRequestDocument)
  const send = async () => {
    const answer = await act.send({
      input: { id: request.id, expectedRevision: request.revision, reason: reason.trim() },
    })
    if (answer) onDone(answer)
  }
  return (
    <Dialog
      title={say('cancelTitle')}
      keep={say('cancelKeep')}
      act={say('cancel')}
      dangerous
      sending={act.sending}
      disabled={!reason.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={480}
    >
      <div className="stack">
        <UserErrors errors={act.userErrors} failure={act.failure} />
        <Field id="cancelReason" label={say('cancelReason')} error={errorAt(act.userErrors, 'reason')}>
          <Input value={reason} maxLength={500} autoFocus onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  )
}
