import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { FileDrop } from '../../shared/files/FileDrop'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import { JobBar } from '../../shared/jobs/JobBar'
import { useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { jobMood } from '../../shared/ui/moods'
import { Notice } from '../../shared/ui/Notice'
import { Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import './bulk.css'
import {
  BulkChoicesDocument,
  BulkIssueDocument,
  BulkJobDocument,
  BulkJobsDocument,
  type BulkJobQuery,
} from './bulk.generated'
import { columnsOf, neededColumns } from './columns'
import { words } from './words'

interface Sent {
  id: string
  name: string
  size: number
  columns: readonly string[]
}

/** Issues policies from a file: for whom, the file, a check that issues nothing, and then the issue. */
export function BulkPage() {
  const say = useWords(words)
  const choices = useApi(BulkChoicesDocument, {}, { freshFor: 60_000 })
  const [channelCode, setChannel] = useState<string>()
  const [agreementCode, setAgreement] = useState<string>()
  const [file, setFile] = useState<Sent>()
  const [check, setCheck] = useState<string>()
  const [issue, setIssue] = useState<string>()
  const [numbers, setNumbers] = useState(() => ({ check: newRequestNo(), issue: newRequestNo() }))
  const [asking, setAsking] = useState(false)
  const act = useAct(BulkIssueDocument)
  const checked = useApi(BulkJobDocument, { id: check ?? '' }, { enabled: check !== undefined, every: 2_000 })
  const issuing = useApi(BulkJobDocument, { id: issue ?? '' }, { enabled: issue !== undefined, every: 2_000 })
  const channels = choices.data?.channels.edges.map((edge) => edge.node) ?? []
  const agreements =
    choices.data?.agreements.edges.map((edge) => edge.node).filter((each) => each.channel.code === channelCode) ?? []
  const take = async (id: string, sent: File) => {
    setFile({ id, name: sent.name, size: sent.size, columns: await columnsOf(sent) })
    setCheck(undefined)
    setIssue(undefined)
    setNumbers({ check: newRequestNo(), issue: newRequestNo() })
  }
  const send = async (dryRun: boolean) => {
    if (!file || !channelCode || !agreementCode) return
    const answer = await act.send({
      input: { requestNo: dryRun ? numbers.check : numbers.issue, fileId: file.id, channelCode, agreementCode, dryRun },
    })
    setAsking(false)
    if (dryRun) setCheck(answer?.job?.id)
    else setIssue(answer?.job?.id)
  }
  const job = checked.data?.job
  const bad = Number(job?.failed ?? 0)
  const good = Number(job?.done ?? 0)
  const missing = file ? neededColumns.filter((column) => !file.columns.includes(column)) : []
  return (
    <div className="page">
      <header>
        <h1>{say('title')}</h1>
      </header>
      <UserErrors errors={act.userErrors} failure={act.failure} />
      <div className="bulkColumns">
        <div>
          <section className="section stack">
            <h2>{say('step1')}</h2>
            <Field id="channelCode" label={say('channel')} error={errorAt(act.userErrors, 'channelCode')}>
              <Select
                placeholder={say('choose')}
                value={channelCode}
                showSearch={{ optionFilterProp: ['label', 'value'] }}
                notFoundContent={say('noChannel')}
                onChange={(code: string) => {
                  setChannel(code)
                  setAgreement(undefined)
                }}
                options={channels.map((channel) => ({
                  value: channel.code,
                  label: channel.name,
                  disabled: !channel.open,
                }))}
              />
            </Field>
            <Field id="agreementCode" label={say('agreement')} error={errorAt(act.userErrors, 'agreementCode')}>
              <Select
                placeholder={say('choose')}
                value={agreementCode}
                disabled={!channelCode}
                notFoundContent={say('noAgreement')}
                onChange={setAgreement}
                options={agreements.map((each) => ({
                  value: each.code,
                  label: `${each.code} v${each.version} · ${each.productCode}`,
                }))}
              />
            </Field>
          </section>
          {agreementCode && (
            <section className="section stack">
              <h2>{say('step2')}</h2>
              {file ? (
                <>
                  <p className="row">
                    {say('file', {
                      name: file.name,
                      size: `${(file.size / 1024).toLocaleString('en', { maximumFractionDigits: 0 })} KiB`,
                    })}
                    <Button size="small" onClick={() => setFile(undefined)}>
                      {say('other')}
                    </Button>
                  </p>
                  <p className="small muted">
                    {say('columns')}: {file.columns.join(', ')}
                  </p>
                  {missing.length > 0 && (
                    <Notice mood="bad" alert>
                      {say('missing')}: {missing.join(', ')}
                    </Notice>
                  )}
                </>
              ) : (
                <FileDrop
                  purpose="BULK_ISSUE"
                  accept=".csv,text/csv"
                  label={say('drop')}
                  onFile={(id, sent) => void take(id, sent)}
                />
              )}
            </section>
          )}
          {file && missing.length === 0 && (
            <section className="section stack">
              <h2>{say('step3')}</h2>
              {!check && (
                <Button type="primary" loading={act.sending} onClick={() => void send(true)}>
                  {say('check')}
                </Button>
              )}
              {job && <Progress job={job} />}
              {job?.state === 'SUCCEEDED' && (
                <p role="status">
                  {say('checked', { good: good.toLocaleString('en'), bad: bad.toLocaleString('en') })}
                </p>
              )}
            </section>
          )}
          {job?.state === 'SUCCEEDED' && good > 0 && (
            <section className="section stack">
              <h2>{say('step4')}</h2>
              {!issue && (
                <Button type="primary" onClick={() => setAsking(true)}>
                  {say('issue')}
                </Button>
              )}
              {issuing.data?.job && (
                <>
                  <Notice mood="machine">{say('issuing')}</Notice>
                  <Progress job={issuing.data.job} />
                </>
              )}
            </section>
          )}
        </div>
        <Earlier />
      </div>
      {asking && (
        <Dialog
          title={say('issueTitle', { count: good.toLocaleString('en') })}
          keep={say('issueKeep')}
          act={say('issueAct', { count: good.toLocaleString('en') })}
          sending={act.sending}
          onKeep={() => setAsking(false)}
          onAct={() => void send(false)}
          width={520}
        >
          <p>{say('issueHelp', { bad: bad.toLocaleString('en') })}</p>
        </Dialog>
      )}
    </div>
  )
}

function Progress({ job }: { job: NonNullable<BulkJobQuery['job']> }) {
  const say = useWords(words)
  const term = useTerm()
  return (
    <>
      <p className="row wrap">
        <State mood={jobMood[job.state]} filled>
          {term('JobState', job.state)}
        </State>
        <JobBar job={job} />
        <Link to="/jobs/$id" params={{ id: job.id }}>
          {say('detail')}
        </Link>
      </p>
      {job.problem && <Notice mood="bad">{job.problem}</Notice>}
      <ul className="things">
        {job.failureCodes.map((each) => (
          <li key={each.code}>
            <span className="grow">
              {term('ErrorCode', each.code)} <code className="muted">{each.code}</code>
            </span>
            {say('rowsWrong', { count: each.rows })}
          </li>
        ))}
      </ul>
    </>
  )
}

function Earlier() {
  const say = useWords(words)
  const term = useTerm()
  const list = useApi(BulkJobsDocument, {}, { every: 5_000 })
  const jobs = list.data?.jobs.edges.map((edge) => edge.node) ?? []
  return (
    <section className="section">
      <h2>{say('earlier')}</h2>
      <Region of={list} lines={5}>
        {jobs.length === 0 && <p className="muted">{say('none')}</p>}
        <ul className="things">
          {jobs.map((job) => (
            <li key={job.id}>
              <Link className="grow" to="/jobs/$id" params={{ id: job.id }}>
                {job.file?.name ?? term('JobKind', job.kind)}
              </Link>
              <span className="second">{job.channel?.name}</span>
              <State mood={jobMood[job.state]}>{term('JobState', job.state)}</State>
              <JobBar job={job} short />
              <When at={job.createdAt} />
            </li>
          ))}
        </ul>
      </Region>
    </section>
  )
}
