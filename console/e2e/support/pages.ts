import { expect, type BrowserContext, type Page } from '@playwright/test'
import { ask } from './ask'

/** Things of the demo company that pages are shown of. */
export interface Things {
  policy: string
  claim: string
  paidClaim: string
  request: string
  approval: string
  job: string
}

/** A page in a state, for everything that looks at all of them. */
export interface Look {
  name: string
  /** Who looks; none: nobody is signed in. */
  person?: string
  path: (things: Things) => string
  /** Before the page is opened. */
  before?: (page: Page) => Promise<void>
  /** What is done on the page. */
  then?: (page: Page, context: BrowserContext) => Promise<void>
  /** The page is shown before its answers are there. */
  unsettled?: boolean
}

const operation = /(?:query|mutation)\s+(\w+)/
const frame = new Set(['Me', 'Inbox', 'RunningJobs', 'Terms', 'Installation'])

/** Does something else with the queries of the page itself; its frame is answered as ever. */
async function pageQueries(page: Page, act: 'hang' | 'fail') {
  await page.route('**/graphql', async (route) => {
    const { query = '' } = route.request().postDataJSON() as { query?: string }
    const name = operation.exec(query)?.[1] ?? ''
    if (frame.has(name)) return route.continue()
    if (act === 'hang') return
    await route.fulfill({
      headers: { 'X-Request-Id': '0194f3c2-5b1e-7c00-8000-00000000002a' },
      json: { errors: [{ message: '服务器出错了。Something broke here.', extensions: { code: 'INTERNAL' } }] },
    })
  })
}

const loading = (page: Page) => pageQueries(page, 'hang')
const failing = (page: Page) => pageQueries(page, 'fail')

/** What the page shows is no longer fresh, and the person comes back to its tab. */
async function askAgain(page: Page) {
  await page.waitForTimeout(2_500)
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
}

async function offline(page: Page, context: BrowserContext) {
  await context.setOffline(true)
  await askAgain(page)
  await expect(page.getByRole('alert').first()).toBeVisible()
}

/** The session ends elsewhere, and the page finds out when it next asks. */
async function ended(page: Page, context: BrowserContext) {
  await context.request.post('/graphql', { data: { query: 'mutation { logout { userErrors { code } } }' } })
  await askAgain(page)
  await expect(page.getByRole('dialog')).toBeVisible({ timeout: 40_000 })
}

const press = (key: string) => async (page: Page) => {
  await page.keyboard.press(key)
  await expect(page.getByRole('dialog').first()).toBeVisible()
}

/** The states that every page with queries of its own has. */
function states(look: Look): Look[] {
  const { name } = look
  return [
    look,
    { ...look, name: `${name}-loading`, before: loading, unsettled: true },
    { ...look, name: `${name}-failing`, before: failing },
    { ...look, name: `${name}-offline`, then: offline },
    { ...look, name: `${name}-ended`, then: ended },
  ]
}

