import { Day } from '../../support/day'
import { policiesThat } from '../../support/find'
import { pdf } from '../../support/files'
import { expect, test } from '../../support/test'

test('a day of underwriting', async ({ browser, baseURL, ask }) => {
  const numbers = (await policiesThat(ask, { states: ['IN_FORCE'] }, 'openServiceRequest', 22)).slice(18)
  const opened: string[] = []
  for (const [place, policyNumber] of numbers.slice(0, 3).entries()) {
    const recipient =
      place === 1
        ? { name: '周景行', phone: '13800000000', address: '上海市虚构路 1 号' }
        : { name: '周景行', email: 'zhou@mail.example' }
    const made = (await ask(
      'serge',
      'mutation($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { serviceRequest { number } userErrors { message } } }',
      {
        input: {
          requestNo: `DAY-${String(Date.now())}-${String(place)}`,
          policyNumber,
          kind: 'POLICY_DOCUMENT',
          delivery: place === 1 ? 'POST' : 'EMAIL',
          recipient,
        },
      },
    )) as { openServiceRequest: { serviceRequest: { number: string } | null; userErrors: unknown[] } }
    expect(made.openServiceRequest.userErrors).toEqual([])
    opened.push(made.openServiceRequest.serviceRequest?.number ?? '')
  }
  const [byMail = '', byPost = '', toDrop = ''] = opened
  const day = await Day.begin(browser, baseURL ?? '', 'underwriting')
  const { page } = day
  const state = page.locator('h1 .state')

  await day.signIn('ulf')
  await day.step('what waits for me', async () => {
    await expect(page.locator('#main').getByRole('heading', { name: '等我处理' })).toBeVisible()
  })
  await day.step(
    'the requests that nobody has',
    async () => {
      await page.locator('#main').getByText('没人领的服务单').click()
      await expect(page.locator('tbody tr').first()).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'take the one that was promised first',
    async () => {
      await page.getByRole('button', { name: /接下一件/ }).click()
      await expect(page).toHaveURL(/\/requests\/S/)
      await expect(state).toHaveText('处理中')
    },
    { clicks: 1 },
  )
  await day.step('open one by its number', () => day.find(byMail), { clicks: 0 })
  await day.step(
    'take it',
    async () => {
      await page.getByRole('button', { name: '我来办' }).click()
      await expect(state).toHaveText('处理中')
    },
    { clicks: 1 },
  )
  await day.step('give it the document, and see the mail as it will be', async () => {
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'policy.pdf', mimeType: 'application/pdf', buffer: pdf })
    await expect(page.getByRole('button', { name: 'policy.pdf' })).toBeVisible()
    await expect(page.locator('.mailPreview')).toBeVisible()
  })
  await day.step(
    'send it',
    async () => {
      await page.getByRole('button', { name: /^发送到/ }).click()
      await expect(state).toHaveText(/发送中|已发出/)
    },
    { clicks: 2 },
  )
  await day.step('open one that goes by post', () => day.find(byPost), { clicks: 0 })
  await day.step('take it, give it the document, post it', async () => {
    await page.getByRole('button', { name: '我来办' }).click()
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'policy.pdf', mimeType: 'application/pdf', buffer: pdf })
    await expect(page.getByRole('button', { name: 'policy.pdf' })).toBeVisible()
    await page.getByLabel('快递公司').fill('SF')
    await page.getByLabel('运单号').fill('SF1234567890')
    await page.getByRole('button', { name: '登记寄出' }).click()
    await expect(state).toHaveText(/已寄出|已发出|已办结/)
  })
  await day.step('open one that the customer no longer wants', () => day.find(toDrop), { clicks: 0 })
  await day.step(
    'cancel it with a reason',
    async () => {
      await page.getByRole('button', { name: '更多' }).click()
      await page.getByRole('menuitem', { name: '取消这单' }).click()
      await page.getByRole('dialog').getByLabel('为什么').fill('客户不要了')
      await page.getByRole('dialog').getByRole('button', { name: '取消这单' }).click()
      await expect(state).toHaveText('已取消')
    },
    { clicks: 3 },
  )
  await day.step(
    'the approvals that I may decide',
    async () => {
      await page.getByRole('link', { name: '审批' }).first().click()
      await expect(page.getByRole('heading', { level: 1, name: '审批' })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'all of them, and one read with its differences',
    async () => {
      await page.getByRole('button', { name: '全部' }).click()
      await page.locator('.sideList a').nth(1).click()
      await expect(page.locator('.split h2').first()).toBeVisible()
    },
    { clicks: 2 },
  )
  await day.step('policies of one product and plan', async () => {
    await page.getByRole('link', { name: '保单', exact: true }).click()
    await expect(page.locator('tbody tr').first()).toBeVisible()
    await page.getByRole('button', { name: '产品', exact: true }).click()
    await page.getByRole('checkbox').first().check()
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(/product/)
  })
  await day.step(
    'how a premium came about',
    async () => {
      await page.locator('tbody tr a').first().click()
      await expect(page.getByRole('heading', { name: '保费是怎么来的' })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step('what my jobs are doing', async () => {
    await page.getByRole('link', { name: '后台任务' }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: '后台任务' })).toBeVisible()
  })
  await day.signOut()
})
