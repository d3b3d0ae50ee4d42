import {
  AppstoreOutlined,
  AuditOutlined,
  BulbOutlined,
  CustomerServiceOutlined,
  DashboardOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  HomeOutlined,
  HourglassOutlined,
  SafetyOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
  ShareAltOutlined,
  TranslationOutlined,
  QuestionCircleOutlined,
  TeamOutlined,
  UploadOutlined,
} from '@ant-design/icons'
import { Link, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useApi } from '../shared/graphql/useApi'
import { InboxDocument } from '../shared/inbox/inbox.generated'
import { useCommandBox } from '../shared/keys/commandBox'
import { useKeys } from '../shared/keys/useKeys'
import { useMay, useSession } from '../shared/session/SessionContext'
import { chooseLanguage } from '../shared/words/language'
import { useLanguage, useWords } from '../shared/words/words'
import icon from './icon.svg'
import { PersonMenu } from './PersonMenu'
import { RunningJobs } from './RunningJobs'
import { words } from './shellWords'
import { chooseTheme, useTheme } from './theme'

const CommandBox = lazy(() => import('../features/search/CommandBox').then((m) => ({ default: m.CommandBox })))
const KeysDialog = lazy(() => import('./KeysDialog').then((m) => ({ default: m.KeysDialog })))

interface Item {
  to:
    | '/'
    | '/claims'
    | '/requests'
    | '/approvals'
    | '/policies'
    | '/products'
    | '/channels'
    | '/bulk'
    | '/jobs'
    | '/people'
    | '/audit'
    | '/system'
    | '/account'
  word: keyof typeof words.texts
  icon: ReactNode
  /** The coordinate of the schema that the person's roles must allow; of several any. */
  needs?: string | readonly string[]
  /** Kinds of the inbox whose counts stand beside it. */
  counts?: readonly string[]
}

const menu: readonly { word?: keyof typeof words.texts; items: readonly Item[] }[] = [
  { items: [{ to: '/', word: 'home', icon: <HomeOutlined aria-hidden /> }] },
  {
    word: 'waiting',
    items: [
      {
        to: '/claims',
        word: 'claims',
        icon: <SafetyOutlined aria-hidden />,
        needs: 'Query.claimQueues',
        counts: ['CLAIMS_MINE'],
      },
      {
        to: '/requests',
        word: 'requests',
        icon: <CustomerServiceOutlined aria-hidden />,
        needs: 'Query.serviceRequests',
        counts: ['REQUESTS_MINE'],
      },
      {
        to: '/approvals',
        word: 'approvals',
        icon: <AuditOutlined aria-hidden />,
        counts: ['APPROVALS', 'PAYOUT_APPROVALS'],
      },
    ],
  },
  {
    word: 'business',
    items: [
      { to: '/policies', word: 'policies', icon: <FileTextOutlined aria-hidden /> },
      { to: '/products', word: 'products', icon: <AppstoreOutlined aria-hidden />, needs: 'Query.productPreview' },
      {
        to: '/channels',
        word: 'channels',
        icon: <ShareAltOutlined aria-hidden />,
        needs: ['Channel.credentials', 'Channel.webhookEndpoints'],
      },
      { to: '/bulk', word: 'bulk', icon: <UploadOutlined aria-hidden />, needs: 'Mutation.bulkIssuePolicies' },
      { to: '/jobs', word: 'jobs', icon: <HourglassOutlined aria-hidden />, counts: ['JOBS_FAILED'] },
    ],
  },
  {
    word: 'house',
    items: [
      { to: '/people', word: 'people', icon: <TeamOutlined aria-hidden />, needs: 'Query.people' },
      { to: '/audit', word: 'audit', icon: <SafetyCertificateOutlined aria-hidden />, needs: 'Query.auditRecords' },
      { to: '/system', word: 'system', icon: <DashboardOutlined aria-hidden />, needs: 'Query.system' },
    ],
  },
]

/** Pages where people decide show the navigation as a rail. */
const railPages = /^\/claims\/(?!new|next).|^\/products\/./

