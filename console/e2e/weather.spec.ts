import type { Page, Route } from '@playwright/test'
import { test } from './support/ownCompany'
import { expect, type Ask } from './support/test'

// What goes wrong between people and their work: a slow network, a lost one, a part that breaks, a machine that dies.
test.describe.configure({ timeout: 120_000 })

interface Found {
  number: string
  state: string
  payouts: { state: string }[]
  assessment: { decidesAlone: boolean; mayDecide: boolean; computed: { amount: string } | null } | null
}

const fields = 'number state payouts { state } assessment { decidesAlone mayDecide computed { amount } }'
const used = new Set<string>()

/** A claim that cleo decides alone, for each journey another one. */
async function smallClaim(ask: Ask): Promise<string> {
  const { claims } = (await ask(
    'cleo',
    `{ claims(filter: { states: [IN_REVIEW], unassigned: true }, first: 25) { edges { node { ${fields} } } } }`,
  )) as { claims: { edges: { node: Found }[] } }
  const found = claims.edges
    .map(({ node }) => node)
    .find(
      ({ number, assessment }) =>
        !used.has(number) && assessment?.mayDecide && assessment.decidesAlone && assessment.computed !== null,
    )
  if (!found) throw new Error('the demo company has no such claim')
  used.add(found.number)
  return found.number
}

async function claim(ask: Ask, number: string): Promise<Found> {
  const data = await ask('cleo', `query($n: String!) { claim(by: { number: $n }) { ${fields} } }`, { n: number })
  return data.claim as Found
}

/** Opens a claim, chooses to pay it and says why in words of their own. */
async function aboutToPay(page: Page, number: string) {
  await page.goto(`/claims/${number}`)
  await expect(page.getByRole('button', { name: /^拒赔/ }).first()).toBeEnabled()
  await page.keyboard.press('a')
  await expect(page.getByRole('button', { name: /提交赔付/ })).toBeEnabled()
  await note(page).fill('看过材料，我写的说明。')
}

const note = (page: Page) => page.getByRole('textbox', { name: /说明/ })
const isOf = (route: Route, operation: string) =>
  (route.request().postData() ?? '').includes(`mutation ${operation}(`) ||
  (route.request().postData() ?? '').includes(`query ${operation} `)

test('a worker is down: what it would do is seen to wait, and goes on by itself once it is back', async ({
  as,
  own,
}) => {
  const page = await as('serge')
  await page.goto('/policies?states=["CANCELLED"]')
  await page.getByRole('button', { name: '导出' }).click()
  await page.getByLabel('为什么导出').fill('客户回访名单')
  await page.getByRole('dialog').getByRole('button', { name: /^导出/ }).click()
  await page.getByRole('link', { name: '去看' }).click()
  await page.locator('tbody tr').first().click()
  const state = page.locator('h1 .state')
  await expect(state).toHaveText('排队中')
  await page.waitForTimeout(5_000)
  await expect(state).toHaveText('排队中')
  await expect(page.getByRole('link', { name: '下载结果' })).toHaveCount(0)
  const stop = own.work()
  await expect(state).toHaveText('已完成', { timeout: 60_000 })
  await expect(page.getByRole('link', { name: '下载结果' })).toBeVisible()
  await stop()
})

test('B8: a slow network: the button shows that it works, what was typed stays, and two presses are one act', async ({
  as,
  ask,
}) => {
  const number = await smallClaim(ask)
  const page = await as('cleo')
  let sent = 0
  await page.route('**/graphql', async (route) => {
    if (isOf(route, 'DecideClaim')) sent++
    await new Promise((done) => setTimeout(done, 2_000))
    await route.continue()
  })
  await aboutToPay(page, number)
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('button', { name: /提交赔付/ })).toHaveClass(/ant-btn-loading/)
  await expect(note(page)).toHaveValue('看过材料，我写的说明。')
  await expect(page.getByText(`已提交 ${number}，正在付款`)).toBeVisible()
  expect(sent).toBe(1)
  expect((await claim(ask, number)).payouts).toHaveLength(1)
})

test('B8: a network lost in the middle of a decision: nothing is lost, and the act is sent once it is back', async ({
  as,
  ask,
}) => {
  const number = await smallClaim(ask)
  const page = await as('cleo')
  await aboutToPay(page, number)
  await page.context().setOffline(true)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert').filter({ hasText: '连不上服务器' }).first()).toBeVisible()
  await expect(note(page)).toHaveValue('看过材料，我写的说明。')
  expect((await claim(ask, number)).state).toBe('IN_REVIEW')
  await page.context().setOffline(false)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(`已提交 ${number}，正在付款`)).toBeVisible()
  // The bank may have paid by now.
  expect((await claim(ask, number)).state).toMatch(/^(APPROVED|PAID)$/)
})

test('B8: an answer that is lost on its way: the page finds out by itself that it was done, and pays once', async ({
  as,
  ask,
}) => {
  const number = await smallClaim(ask)
  const page = await as('cleo')
  await aboutToPay(page, number)
  await page.route('**/graphql', async (route) => {
    if (!isOf(route, 'DecideClaim')) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await page.keyboard.press('Control+Enter')
  const lost = page.getByRole('alert').filter({ hasText: '连不上服务器' })
  const line = page.getByRole('alert').filter({ hasText: '你写的还在' })
  // What changed may be told by itself before the person sends again.
  await expect(lost.or(line).first()).toBeVisible()
  await page.unroute('**/graphql')
  if (!(await line.isVisible())) await page.keyboard.press('Control+Enter')
  await expect(line).toContainText(/付款中|已赔付/, { timeout: 20_000 })
  await line.getByRole('button', { name: '换成新版' }).click()
  await expect(page.locator('header .state').first()).toHaveText(/付款中|已赔付/)
  await expect(page.getByRole('button', { name: /提交赔付/ })).toHaveCount(0)
  expect((await claim(ask, number)).payouts).toHaveLength(1)
})

test('a region of a page that fails says so with the number of its request; the others work', async ({ as }) => {
  const page = await as('cleo')
  await page.route('**/graphql', async (route) => {
    if (!isOf(route, 'Desk')) return route.continue()
    await route.fulfill({
      status: 500,
      headers: { 'X-Request-Id': 'broken-1' },
      json: { errors: [{ message: '服务器出错了。', extensions: { code: 'INTERNAL' } }] },
    })
  })
  await page.goto('/')
  const region = page.locator('section').filter({ has: page.getByRole('heading', { name: '理赔台此刻' }) })
  await expect(region.getByRole('alert')).toContainText('broken-1')
  await expect(page.getByRole('alert')).toHaveCount(1)
  await expect(page.locator('.work li').first()).toBeVisible()
  await page.unroute('**/graphql')
  await region.getByRole('button', { name: '再试一次' }).click()
  await expect(region.getByRole('alert')).toHaveCount(0)
  await expect(region.locator('.queues li').first()).toBeVisible()
})

test('B8: the server dies while somebody decides, and they go on where they were', async ({ as, ask, own }) => {
  const number = await smallClaim(ask)
  const page = await as('cleo')
  await aboutToPay(page, number)
  await own.die()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('alert').filter({ hasText: '连不上服务器' }).first()).toBeVisible()
  await own.revive()
  await expect(note(page)).toHaveValue('看过材料，我写的说明。')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(`已提交 ${number}，正在付款`)).toBeVisible()
  expect((await claim(ask, number)).payouts).toHaveLength(1)
})
