import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useApi } from '../../shared/graphql/useApi'
import { JobBar } from '../../shared/jobs/JobBar'
import { Notice } from '../../shared/ui/Notice'
import { State } from '../../shared/ui/State'
import { useWords } from '../../shared/words/words'
import { AuditJobDocument, type AuditChainQuery } from './audit.generated'
import { grouped } from './Chain'
import { recordWords } from './recordWords'

type Found = NonNullable<AuditChainQuery['auditChain']>['verification']

/** A verification while it runs, and what it found; what an earlier one found wrong stays until another finds nothing. */
export function Verification({
  running,
  found,
  again,
}: {
  running: string | undefined
  found: Found | undefined
  again: () => void
}) {
  const say = useWords(recordWords)
  const asked = useApi(AuditJobDocument, { id: running ?? '' }, { enabled: running !== undefined, every: 2_000 })
  const job = running === undefined ? undefined : asked.data?.job
  const state = job?.state
  useEffect(() => {
    if (state === 'SUCCEEDED') again()
    // What is asked again is not what changes it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state])
  if (job && (state === 'QUEUED' || state === 'RUNNING')) {
    return (
      <p className="row wrap verification" role="status">
        <State mood="machine">{say('running')}</State> <JobBar job={job} />
      </p>
    )
  }
  if (job && state !== 'SUCCEEDED') {
    return (
      <Notice
        mood="bad"
        act={
          <Link to="/jobs/$id" params={{ id: job.id }}>
            {say('seeJob')}
          </Link>
        }
      >
        {say('failed', { problem: job.problem ?? '' })}
      </Notice>
    )
  }
  if (!found || (found.whole && !job)) return null
  if (!found.whole) {
    return (
      <Notice mood="bad" alert>
        {say('foundWrong', { wrong: found.wrong ?? '' })}
      </Notice>
    )
  }
  const figures = {
    records: grouped(found.records),
    links: grouped(found.links),
    checkpoints: grouped(found.checkpoints),
    pending: grouped(found.pending),
  }
  return (
    <Notice mood="good">
      {found.fileLines === null
        ? say('foundWholeNoFile', figures)
        : say('foundWhole', { ...figures, lines: grouped(found.fileLines) })}
    </Notice>
  )
}
