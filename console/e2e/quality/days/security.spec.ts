import { Day } from '../../support/day'
import { expect, test } from '../../support/test'

test('a day of security', async ({ browser, baseURL, ask }) => {
  const asked: string[] = []
  for (const [state, reason] of [
    ['CANCELLED', '客户回访，要姓名'],
    ['EXPIRED', '抽样核对'],
    ['IN_FORCE', '渠道要求'],
  ]) {
    const data = (await ask(
      'serge',
      'mutation($input: ExportListInput!) { exportList(input: $input) { approval { id } userErrors { message } } }',
      {
        input: {
          requestNo: `DAY-${crypto.randomUUID()}`,
          policies: { filter: { states: [state] } },
          personal: true,
          format: 'CSV',
          reason,
        },
      },
    )) as { exportList: { approval: { id: string } | null; userErrors: unknown[] } }
    expect(data.exportList.userErrors).toEqual([])
    asked.push(data.exportList.approval?.id ?? '')
  }
  const [toApprove = '', toReject = '', toAsk = ''] = asked
  const day = await Day.begin(browser, baseURL ?? '', 'security')
  const { page } = day
  const approve = page.getByRole('button', { name: /^批准/ })

  await day.signIn('sec')
  await day.step(
    'what waits for my decision',
    async () => {
      await page.locator('#main').getByText('等我审批的').click()
      await expect(page.getByRole('heading', { level: 1, name: '审批' })).toBeVisible()
    },
    { clicks: 1 },
  )
  const open = (id: string) => async () => {
    await page.locator(`.sideList a[href*="${id}"]`).click()
    await expect(page).toHaveURL(new RegExp(id))
    await expect(approve).toBeEnabled()
  }
  await day.step('read one: who asks for what, why, and what changes', open(toApprove), { clicks: 1 })
  await day.step(
    'approve it; the next one comes by itself',
    async () => {
      await page.keyboard.press('a')
      await expect(page.getByText(/批准了|记下了/)).toBeVisible()
    },
    { clicks: 0, keys: 1 },
  )
  await day.step('read another', open(toReject), { clicks: 1 })
  await day.step(
    'reject it with a word',
    async () => {
      await page.getByLabel('意见').fill('理由不够：要写清给谁看。')
      await page.getByRole('button', { name: /^驳\s?回/ }).click()
      await expect(page.getByText('驳回了。')).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step('read a third', open(toAsk), { clicks: 1 })
  await day.step(
    'only ask about it',
    async () => {
      await page.getByLabel('意见').fill('哪个渠道要求的？')
      await page.getByRole('button', { name: '只说意见' }).click()
      await expect(page.getByText('哪个渠道要求的？').first()).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'what was decided before',
    async () => {
      await page.getByRole('button', { name: '全部' }).click()
      await expect(page.locator('.sideList a').nth(5)).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step('where I am signed in', async () => {
    await page.getByRole('button', { name: /的菜单$/ }).click()
    await page.getByRole('menuitem', { name: '我的登录' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '我的登录' })).toBeVisible()
  })
  await day.signOut()
})