/** The frame of every page: navigation, command box, what runs, language, theme, person. */
export function Shell({ children }: { children: ReactNode }) {
  const say = useWords(words)
  const { viewer } = useSession()
  const [box, setBox] = useCommandBox()
  const [keys, setKeys] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const navigate = useNavigate()
  const may = useMay()
  const go = (to: Item['to'] | '/claims/next' | '/claims/new' | '/requests/new', needs?: string) => () => {
    if (!needs || may(needs)) void navigate({ to })
  }
  useKeys({
    'mod+k': () => setBox(''),
    '?': () => setKeys(true),
    'g h': go('/'),
    'g c': go('/claims', 'Query.claimQueues'),
    'g p': go('/policies'),
    'g a': go('/approvals'),
    'g n': go('/claims/next', 'Mutation.takeNextClaim'),
    'n c': go('/claims/new', 'Mutation.submitClaim'),
    'n s': go('/requests/new', 'Mutation.openServiceRequest'),
  })
  const sandbox = viewer.mode === 'SANDBOX'
  return (
    <div className={['shell', railPages.test(path) && 'rail', sandbox && 'sandbox'].filter(Boolean).join(' ')}>
      <a className="skip" href="#main">
        {say('skip')}
      </a>
      <Navigation />
      <header className="bar">
        <button type="button" className="box" title={say('box')} onClick={() => setBox('')}>
          <SearchOutlined aria-hidden />
          <span>{say('box')}</span>
          <kbd>Ctrl K</kbd>
        </button>
        {sandbox && <b className="state theirs filled">{say('sandbox')}</b>}
        <span className="grow" />
        <RunningJobs />
        <button
          type="button"
          className="tool wide"
          aria-label={say('keys')}
          title={say('keys')}
          onClick={() => setKeys(true)}
        >
          <QuestionCircleOutlined aria-hidden />
        </button>
        <LanguageSwitch />
        <ThemeSwitch />
        <PersonMenu />
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <TabBar onFind={() => setBox('')} />
      <Suspense>
        {box !== undefined && <CommandBox start={box} onClose={() => setBox(undefined)} />}
        {keys && <KeysDialog onClose={() => setKeys(false)} />}
      </Suspense>
    </div>
  )
}

function Navigation() {
  const say = useWords(words)
  const may = useMay()
  const inbox = useApi(InboxDocument, {}, { every: 15_000 })
  const count = (kinds: readonly string[] = []) =>
    (inbox.data?.viewer.inbox ?? [])
      .filter((item) => kinds.includes(item.kind))
      .reduce((all, item) => all + item.count.value, 0)
  return (
    <nav className="nav" aria-label={say('navigation')}>
      <Link to="/" className="brand">
        <img src={icon} alt="" />
        <span>保单 Baodan</span>
      </Link>
      {menu.map((group, place) => {
        const items = group.items.filter((item) => !item.needs || [item.needs].flat().some(may))
        if (items.length === 0) return null
        return (
          <section key={place}>
            {group.word && <h2>{say(group.word)}</h2>}
            <ul>
              {items.map((item) => {
                const waiting = count(item.counts)
                return (
                  <li key={item.to}>
                    <Link
                      to={item.to}
                      title={say(item.word)}
                      activeProps={{ 'aria-current': 'page' }}
                      activeOptions={{ exact: item.to === '/', includeSearch: false }}
                    >
                      {item.icon}
                      <span className="label">{say(item.word)}</span>
                      {waiting > 0 && <span className="count">{waiting}</span>}
                    </Link>
                  </li>
                )
              })}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}

function TabBar({ onFind }: { onFind: () => void }) {
  const say = useWords(words)
  return (
    <nav className="tabbar" aria-label={say('navigation')}>
      <Link to="/" activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
        <HomeOutlined aria-hidden />
        {say('home')}
      </Link>
      <Link to="/approvals" activeProps={{ 'aria-current': 'page' }}>
        <FileDoneOutlined aria-hidden />
        {say('approvals')}
      </Link>
      <button type="button" onClick={onFind}>
        <SearchOutlined aria-hidden />
        {say('find')}
      </button>
    </nav>
  )
}

function LanguageSwitch() {
  const say = useWords(words)
  const language = useLanguage()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <button
      type="button"
      className="tool"
      lang={other}
      aria-label={say('otherLanguage')}
      title={say('otherLanguage')}
      onClick={() => chooseLanguage(other)}
    >
      <TranslationOutlined aria-hidden />
    </button>
  )
}

function ThemeSwitch() {
  const say = useWords(words)
  const { isDark } = useTheme()
  return (
    <button
      type="button"
      className="tool"
      aria-label={say('theme')}
      title={say('theme')}
      onClick={() => chooseTheme(isDark ? 'light' : 'dark')}
    >
      <BulbOutlined aria-hidden />
    </button>
  )
}
