import { CloseOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../shared/graphql/useApi'
import { useTerm } from '../../shared/session/SessionContext'
import { approvalMood } from '../../shared/ui/moods'
import { Empty, Region } from '../../shared/ui/Region'
import { State } from '../../shared/ui/State'
import { When } from '../../shared/ui/When'
import { useWords } from '../../shared/words/words'
import { ApprovalPage } from './ApprovalPage'
import './approvals.css'
import { ApprovalsDocument } from './approvals.generated'
import { words } from './words'

/** Which approvals the list shows, and which is open. */
export interface ApprovalSearch {
  tab?: 'mine' | 'all' | undefined
  kind?: 'CLAIM_PAYOUT' | undefined
  id?: string | undefined
}

const filters = { forMe: { mayApprove: true }, mine: { mine: true }, all: {} }

/** What the list is asked with. */
export const approvalsFor = ({ tab, kind }: ApprovalSearch) => ({
  filter: { ...filters[tab ?? 'forMe'], ...(kind ? { kinds: [kind] } : {}) },
  first: 50,
})

/** What I may decide, what I asked for, and all; the one that is open beside. */
export function ApprovalsPage({
  search,
  onSearchChange,
}: {
  search: ApprovalSearch
  onSearchChange: (search: ApprovalSearch) => void
}) {
  const say = useWords(words)
  const term = useTerm()
  const tab = search.tab ?? 'forMe'
  const list = useApi(ApprovalsDocument, approvalsFor(search), { every: 15_000 })
  const rows = list.data?.approvals.edges.map((edge) => edge.node) ?? []
  const open = search.id ?? rows[0]?.id
  const next = () => {
    const place = rows.findIndex((row) => row.id === open)
    const after = rows[place + 1] ?? rows.find((row) => row.id !== open)
    onSearchChange({ ...search, id: after?.id })
  }
  return (
    <div className="page fixed">
      <header>
        <h1>{say('title')}</h1>
      </header>
      <div className="views">
        {(['forMe', 'mine', 'all'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === tab}
            onClick={() => onSearchChange({ tab: each === 'forMe' ? undefined : each })}
          >
            {say(each)}
          </button>
        ))}
        {search.kind && (
          <button type="button" aria-pressed onClick={() => onSearchChange({ tab: search.tab })}>
            {term('ApprovalKind', search.kind)} <CloseOutlined aria-hidden />
          </button>
        )}
      </div>
      <div className={search.id ? 'split opened' : 'split'}>
        <nav className="side sideList" aria-label={say('list')} tabIndex={0}>
          <Region of={list} lines={8}>
            {rows.length === 0 && (
              <Empty title={say('none')}>
                <p className="small">{say('noneNext')}</p>
              </Empty>
            )}
            {rows.map((row) => (
              <Link key={row.id} to="/approvals" search={{ ...search, id: row.id }} aria-current={row.id === open}>
                <p className="row">
                  <b className="grow">{term('ApprovalKind', row.kind)}</b>
                  <State mood={approvalMood[row.state]}>{term('ApprovalState', row.state)}</State>
                </p>
                <p className="second">{row.object}</p>
                <p className="small muted">
                  {row.requestedBy?.displayName ?? say('system')} · <When at={row.requestedAt} />
                </p>
              </Link>
            ))}
          </Region>
        </nav>
        <div className="main" tabIndex={0} role="region" aria-label={say('title')}>
          <Link className="backToList" to="/approvals" search={{ ...search, id: undefined }}>
            ‹ {say('list')}
          </Link>
          {open ? <ApprovalPage key={open} id={open} onNext={next} /> : <p className="muted">{say('choose')}</p>}
        </div>
      </div>
    </div>
  )
}
