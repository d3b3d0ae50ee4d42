import { Day } from '../../support/day'
import { policiesThat, policiesToClaim } from '../../support/find'
import { expect, test } from '../../support/test'

test('a day of customer service', async ({ browser, baseURL, ask }) => {
  const account = { productCodes: ['ASI-01'], states: ['IN_FORCE'] }
  const day7 = 7 * 86_400_000
  const soon = { start: new Date().toISOString(), end: new Date(Date.now() + day7).toISOString() }
  const [toCancel = ''] = (await policiesThat(ask, account, 'cancelPolicy', 19)).slice(18)
  const [toUpgrade = ''] = (await policiesThat(ask, { ...account, planCodes: ['BASIC'] }, 'endorsePolicy', 9)).slice(8)
  const [toRenew = ''] = await policiesThat(
    ask,
    { productCodes: ['SCR-01'], states: ['IN_FORCE'], coverEnd: soon },
    'renewPolicy',
  )
  const toClaim = (await policiesToClaim(ask)).at(-1) ?? ''
  const data = await ask(
    'serge',
    '{ policies(filter: { productCodes: ["ASI-01"], states: [IN_FORCE] }, orderBy: BOUND_AT_ASC, first: 50) { edges { node { number orderNo insureds { name } } } } }',
  )
  const list = (
    data.policies as { edges: { node: { number: string; orderNo: string; insureds: { name: string | null }[] } }[] }
  ).edges
  const named = list.find(({ node }) => node.insureds.some(({ name }) => name))?.node
  if (!named) throw new Error('the demo company knows nobody by name')
  const toShow = named.number
  const day = await Day.begin(browser, baseURL ?? '', 'service')
  const { page } = day
  const dialog = page.getByRole('dialog')
  const h1 = page.getByRole('heading', { level: 1 })

  await day.signIn('serge')
  await day.step(
    'a caller reads their policy number out: type it, Enter',
    async () => {
      // The field has the focus, and whoever types into it types into the box.
      await expect(page.locator('.bigFind')).toBeVisible()
      await page.locator('.bigFind').focus()
      await page.locator('.bigFind').press('P')
      await page.getByRole('combobox', { name: '查找和动作' }).fill(toShow)
      await expect(page.getByRole('option').filter({ hasText: toShow }).first()).toBeVisible()
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(new RegExp(toShow))
    },
    { clicks: 0 },
  )
  await day.step(
    'see cover, claims and story',
    async () => {
      await expect(page.getByRole('heading', { name: '责任与谁付' })).toBeVisible()
      await expect(page.getByRole('heading', { name: '来龙去脉' })).toBeVisible()
    },
    { clicks: 0, keys: 0 },
  )
  await day.step(
    'see who they are, with a reason',
    async () => {
      await page.getByRole('button', { name: '查看完整信息' }).click()
      await page.getByLabel('为什么要看').fill('来电核对身份')
      await page.getByRole('button', { name: '查看 60 秒' }).click()
      await expect(page.locator('.revealed')).toBeVisible()
    },
    { clicks: 2 },
  )
  await day.step('another caller knows only their order number', () => day.find(named.orderNo, toShow), { clicks: 0 })
  await day.step('open the policy to cancel', () => day.find(toCancel), { clicks: 0 })
  await day.step(
    'cancel it: who gets what back, a note, the act',
    async () => {
      await page.getByRole('button', { name: /^退\s?保$/ }).click()
      await dialog.getByLabel('来电说明').fill('客户来电，账户不再使用')
      await dialog.getByRole('button', { name: /^退保，退费/ }).click()
      await expect(page.getByText(/退保办好了/)).toBeVisible()
    },
    { clicks: 2 },
  )
  await day.step('open the policy to upgrade', () => day.find(toUpgrade), { clicks: 0 })
  await day.step(
    'upgrade it: endorse, plan, act',
    async () => {
      await page.getByRole('button', { name: /^批\s?改$/ }).click()
      await dialog.locator('.planCards label').first().click()
      await dialog.getByLabel('来电说明').fill('客户要更高的保额')
      await dialog.getByRole('button', { name: /^改为/ }).click()
      await expect(page.getByText('批改办好了')).toBeVisible()
    },
    { clicks: 3 },
  )
  await day.step('open the policy to renew', () => day.find(toRenew), { clicks: 0 })
  await day.step(
    'renew it',
    async () => {
      await page.getByRole('button', { name: '更多' }).click()
      await page.getByRole('menuitem', { name: /^续\s?保$/ }).click()
      await dialog.getByLabel('续保的订单号').fill(`DAY-${String(Date.now())}`)
      await dialog.getByLabel('来电说明').fill('客户来电续保')
      await dialog.getByRole('button', { name: /^续保，/ }).click()
      await expect(page.getByText(/续保办好了/)).toBeVisible()
    },
    { clicks: 3 },
  )
  await day.step('open the policy of a caller who was robbed', () => day.find(toClaim), { clicks: 0 })
  await day.step(
    'begin the claim',
    async () => {
      await page.getByRole('button', { name: /^电话报案$/ }).click()
      await expect(page.getByLabel('损失金额')).toBeVisible()
    },
    { clicks: 1 },
  )
  const at = (hours: number) =>
    new Date(Date.now() - hours * 3_600_000 + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
  await day.step('ask what happened', async () => {
    await page.getByLabel('发现时间').fill(at(10))
    await page.getByRole('radio', { name: '否' }).check()
    await page.getByLabel('损失金额').fill('800.00')
    await page.getByRole('button', { name: '再加一笔' }).click()
    await page.getByRole('textbox', { name: '交易号' }).fill(`TX-${String(Date.now())}`)
    await page.getByRole('textbox', { name: '时间', exact: true }).fill(at(12))
    await page.getByRole('textbox', { name: '金额', exact: true }).fill('800.00')
    await page.getByRole('textbox', { name: '对手方' }).fill('6222020202020203')
    await expect(page.getByText('1 笔合计')).toBeVisible()
  })
  await day.step(
    'send it: their number, and what to say',
    async () => {
      await page.keyboard.press('Control+Enter')
      await expect(page.locator('input[type=file]')).toBeAttached()
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText('报上去的是')).toBeVisible()
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText(/赔案 C\d+ 已受理/)).toBeVisible()
    },
    { clicks: 0, keys: 4 },
  )
  await day.step('open a request for a policy document', async () => {
    await page.goto(`/requests/new?policy=${toShow}`)
    await page.getByLabel('收件人姓名').fill('李书涵')
    await page.getByLabel('邮箱', { exact: true }).fill('shuhan@mail.example')
    await page.getByRole('button', { name: '开服务单' }).click()
    await expect(page.getByText(/服务单 S\d+ 开好了/)).toBeVisible()
  })
  await day.step('what I opened and is not finished', async () => {
    await page.getByRole('link', { name: '首页' }).first().click()
    await page.getByText('我开的、还没办完的服务单').click()
    await expect(h1).toHaveText(/服务单/)
  })
  await day.step(
    'the policies that were cancelled',
    async () => {
      await page.getByRole('link', { name: '保单', exact: true }).click()
      await page.getByRole('button', { name: '状态', exact: true }).click()
      await page.getByRole('checkbox', { name: '已退保' }).check()
      await expect(page).toHaveURL(/CANCELLED/)
      await page.keyboard.press('Escape')
    },
    { clicks: 3 },
  )
  await day.step(
    'the next row, opened by keys',
    async () => {
      await expect(page.locator('tbody tr .state').first()).toHaveText('已退保')
      await h1.focus()
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/\/policies\/P/)
    },
    { clicks: 0, keys: 2 },
  )
  await day.step(
    'export the list',
    async () => {
      await page.goBack()
      await page.getByRole('button', { name: '导出' }).click()
      await page.getByLabel('为什么导出').fill('客户回访名单')
      await page.getByRole('dialog').getByRole('button', { name: /^导出/ }).click()
      await expect(page.getByText('导出开始了')).toBeVisible()
    },
    { clicks: 2 },
  )
  await day.step(
    'follow it to its file',
    async () => {
      await page.getByRole('link', { name: '去看' }).click()
      await page.locator('tbody tr').first().click()
      await expect(page.getByRole('link', { name: '下载结果' })).toBeVisible({ timeout: 30_000 })
    },
    { clicks: 2 },
  )
  await day.signOut()
})