/** Every page and state. A page that is added to the console is added here. */
export const looks: readonly Look[] = [
  { name: 'sign-in', path: () => '/' },
  {
    name: 'sign-in-wrong',
    path: () => '/',
    then: async (page) => {
      await page.locator('#name').fill('nobody-of-this-name')
      await page.locator('#password').fill('not the password')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('alert')).toBeVisible()
    },
  },
  ...states({ name: 'home', person: 'serge', path: () => '/' }),
  { name: 'home-claims', person: 'cleo', path: () => '/' },
  { name: 'home-finance', person: 'fay', path: () => '/' },
  { name: 'command-box', person: 'serge', path: () => '/', then: press('Control+k') },
  { name: 'keys', person: 'cleo', path: () => '/', then: press('?') },
  ...states({ name: 'policies', person: 'serge', path: () => '/policies' }),
  { name: 'policies-none', person: 'serge', path: () => '/policies?insured=nothing-is-called-so' },
  ...states({ name: 'policy', person: 'serge', path: ({ policy }) => `/policies/${policy}` }),
  { name: 'policy-missing', person: 'serge', path: () => '/policies/P000000000000000' },
  { name: 'policy-audit', person: 'ada', path: ({ policy }) => `/policies/${policy}` },
  ...states({ name: 'claims', person: 'cleo', path: () => '/claims' }),
  { name: 'claims-none', person: 'cleo', path: () => '/claims?queue=mine&numbers=C000000000000000' },
  { name: 'claims-forbidden', person: 'sam', path: () => '/claims' },
  ...states({ name: 'claim', person: 'cleo', path: ({ claim }) => `/claims/${claim}` }),
  { name: 'claim-paid', person: 'cleo', path: ({ paidClaim }) => `/claims/${paidClaim}` },
  { name: 'claim-new', person: 'serge', path: () => '/claims/new' },
  { name: 'claim-new-policy', person: 'serge', path: ({ policy }) => `/claims/new?policy=${policy}` },
  ...states({ name: 'requests', person: 'serge', path: () => '/requests?tab=all' }),
  ...states({ name: 'request', person: 'serge', path: ({ request }) => `/requests/${request}` }),
  { name: 'request-new', person: 'serge', path: ({ policy }) => `/requests/new?policy=${policy}` },
  ...states({ name: 'approvals', person: 'uma', path: () => '/approvals?tab=all' }),
  { name: 'approval', person: 'uma', path: ({ approval }) => `/approvals?tab=all&id=${approval}` },
  ...states({ name: 'bulk', person: 'uma', path: () => '/bulk' }),
  ...states({ name: 'jobs', person: 'sys', path: () => '/jobs?tab=all' }),
  ...states({ name: 'job', person: 'sys', path: ({ job }) => `/jobs/${job}` }),
  { name: 'account', person: 'serge', path: () => '/account' },
]

/** The looks that LOOKS asks for: names or their beginnings; nothing: all. */
export function chosenLooks(): readonly Look[] {
  const wanted = (process.env.LOOKS ?? '').split(/[\s,]+/).filter(Boolean)
  return wanted.length === 0 ? looks : looks.filter(({ name }) => wanted.some((each) => name.startsWith(each)))
}

/** Opens a page in its state, and waits until nothing of it moves. */
export async function show(look: Look, page: Page, context: BrowserContext, things: Things) {
  await look.before?.(page)
  await page.goto(look.path(things))
  await settled(page, look.unsettled)
  await look.then?.(page, context)
  await page.waitForTimeout(300)
}

export async function settled(page: Page, unsettled = false) {
  await expect(page.locator('h1, .skeleton').first()).toBeAttached()
  if (unsettled) return
  await page.waitForLoadState('networkidle')
  await expect(page.locator('.skeleton')).toHaveCount(0)
}

/** Finds in the company what pages are shown of. */
export async function findThings(baseURL: string): Promise<Things> {
  const first = async (person: string, field: string, what: string) => {
    const data = await ask(baseURL, person, `{ ${field} { edges { node { ${what} } } } }`)
    const [connection] = Object.values(data) as { edges: { node: Record<string, string> }[] }[]
    const node = connection?.edges[0]?.node
    if (!node) throw new Error(`the demo company has none of ${field}`)
    return Object.values(node)[0] ?? ''
  }
  const inReview = await ask(
    baseURL,
    'cleo',
    '{ claims(first: 1, filter: { states: [IN_REVIEW] }) { edges { node { number policy { number } } } } }',
  )
  const { edges } = inReview.claims as { edges: { node: { number: string; policy: { number: string } } }[] }
  const shown = edges[0]?.node
  if (!shown) throw new Error('the demo company has no claim in review')
  return {
    claim: shown.number,
    policy: shown.policy.number,
    paidClaim: await first('cleo', 'claims(first: 1, filter: { states: [PAID] })', 'number'),
    request: await first('serge', 'serviceRequests(first: 1, filter: {})', 'number'),
    approval: await first('uma', 'approvals(first: 1, filter: {})', 'id'),
    job: await first('sys', 'jobs(first: 1, filter: {})', 'id'),
  }
}
