import { Link } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useKept } from '../../shared/forms/useKept'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { InboxDocument } from '../../shared/inbox/inbox.generated'
import { useKeys } from '../../shared/keys/useKeys'
import { useTerm } from '../../shared/session/SessionContext'
import { Field } from '../../shared/ui/Field'
import { approvalMood } from '../../shared/ui/moods'
import { Notice } from '../../shared/ui/Notice'
import { Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import {
  ApprovalPageDocument,
  ApprovalsDocument,
  ApproveDocument,
  CommentDocument,
  RejectDocument,
  WithdrawDocument,
  type ApprovalPageQuery,
} from './approvals.generated'
import { Changes } from './Changes'
import { words } from './words'

export type Approval = NonNullable<ApprovalPageQuery['approval']>

/** One request for approval: what it would change, and the decision. */
export function ApprovalPage({ id, onNext }: { id: string; onNext: () => void }) {
  const page = useApi(ApprovalPageDocument, { id }, { every: 15_000 })
  return (
    <Region of={page} lines={10}>
      {page.data?.approval && <Whole approval={page.data.approval} again={page.again} onNext={onNext} />}
    </Region>
  )
}

function Whole({ approval, again, onNext }: { approval: Approval; again: () => void; onNext: () => void }) {
  const say = useWords(words)
  const term = useTerm()
  const approved = approval.votes.filter((vote) => vote.verdict === 'APPROVE').length
  return (
    <article className="stack">
      <header>
        <p className="crumb">{approval.object}</p>
        <h2 className="row approvalTitle">
          {term('ApprovalKind', approval.kind)}{' '}
          <State mood={approvalMood[approval.state]} filled>
            {term('ApprovalState', approval.state)}
          </State>
        </h2>
        <p className="second">
          {approval.requestedBy?.displayName ?? say('system')} · <When at={approval.requestedAt} /> ·{' '}
          {say('needed', { needed: approval.needed, have: approved, count: approval.needed })}
        </p>
      </header>
      <blockquote className="quote">{approval.reason}</blockquote>
      {approval.outcome && (
        <Notice mood="ended">
          {say('outcome')} {approval.outcome}
        </Notice>
      )}
      <ClaimLink object={approval.object} kind={approval.kind} />
      <Changes approval={approval} />
      <Votes approval={approval} />
      <Decision key={approval.id} approval={approval} again={again} onNext={onNext} />
    </article>
  )
}

function Votes({ approval }: { approval: Approval }) {
  const say = useWords(words)
  const term = useTerm()
  if (approval.votes.length === 0) return null
  return (
    <section>
      <h3>{say('votes')}</h3>
      <ul className="things">
        {approval.votes.map((vote, place) => (
          <li key={place}>
            <b>{vote.person.displayName}</b> {term('ApprovalVerdict', vote.verdict)}
            <span className="grow second">{vote.comment}</span>
            <When at={vote.at} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Decision({ approval, again, onNext }: { approval: Approval; again: () => void; onNext: () => void }) {
  const say = useWords(words)
  const term = useTerm()
  const askAgain = useAskAgain()
  const [comment, setComment, drop] = useKept(`approval ${approval.id}`, '')
  const [seen, setSeen] = useState(approval.revision)
  const [done, setDone] = useState<string>()
  const [requestNo, setRequestNo] = useState(newRequestNo)
  const approve = useAct(ApproveDocument)
  const reject = useAct(RejectDocument)
  const withdraw = useAct(WithdrawDocument)
  const remark = useAct(CommentDocument)
  const acts = [approve, reject, withdraw, remark]
  const errors = acts.flatMap((act) => act.userErrors)
  const failure = acts.map((act) => act.failure).find(Boolean) ?? null
  const may = (act: string) => approval.allowed.find((each) => each.act === act)
  const conflict = errors.some((error) => error.code === 'CONFLICT') || (approval.revision !== seen && !done)
  const input = { id: approval.id, expectedRevision: approval.revision }
  const finish = (state: string | undefined) => {
    drop()
    setComment('')
    setDone(state)
    again()
    askAgain(ApprovalsDocument, InboxDocument)
  }
  const decide = async (act: 'approve' | 'reject') => {
    for (const each of acts) each.clear()
    setSeen(approval.revision)
    const text = comment.trim()
    const answer =
      act === 'approve'
        ? await approve.send({ input: { ...input, ...(text ? { comment: text } : {}) } })
        : await reject.send({ input: { ...input, comment: text } })
    if (answer) finish(answer.approval?.state)
    else again()
  }
  const sendComment = async () => {
    if (await remark.send({ input: { requestNo, id: approval.id, comment: comment.trim() } })) {
      setRequestNo(newRequestNo())
      finish(undefined)
    }
  }
  const mayDecide = may('approveApproval')?.possible ?? false
  const mayReject = may('rejectApproval')?.possible ?? false
  useKeys({
    a: () => {
      if (mayDecide) void decide('approve')
    },
    r: () => {
      if (mayReject && comment.trim()) void decide('reject')
    },
  })
  // words: approvals.done_*
  const doneKey = done && `done_${done}` in words.texts ? (`done_${done}` as 'done_APPROVED') : undefined
  const obstacle = may('approveApproval')?.reason?.message
  return (
    <>
      {doneKey && (
        <Notice
          mood="good"
          act={
            <Button size="small" onClick={onNext}>
              {say('next')}
            </Button>
          }
        >
          {say(doneKey)}
        </Notice>
      )}
      {conflict && (
        <Notice mood="theirs" alert>
          {say('changed')}
        </Notice>
      )}
      <UserErrors errors={errors.filter((error) => error.code !== 'CONFLICT')} failure={failure} />
      {obstacle && approval.state === 'REQUESTED' && <p className="muted">{say('why', { reason: obstacle })}</p>}
      {approval.state === 'REQUESTED' && (
        <footer className="pageFoot">
          <div className="grow">
            <Field id="comment" label={say('comment')} help={say('commentHelp')} error={errorAt(errors, 'comment')}>
              <Input value={comment} maxLength={500} onChange={(event) => setComment(event.target.value)} />
            </Field>
          </div>
          {may('commentApproval')?.possible && (
            <Button disabled={!comment.trim()} loading={remark.sending} onClick={() => void sendComment()}>
              {say('addComment')}
            </Button>
          )}
          {may('withdrawApproval')?.possible && (
            <Button
              loading={withdraw.sending}
              onClick={() =>
                void withdraw.send({ input }).then((answer) => {
                  if (answer) finish(answer.approval?.state)
                })
              }
            >
              {say('withdraw')}
            </Button>
          )}
          {mayReject && (
            <Button disabled={!comment.trim()} loading={reject.sending} onClick={() => void decide('reject')}>
              {say('reject')} <kbd>R</kbd>
            </Button>
          )}
          {mayDecide && (
            <Button type="primary" loading={approve.sending} onClick={() => void decide('approve')}>
              {say('approve', { what: term('ApprovalKind', approval.kind) })} <kbd>A</kbd>
            </Button>
          )}
        </footer>
      )}
    </>
  )
}

function ClaimLink({ object, kind }: { object: string; kind: string }) {
  const say = useWords(words)
  const number = /C\d{9,}/.exec(object)?.[0]
  if (!kind.startsWith('CLAIM_') || !number) return null
  return (
    <p>
      <Link to="/claims/$number" params={{ number }}>
        {say('claim', { number })}
      </Link>
    </p>
  )
}
