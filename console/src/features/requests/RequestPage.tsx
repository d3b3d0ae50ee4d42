import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useAct } from '../../shared/graphql/useAct'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { InboxDocument } from '../../shared/inbox/inbox.generated'
import { useOfferActs } from '../../shared/keys/actsInView'
import { useKeys } from '../../shared/keys/useKeys'
import { useRemember } from '../../shared/session/recent'
import { useTerm } from '../../shared/session/SessionContext'
import { CopyText } from '../../shared/ui/CopyText'
import { requestMood } from '../../shared/ui/moods'
import { MoreActs } from '../../shared/ui/MoreActs'
import { Notice } from '../../shared/ui/Notice'
import { PromiseBar } from '../../shared/ui/PromiseBar'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { useLocalized, useWords } from '../../shared/words/words'
import { CancelRequest } from './CancelRequest'
import { actOf, type Request } from './request'
import { RequestFacts } from './RequestFacts'
import { RequestFiles } from './RequestFiles'
import './requests.css'
import { CloseRequestDocument, RequestPageDocument, TakeRequestDocument } from './requests.generated'
import { words } from './words'

/** One wish of a customer: to whom, with which files, and how it leaves the house. */
export function RequestPage({ number }: { number: string }) {
  const say = useWords(words)
  const page = useApi(RequestPageDocument, { number }, { every: 15_000 })
  return (
    <div className="page">
      <Region of={page} lines={10} heading={number}>
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
  const close = useAct(CloseRequestDocument)
  const title = `${term('ServiceRequestKind', request.kind)} · ${localized(request.policy.offer.productName)}`
  useRemember({ kind: 'request', number: request.number, title })
  const input = { id: request.id, expectedRevision: request.revision }
  const done = (answer: unknown) => {
    if (answer) askAgain(InboxDocument)
    again()
  }
  const acts = [
    { key: 'closeServiceRequest', text: say('close'), run: () => void close.send({ input }).then(done) },
    { key: 'cancelServiceRequest', text: say('cancel'), run: () => setCancelling(true) },
  ].flatMap((act) => {
    const allowed = actOf(request, act.key)
    return allowed ? [{ ...act, reason: allowed.possible ? undefined : (allowed.reason?.message ?? '') }] : []
  })
  useOfferActs(acts.filter((act) => act.reason === undefined))
  useKeys({ Escape: () => void navigate({ to: '/requests' }) }, !cancelling)
  const errors = [...take.userErrors, ...close.userErrors]
  const conflict = errors.some((error) => error.code === 'CONFLICT')
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
        {actOf(request, 'takeServiceRequest')?.possible && (
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
        failure={take.failure ?? close.failure}
      />
      <div className="requestColumns">
        <RequestFacts request={request} />
        <RequestFiles request={request} onDone={done} />
      </div>
      {cancelling && (
        <CancelRequest
          request={request}
          onClose={() => setCancelling(false)}
          onDone={(answer) => {
            setCancelling(false)
            done(answer)
          }}
        />
      )}
    </>
  )
}
