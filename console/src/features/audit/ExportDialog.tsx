import { Link } from '@tanstack/react-router'
import { Input, Radio } from 'antd'
import { useState } from 'react'
import { here } from '../../shared/files/openFile'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import { useApi } from '../../shared/graphql/useApi'
import type * as Types from '../../shared/graphql/types.generated'
import { JobBar } from '../../shared/jobs/JobBar'
import { useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { AuditJobDocument, ExportAuditDocument } from './audit.generated'
import { recordWords } from './recordWords'
import { words } from './words'

const formats: readonly Types.ExportFormat[] = ['XLSX', 'CSV', 'NDJSON']

/** Exports exactly what the list shows, and shows how far the file is. */
export function ExportDialog({
  filter,
  count,
  onClose,
}: {
  filter: Types.AuditFilter
  count: string
  onClose: () => void
}) {
  const say = useWords(words, recordWords)
  const term = useTerm()
  const act = useAct(ExportAuditDocument)
  const [requestNo] = useState(newRequestNo)
  const [format, setFormat] = useState<Types.ExportFormat>('XLSX')
  const [reason, setReason] = useState('')
  const [done, setDone] = useState<{ job?: string | undefined; approval?: string | undefined }>()
  const send = async () => {
    const answer = await act.send({ input: { requestNo, auditRecords: { filter }, format, reason: reason.trim() } })
    if (answer) setDone({ job: answer.job?.id, approval: answer.approval?.id })
  }
  return (
    <Dialog
      title={say('exportTitle', { count })}
      keep={say(done ? 'exportClose' : 'exportKeep')}
      act={done ? undefined : say('exportAct', { count })}
      sending={act.sending}
      disabled={!reason.trim()}
      onKeep={onClose}
      onAct={() => void send()}
      width={520}
    >
      {done?.approval && (
        <Notice
          mood="theirs"
          act={
            <Link to="/approvals" search={{ tab: 'mine', id: done.approval }}>
              {say('see')}
            </Link>
          }
        >
          {say('exportApproval')}
        </Notice>
      )}
      {done?.job && <Progress id={done.job} />}
      {!done && (
        <div className="stack">
          <UserErrors errors={act.userErrors} failure={act.failure} />
          <p>{say('exportHelp')}</p>
          <Field id="format" label={say('format')}>
            <Radio.Group
              value={format}
              onChange={(event) => setFormat(event.target.value as Types.ExportFormat)}
              options={formats.map((each) => ({ value: each, label: term('ExportFormat', each) }))}
            />
          </Field>
          <Field id="reason" label={say('reason')} help={say('reasonHelp')} error={errorAt(act.userErrors, 'reason')}>
            <Input value={reason} maxLength={500} autoFocus onChange={(event) => setReason(event.target.value)} />
          </Field>
        </div>
      )}
    </Dialog>
  )
}

function Progress({ id }: { id: string }) {
  const say = useWords(words, recordWords)
  const { data } = useApi(AuditJobDocument, { id }, { every: 2_000 })
  const job = data?.job
  if (job?.state === 'SUCCEEDED') {
    return (
      <Notice mood="good" act={job.resultUrl && <a href={here(job.resultUrl)}>{say('download')}</a>}>
        {say('exportReady')}
      </Notice>
    )
  }
  return (
    <div className="stack">
      <Notice
        mood="machine"
        act={
          <Link to="/jobs/$id" params={{ id }}>
            {say('seeJob')}
          </Link>
        }
      >
        {say('exportRunning')}
      </Notice>
      {job && <JobBar job={job} />}
    </div>
  )
}
