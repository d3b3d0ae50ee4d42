import { endSession, expect, password, test, type Ask } from './support/test'

interface Health {
  part: string
  state: string
  code: string
  since: string | null
  figures: { measure: string; value: string }[]
}

async function parts(ask: Ask): Promise<Health[]> {
  const { system } = (await ask('sys', '{ system { parts { part state code since figures { measure value } } } }')) as {
    system: { parts: Health[] }
  }
  return system.parts
}

test('D2 what is wrong comes first, in plain words, with what to do and the page that helps', async ({ as, ask }) => {
  const page = await as('sys')
  await page.goto('/')
  await page.getByRole('navigation').first().getByRole('link', { name: '系统' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /^系统/ })).toBeVisible()
  await expect(page.locator('.parts > li')).toHaveCount(11)
  const off = (await parts(ask))
    .find(({ part }) => part === 'WEBHOOKS')
    ?.figures.find(({ measure }) => measure === 'ENDPOINTS_OFF')?.value
  expect(Number(off)).toBeGreaterThan(0)
  const troubles = page.getByRole('region', { name: '哪里不对，怎么办' })
  const hooks = troubles.getByRole('listitem').filter({ hasText: '通知地址熔断或停用' })
  await expect(hooks).toContainText('到渠道页看对方回了什么')
  await expect(hooks.getByRole('link', { name: '去渠道页' })).toHaveAttribute('href', '/channels')
  // It stands above the parts.
  const [above, below] = [await troubles.boundingBox(), await page.locator('.parts').boundingBox()]
  expect(above && below && above.y + above.height <= below.y).toBe(true)
  await expect(page.locator('h1 .state')).toHaveText(/处/)
  const queues = page.getByRole('region', { name: '队列' }).getByRole('row')
  await expect(queues).toHaveCount(4)
  await expect(page.getByRole('row').filter({ hasText: / \/ \d+ 件/ })).toHaveCount(1)
})

test('D2 the same in English, for an auditor, who comes to it by the box', async ({ as }) => {
  const page = await as('ada', { language: 'en' })
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('system')
  await page
    .getByRole('option', { name: /System/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1, name: /^System/ })).toBeVisible()
  const troubles = page.getByRole('region', { name: 'What is wrong, and what to do' })
  await expect(
    troubles.getByRole('listitem').filter({ hasText: /endpoints? (is|are) paused or disabled/ }),
  ).toHaveCount(1)
  await expect(page.locator('.parts')).toContainText(/GiB are free|TiB are free/)
  await expect(page.getByRole('region', { name: 'Queues' })).toContainText('Claims and payouts')
})

test('D2 parts that do not answer are said to, first and in red, and the rest is told as ever', async ({ as }) => {
  const page = await as('sys')
  let asked = 0
  await page.route('**/graphql', async (route) => {
    if (!(route.request().postData() ?? '').includes('query System ')) return route.continue()
    asked++
    const answer = await route.fetch()
    const told = (await answer.json()) as { data: { system: { parts: Health[]; queues: null; workers: null } } }
    const { system } = told.data
    system.queues = null
    system.workers = null
    for (const one of system.parts) {
      if (one.part === 'QUEUES') Object.assign(one, { state: 'TROUBLE', code: 'AWAY', figures: [] })
      if (one.part === 'WORKERS') Object.assign(one, { state: 'TROUBLE', code: 'TIMED_OUT', figures: [] })
    }
    await route.fulfill({ response: answer, json: told })
  })
  await page.goto('/system')
  const troubles = page.getByRole('region', { name: '哪里不对，怎么办' }).getByRole('listitem')
  await expect(troubles.filter({ hasText: '队列（Redis）没有应答' })).toContainText('REDIS_ADDR')
  await expect(troubles.filter({ hasText: '查不到谁在工作（两秒内没有应答）' })).toHaveClass('bad')
  await expect(troubles.first()).toHaveClass('bad')
  await expect(page.getByText('队列没有应答，多少在等不知道。')).toBeVisible()
  await expect(page.getByText('查不到工作进程。')).toBeVisible()
  await expect(page.locator('.parts > li').filter({ hasText: '数据库' }).first()).toContainText('毫秒应答')
  // It is asked again by itself.
  const before = asked
  await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThan(before)
})

test('D2 a session that ends is asked for over the page, which goes on then', async ({ as }) => {
  const page = await as('sys')
  await page.goto('/system')
  await expect(page.locator('.parts > li')).toHaveCount(11)
  await endSession(page)
  await expect(page.getByText('登录到期了')).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('.parts > li')).toHaveCount(11)
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('登录到期了')).toBeHidden()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('D2 who does not look after the system has no menu item, and is told who does', async ({ as }) => {
  const page = await as('serge')
  await page.goto('/system')
  await expect(page.getByRole('heading', { level: 1, name: '你的岗位不看系统。' })).toBeVisible()
  await expect(page.getByText('系统管理、安全管理和审计的同事能看。')).toBeVisible()
  await expect(page.getByRole('navigation').first().getByRole('link', { name: '系统' })).toHaveCount(0)
})

test('D1 a company that does business leads nobody: Home is Home', async ({ as }) => {
  const page = await as('sec')
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: /秦望舒/ })).toBeVisible()
  await page.goto('/first-run')
  await expect(page.locator('.steps > li')).toHaveCount(8)
  await expect(page.locator('.steps > li').filter({ hasText: '第一个产品' })).toContainText('在售')
})
