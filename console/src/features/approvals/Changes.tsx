import { Link } from '@tanstack/react-router'
import { isMoney, percentText, withUnit } from '../../shared/format/money'
import { instantText } from '../../shared/format/time'
import { useTerm } from '../../shared/session/SessionContext'
import { listed, useLanguage, useWords } from '../../shared/words/words'
import type { ShownEnum } from '../../shared/words/enums'
import type { Approval } from './ApprovalPage'
import { rowsOf, type Said } from './content'
import { words as contentWords } from './contentWords'
import { words } from './words'

/** What tells nothing to who decides: marks of bytes and of rows. */
const hidden = new Set(['digest', 'mark', 'revision'])

const enums: Partial<Record<string, ShownEnum>> = {
  algorithm: 'CredentialAlgorithm',
  columns: 'PolicyColumn',
  declined: 'ErrorCode',
  format: 'ExportFormat',
  operations: 'ChannelOperation',
  role: 'OpsRole',
  roles: 'OpsRole',
  state: 'PersonState',
}

/** Lists of which an empty one means all there are. */
const emptyIsAll = new Set(['addresses', 'operations', 'plans'])

/** What is asked for, beside what holds: what differs first, the others counted. */
export function Changes({ approval }: { approval: Approval }) {
  const say = useWords(words)
  const title = useTitle()
  const text = useText()
  const before = approval.inForce ?? undefined
  const rows = rowsOf(approval.content, before, approval.differences).filter(
    ({ path: [key = ''], ...row }) => !hidden.has(key) && (row.before ?? row.after) !== undefined,
  )
  const changed = before ? rows.filter((row) => row.changed) : rows
  const unchanged = rows.length - changed.length
  return (
    <>
      <table className="plain">
        <thead>
          <tr>
            <th>{say('what')}</th>
            {before && <th>{say('before')}</th>}
            <th>{say(before ? 'after' : 'content')}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map((row) => (
            <tr key={row.path.join('.')}>
              <td>{title(row.path)}</td>
              {before && <td className="second">{text(row.path, row.before)}</td>}
              <td className={before ? 'strong after' : 'strong'}>{text(row.path, row.after)}</td>
            </tr>
          ))}
          {unchanged > 0 && (
            <tr>
              <td colSpan={3} className="muted">
                {say('unchanged', { count: unchanged })}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <ProductLink approval={approval} />
    </>
  )
}

/** The words for where something stands: the word of its key, and below it the names that the business gave. */
function useTitle() {
  const say = useWords(contentWords)
  // words: approvalContent.key_*
  const known = (key: string) => (`key_${key}` in contentWords.texts ? (`key_${key}` as 'key_roles') : undefined)
  const word = (key: string) => {
    const found = known(key)
    return found ? say(found) : <code>{key}</code>
  }
  return ([key = '', ...rest]: readonly string[]) => (
    <>
      {word(key)} {rest.length > 0 && <code>{rest.join('.')}</code>}
    </>
  )
}

function useText() {
  const say = useWords(contentWords)
  const term = useTerm()
  const language = useLanguage()
  return ([key = '', ...rest]: readonly string[], said: Said): string => {
    const word = (value: string) => (rest.length === 0 && enums[key] ? term(enums[key], value) : value)
    if (said === undefined) return '–'
    if (typeof said === 'boolean') return say(said ? 'yes' : 'no')
    if (typeof said === 'number') return String(said)
    if (typeof said === 'string') {
      if (key === 'commissionRate') return percentText(said)
      return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(said) ? instantText(said) : word(said)
    }
    if (isMoney(said)) return withUnit(said, language)
    if (said.length === 0) return say(emptyIsAll.has(key) ? 'allOfThem' : 'none')
    return listed(said.map(word), language)
  }
}

/** To the version that is to be published, beside the one on sale. */
function ProductLink({ approval }: { approval: Approval }) {
  const say = useWords(words)
  const { code, version } = approval.content as { code?: unknown; version?: unknown }
  if (approval.kind !== 'PUBLICATION' || typeof code !== 'string' || typeof version !== 'number') return null
  const against = (approval.inForce as { version?: unknown } | null | undefined)?.version
  return (
    <p>
      <Link
        to="/products/$code"
        params={{ code }}
        search={{ version, ...(typeof against === 'number' ? { against } : {}) }}
      >
        {say('product', { code, version })}
      </Link>
    </p>
  )
}
