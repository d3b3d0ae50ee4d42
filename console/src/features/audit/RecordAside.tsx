import { CloseOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { exactText } from '../../shared/format/time'
import { useApi } from '../../shared/graphql/useApi'
import { Differences } from '../../shared/ui/Conflict'
import { Empty, Region } from '../../shared/ui/Region'
import { useWords } from '../../shared/words/words'
import { AuditRecordDocument, type AuditRowFragment } from './audit.generated'
import { differenceOf } from './difference'
import { ObjectLink } from './ObjectLink'
import { useAuditTerm } from './useAuditTerm'
import { whoText } from './Who'
import { recordWords } from './recordWords'
import { words } from './words'

/** One record beside the list: whole, with what was before and after. An address that names it shows it without its list. */
export function RecordAside({
  id,
  known,
  onClose,
}: {
  id: string
  known: AuditRowFragment | undefined
  onClose: () => void
}) {
  const say = useWords(words, recordWords)
  const page = useApi(AuditRecordDocument, { id }, { enabled: !known })
  const found = page.data?.node?.__typename === 'AuditRecord' ? page.data.node : undefined
  const record = known ?? found
  return (
    <aside aria-label={say('title')} tabIndex={0}>
      {record ? (
        <Whole record={record} onClose={onClose} />
      ) : (
        <Region of={page} lines={6}>
          <Empty title={say('missing')} />
        </Region>
      )}
    </aside>
  )
}

function Whole({ record, onClose }: { record: AuditRowFragment; onClose: () => void }) {
  const say = useWords(words, recordWords)
  const { term } = useAuditTerm()
  const changes = differenceOf(record.before, record.after)
  return (
    <>
      <div className="recordHead">
        <div className="grow">
          <h2>{term('AuditAction', record.action)}</h2>
          <p className="second">
            {record.actor.__typename === 'Colleague' ? (
              <Link to="/people/$id" params={{ id: record.actor.id }}>
                {record.actor.displayName}
              </Link>
            ) : (
              <code>{whoText(record.actor)}</code>
            )}{' '}
            · {exactText(record.at)}
          </p>
        </div>
        <button type="button" className="plain" aria-label={say('close')} title={say('close')} onClick={onClose}>
          <CloseOutlined aria-hidden />
        </button>
      </div>
      {record.reason && <blockquote className="quote">{record.reason}</blockquote>}
      <dl className="pairs">
        <div>
          <dt>{say('onWhat')}</dt>
          <dd>
            <ObjectLink row={record} /> <span className="muted">{term('AuditObjectKind', record.objectKind)}</span>
          </dd>
        </div>
        {record.channel && (
          <div>
            <dt>{say('channel')}</dt>
            <dd>
              {record.channel.name} <span className="muted">{record.channel.code}</span>
            </dd>
          </div>
        )}
        <div>
          <dt>{say('address')}</dt>
          <dd>
            {record.address ? (
              <Link to="/audit" search={{ address: record.address }}>
                {record.address}
              </Link>
            ) : (
              '–'
            )}
          </dd>
        </div>
        <div>
          <dt>{say('request')}</dt>
          <dd>
            {record.requestId ? (
              <Link to="/audit" search={{ request: record.requestId }}>
                <code>{record.requestId}</code>
              </Link>
            ) : (
              '–'
            )}
          </dd>
        </div>
        <div>
          <dt>{say('place')}</dt>
          <dd>{record.sequence ? Number(record.sequence).toLocaleString('en') : say('notSealed')}</dd>
        </div>
        <div>
          <dt>{say('what')}</dt>
          <dd>
            <code>{record.action}</code>
          </dd>
        </div>
      </dl>
      <section className="section">
        <h3>{say('beforeAfter')}</h3>
        {changes.length === 0 ? (
          <p className="muted">{say('noDifference')}</p>
        ) : (
          <Differences
            changes={changes.map((change) => ({
              what: change.path,
              before: change.before ?? '–',
              after: change.after ?? '–',
            }))}
          />
        )}
      </section>
    </>
  )
}
