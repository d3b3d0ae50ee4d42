import { expect, type BrowserContext, type Page } from '@playwright/test'
import { parts } from '../../src/features/products/productSearch'
import { ask } from './ask'

/** Things of the demo company that pages are shown of. */
export interface Things {
  policy: string
  claim: string
  paidClaim: string
  request: string
  approval: string
  job: string
  channel: string
  agreement: string
  person: string
  record: string
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
  ...states({ name: 'products', person: 'uma', path: () => '/products' }),
  {
    name: 'products-new',
    person: 'uma',
    path: () => '/products',
    then: async (page) => {
      await page.locator('header .ant-btn-primary').click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  ...states({ name: 'product', person: 'uma', path: () => '/products/RFI-01' }),
  ...parts.slice(1).map((part) => ({
    name: `product-${part}`,
    person: 'uma',
    path: () => `/products/RFI-01?version=2&part=${part}`,
  })),
  { name: 'product-of-one-plan', person: 'uma', path: () => '/products/SCR-01?part=rates' },
  { name: 'product-sales', person: 'sam', path: () => '/products/ASI-01?part=rates' },
  { name: 'product-missing', person: 'uma', path: () => '/products/NO-99' },
  { name: 'product-difference', person: 'uma', path: () => '/products/RFI-01?version=2&against=1' },
  { name: 'product-lines', person: 'uma', path: () => '/products/RFI-01?version=2&against=1&lines=true' },
  {
    name: 'product-backtests',
    person: 'uma',
    path: () => '/products/RFI-01?version=2&backTests=true',
    then: async (page) => {
      const chart = page.locator('.bars').first()
      if (await chart.isHidden()) await page.locator('#main .ant-btn-primary').last().click()
      await expect(chart).toBeVisible({ timeout: 30_000 })
    },
  },
  {
    name: 'product-mistake',
    person: 'uma',
    path: () => '/products/RFI-01?version=2&part=rules',
    then: async (page) => {
      await page.getByRole('textbox', { name: /CATEGORY_EXCLUDED/ }).click()
      await page.keyboard.press('Control+a')
      await page.keyboard.type("category in ['underware']")
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
  },
  {
    name: 'product-gap',
    person: 'uma',
    path: () => '/products/RFI-01?version=2&part=rates&table=base',
    then: async (page) => {
      await page.locator('.rateGrid tbody tr').nth(2).locator('.bandEnds input').last().fill('0.02')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('alert').first()).toBeVisible()
    },
  },
  {
    name: 'product-withdraw',
    person: 'uma',
    path: () => '/products/SCR-01?version=2',
    then: async (page) => {
      await page.locator('#main header [aria-haspopup="menu"]').last().click()
      await page.getByRole('menuitem').first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  ...states({ name: 'channels', person: 'sam', path: () => '/channels' }),
  { name: 'channels-none', person: 'sam', path: () => '/channels?code=nothing-is-called-so' },
  { name: 'channels-sandbox', person: 'sam', path: () => '/channels?mode=sandbox' },
  { name: 'channels-agreements', person: 'sam', path: () => '/channels?tab=agreements' },
  {
    name: 'channels-add',
    person: 'sam',
    path: () => '/channels',
    then: async (page) => {
      await page.locator('header .ant-btn-primary').click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  ...states({ name: 'channel', person: 'sam', path: ({ channel }) => `/channels/${channel}` }),
  { name: 'channel-missing', person: 'sam', path: () => '/channels/nothing-is-called-so' },
  { name: 'channel-system', person: 'sys', path: ({ channel }) => `/channels/${channel}` },
  { name: 'channel-forbidden', person: 'cleo', path: ({ channel }) => `/channels/${channel}` },
  { name: 'channel-sandbox', person: 'sam', path: ({ channel }) => `/channels/${channel}?mode=sandbox` },
  {
    name: 'channel-delivery',
    person: 'sam',
    path: ({ channel }) => `/channels/${channel}?states=["DELIVERED"]`,
    then: async (page) => {
      await page.locator('.endpointList button').last().click()
      await page.locator('.deliveries button').first().click()
      await expect(page.locator('.attempts')).toBeVisible()
    },
  },
  {
    name: 'channel-credential',
    person: 'sam',
    path: ({ channel }) => `/channels/${channel}`,
    then: async (page) => {
      await page.locator('.channelColumns > div:last-child .section:last-child > .row .ant-btn').click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: 'channel-endpoint',
    person: 'sam',
    path: ({ channel }) => `/channels/${channel}`,
    then: async (page) => {
      await page.locator('.deliveryLog > .row .ant-btn').first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  ...states({
    name: 'agreement',
    person: 'sam',
    path: ({ channel, agreement }) => `/channels/${channel}/agreements/${agreement}`,
  }),
  {
    name: 'agreement-change',
    person: 'sam',
    path: ({ channel, agreement }) => `/channels/${channel}/agreements/${agreement}?change=true`,
    then: async (page) => {
      await page.locator('[id="commissionRate"]').fill('90')
      await expect(page.locator('[id="commissionRate"]')).toHaveAttribute('aria-invalid', 'true')
    },
  },
  { name: 'agreement-missing', person: 'sam', path: ({ channel }) => `/channels/${channel}/agreements/AG-0` },
  { name: 'agreement-new', person: 'sam', path: ({ channel }) => `/channels/${channel}/agree` },
  ...states({ name: 'system', person: 'sys', path: () => '/system' }),
  ...states({ name: 'first-run', person: 'sec', path: () => '/first-run' }),
  { name: 'first-run-forbidden', person: 'serge', path: () => '/first-run' },
  { name: 'system-forbidden', person: 'serge', path: () => '/system' },
  { name: 'account', person: 'serge', path: () => '/account' },
  ...states({ name: 'people', person: 'sec', path: () => '/people' }),
  { name: 'people-none', person: 'sec', path: () => '/people?name=nobody-is-called-so' },
  { name: 'people-forbidden', person: 'sam', path: () => '/people' },
  { name: 'people-roles', person: 'ada', path: () => '/people?tab=roles' },
  { name: 'people-tokens', person: 'sec', path: () => '/people?tab=tokens' },
  {
    name: 'people-add',
    person: 'sec',
    path: () => '/people',
    then: async (page) => {
      await page.locator('.page > header button').click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  ...states({ name: 'person', person: 'sec', path: ({ person }) => `/people/${person}` }),
  {
    name: 'person-roles',
    person: 'sec',
    path: ({ person }) => `/people/${person}`,
    then: async (page) => {
      await page.locator('.personActs button').first().click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  ...states({ name: 'audit', person: 'ada', path: () => '/audit' }),
  { name: 'audit-record', person: 'ada', path: ({ record }) => `/audit?record=${record}` },
  { name: 'audit-none', person: 'ada', path: () => '/audit?request=there-is-none' },
  { name: 'audit-forbidden', person: 'sam', path: () => '/audit' },
  { name: 'invitation', path: () => '/invitation#name=new.person&password=not-a-password' },
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
    ...(await findChannel(baseURL)),
    person: await first('sec', 'people(first: 1, filter: { name: "carl" })', 'id'),
    record: await first('ada', 'auditRecords(first: 1, filter: { actions: [APPROVAL_REQUEST] })', 'id'),
  }
}

/** A channel with an endpoint in trouble, and its agreement in force. */
async function findChannel(baseURL: string): Promise<{ channel: string; agreement: string }> {
  const data = await ask(
    baseURL,
    'sam',
    '{ channels(first: 20, filter: { troubled: true }) { edges { node { code agreements { code state } } } } }',
  )
  const { edges } = data.channels as {
    edges: { node: { code: string; agreements: { code: string; state: string }[] } }[]
  }
  for (const { node } of edges) {
    const agreement = node.agreements.find((each) => each.state === 'IN_FORCE')
    if (agreement) return { channel: node.code, agreement: agreement.code }
  }
  throw new Error('the demo company has no channel in trouble')
}
