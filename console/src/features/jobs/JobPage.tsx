import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { here } from '../../shared/files/openFile'
import { useAct } from '../../shared/graphql/useAct'
import { useApi, useAskAgain } from '../../shared/graphql/useApi'
import { InboxDocument } from '../../shared/inbox/inbox.generated'
import { JobBar } from '../../shared/jobs/JobBar'
import { useKeys } from '../../shared/keys/useKeys'
import { useTerm } from '../../shared/session/SessionContext'
import { jobMood } from '../../shared/ui/moods'
import { Notice } from '../../shared/ui/Notice'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import './jobs.css'
import { JobPageDocument, ResumeJobDocument, StopJobDocument, type JobPageQuery } from './jobs.generated'
import { useJobText } from './useJobText'
import { words } from './words'

type Job = NonNullable<JobPageQuery['job']>

/** What to do about rows that failed with a code; others: mend the file. */
const advice: Record<string, 'advice_nothing' | 'advice_tomorrow' | 'advice_house'> = {
  DUPLICATE_COVER: 'advice_nothing',
  ORDER_MISMATCH: 'advice_nothing',
  QUOTA_EXHAUSTED: 'advice_tomorrow',
  NOT_AGREED: 'advice_house',
  PRODUCT_OFF_SALE: 'advice_house',
  CHANNEL_CLOSED: 'advice_house',
}

/** One job: progress, what it gave, what failed and what to do about it. */
export function JobPage({ id }: { id: string }) {
  const say = useWords(words)
  const page = useApi(JobPageDocument, { id }, { every: 3_000 })
  return (
    <div className="page">
      <Region of={page} lines={8}>
        {page.data?.job === null && <Empty page title={say('missing')} />}
        {page.data?.job && <Whole job={page.data.job} again={page.again} />}
      </Region>
    </div>
  )
}

function Whole({ job, again }: { job: Job; again: () => void }) {
  const say = useWords(words)
  const term = useTerm()
  const text = useJobText()
  const navigate = useNavigate()
  const askAgain = useAskAgain()
  const stop = useAct(StopJobDocument)
  const resume = useAct(ResumeJobDocument)
  const may = (act: string) => job.allowed.find((each) => each.act === act)?.possible ?? false
  const input = { id: job.id, expectedRevision: job.revision }
  const done = (answer: unknown) => {
    if (answer) askAgain(InboxDocument)
    again()
  }
  const errors = [...stop.userErrors, ...resume.userErrors]
  const conflict = errors.some((error) => error.code === 'CONFLICT')
  useKeys({ Escape: () => void navigate({ to: '/jobs' }) })
  return (
    <>
      <header>
        <div className="grow">
          <p className="crumb">
            <Link to="/jobs">{say('title')}</Link> / {text.about(job)}
          </p>
          <h1 className="row">
            {term('JobKind', job.kind)}
            <State mood={jobMood[job.state]} filled>
              {term('JobState', job.state)}
            </State>
          </h1>
          <p className="second">
            {text.who(job)} · <When at={job.createdAt} />
          </p>
        </div>
        {may('stopJob') && (
          <Button loading={stop.sending} onClick={() => void stop.send({ input }).then(done)}>
            {say('stop')}
          </Button>
        )}
        {may('resumeJob') && (
          <Button type="primary" loading={resume.sending} onClick={() => void resume.send({ input }).then(done)}>
            {say('resume')}
          </Button>
        )}
      </header>
      {conflict && (
        <Notice mood="theirs" alert>
          {say('changed')}
        </Notice>
      )}
      <UserErrors
        errors={errors.filter((error) => error.code !== 'CONFLICT')}
        failure={stop.failure ?? resume.failure}
      />
      <section className="section jobBand">
        <JobBar job={job} />
      </section>
      {job.problem && (
        <Notice mood="bad">
          {say('problem')}：{job.problem}
        </Notice>
      )}
      <p className="row wrap">
        {job.resultUrl && <a href={here(job.resultUrl)}>{say('result')}</a>}
        {job.failuresUrl && <a href={here(job.failuresUrl)}>{say('failures')}</a>}
      </p>
      {job.failureCodes.length > 0 && <Failures job={job} />}
    </>
  )
}

function Failures({ job }: { job: Job }) {
  const say = useWords(words)
  const term = useTerm()
  return (
    <div className="failures">
      <section className="section">
        <h2>{say('reasons')}</h2>
        <ul className="things">
          {job.failureCodes.map((each) => (
            <li key={each.code}>
              <span className="grow">
                {term('ErrorCode', each.code)} <code className="muted">{each.code}</code>
                <br />
                <span className="small second">{say(advice[each.code] ?? 'advice_mend')}</span>
              </span>
              <b>{say('rows', { count: each.rows })}</b>
            </li>
          ))}
        </ul>
      </section>
      <section className="section" tabIndex={0} aria-label={say('failures')}>
        <h2>{say('firstRows', { count: job.failures.length })}</h2>
        <table className="plain">
          <thead>
            <tr>
              <th className="right">{say('row')}</th>
              <th>{say('code')}</th>
              <th>{say('column')}</th>
              <th>{say('why')}</th>
            </tr>
          </thead>
          <tbody>
            {job.failures.map((row) => (
              <tr key={row.line}>
                <td className="right">{row.line}</td>
                <td>
                  <code>{row.code}</code>
                </td>
                <td>{row.path}</td>
                <td>{row.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
