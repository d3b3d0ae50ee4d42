import { Link } from '@tanstack/react-router'
import { Input, Radio } from 'antd'
import { useState } from 'react'
import { newRequestNo, useAct } from '../../shared/graphql/useAct'
import type * as Types from '../../shared/graphql/types.generated'
import { useTerm } from '../../shared/session/SessionContext'
import { Dialog } from '../../shared/ui/Dialog'
import { Field } from '../../shared/ui/Field'
import { Notice } from '../../shared/ui/Notice'
import { errorAt, UserErrors } from '../../shared/ui/UserErrors'
import { useWords } from '../../shared/words/words'
import { ExportPoliciesDocument } from './policies.generated'
import { words } from './words'

const formats: readonly Types.ExportFormat[] = ['XLSX', 'CSV', 'NDJSON']

/** Exports exactly what the list shows: its conditions and its columns. Above a number a colleague must approve. */
export function ExportDialog({
  filter,
  count,
  columns,
  onClose,
}: {
  filter: Types.PolicyFilter
  count: string
  columns: Types.PolicyColumn[]
  onClose: () => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const act = useAct(ExportPoliciesDocument)
  const [requestNo] = useState(newRequestNo)
  const [format, setFormat] = useState<Types.ExportFormat>('XLSX')
  const [reason, setReason] = useState('')
  const [done, setDone] = useState<'started' | 'approval'>()
  const send = async () => {
    const answer = await act.send({ input: { requestNo, policies: { filter, columns }, format, reason } })
    if (answer) setDone(answer.approval ? 'approval' : 'started')
  }
  return (
    <Dialog
      title={say('exportTitle', { count })}
      keep={say('exportKeep')}
      act={done ? undefined : say('exportAct', { count })}
      sending={act.sending}
      disabled={reason.trim() === ''}
      onKeep={onClose}
      onAct={() => void send()}
      width={520}
    >
      {done ? (
        <Notice
          mood={done === 'approval' ? 'theirs' : 'machine'}
          act={<Link to={done === 'approval' ? '/approvals' : '/jobs'}>{say('seeJobs')}</Link>}
        >
          {say(done === 'approval' ? 'exportApproval' : 'exportStarted')}
        </Notice>
      ) : (
        <div className="stack">
          <UserErrors errors={act.userErrors} failure={act.failure} />
          <p>{say('exportHelp')}</p>
          <Field id="format" label={say('exportFormat')}>
            <Radio.Group
              value={format}
              onChange={(event) => setFormat(event.target.value as Types.ExportFormat)}
              options={formats.map((each) => ({ value: each, label: term('ExportFormat', each) }))}
            />
          </Field>
          <Field id="reason" label={say('exportReason')} error={errorAt(act.userErrors, 'reason')}>
            <Input
              value={reason}
              maxLength={500}
              autoFocus
              onChange={(event) => setReason(event.target.value)}
              onPressEnter={() => void send()}
            />
          </Field>
        </div>
      )}
    </Dialog>
  )
}
