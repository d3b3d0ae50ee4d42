import { Day } from '../../support/day'
import { newChannel, newEndpoint } from '../../support/channels'
import { expect, test } from '../../support/test'

/** Sales at their channels: who hears nothing and why, a new one with its key and agreement, and one that changes. */
test('a day of channels', async ({ browser, baseURL, ask }) => {
  const code = await newChannel(ask)
  await newEndpoint(ask, code)
  const fresh = `d${String(Date.now() % 1_000_000)}`
  const day = await Day.begin(browser, baseURL ?? '', 'channels')
  const { page } = day
  const dialog = page.getByRole('dialog')

  await day.signIn('sam')
  await day.step(
    'the channels, those in trouble first seen',
    async () => {
      await page.getByRole('link', { name: '渠道与契约' }).click()
      await expect(page.locator('tbody tr').first()).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'those whose endpoint has a problem',
    async () => {
      await page.getByRole('button', { name: '通知地址', exact: true }).click()
      await page.getByRole('radio', { name: '有问题的' }).click()
      await expect(page).toHaveURL(/troubled=yes/)
    },
    { clicks: 2 },
  )
  await day.step(
    'why one of them hears nothing',
    async () => {
      await page.locator('tbody tr a').first().click()
      await expect(page.locator('.endpointList')).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step('its agreements that end soon', async () => {
    await page.goto('/channels?tab=agreements')
    await expect(page.locator('tbody tr').first()).toBeVisible()
  })
  await day.step('a channel by its code', () => day.find(code), { clicks: 0 })
  await day.step(
    'a test event to its endpoint, seen in the log',
    async () => {
      await page.getByRole('button', { name: '发测试事件' }).click()
      await expect(page.locator('.deliveries tbody tr')).toHaveCount(1)
    },
    { clicks: 1 },
  )
  await day.step(
    'what was sent, and what came back',
    async () => {
      await page.locator('.deliveries tbody tr').getByRole('button').click()
      await expect(page.locator('.attempts')).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step('add a channel', async () => {
    await page.getByRole('link', { name: '渠道与契约' }).first().click()
    await page.getByRole('button', { name: '添加渠道', exact: true }).click()
    await dialog.getByLabel('代码').fill(fresh)
    await dialog.getByLabel('名称').fill('新来的平台')
    await dialog.getByRole('button', { name: /^添加渠道/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('新来的平台')
  })
  await day.step(
    'ask for its key, and keep the secret',
    async () => {
      await page.getByRole('button', { name: '申请凭证' }).click()
      await dialog.getByLabel('编号', { exact: true }).fill(`${fresh}-1`)
      await dialog.getByText(/HMAC/).click()
      await dialog.getByLabel('为什么').fill('渠道接入')
      await dialog.getByRole('button', { name: /^申请凭证 / }).click()
      await dialog.getByRole('button', { name: '已存好' }).click()
      await expect(dialog).toBeHidden()
    },
    { clicks: 4 },
  )
  await day.step(
    'add its endpoint',
    async () => {
      await page.getByRole('button', { name: '添加通知地址' }).click()
      await dialog.getByLabel('地址', { exact: true }).fill(`https://hooks.${fresh}.example/baodan`)
      await dialog.getByRole('button', { name: '添加通知地址' }).click()
      await dialog.getByRole('button', { name: '已存好' }).click()
      await expect(dialog).toBeHidden()
    },
    { clicks: 3 },
  )
  await day.step(
    'ask for its agreement, with its price and commission beside what was filed',
    async () => {
      await page.getByRole('button', { name: '新契约' }).click()
      await page.getByLabel('产品', { exact: true }).click()
      await page.locator('.ant-select-item-option', { hasText: 'RFI-01' }).click()
      await page.getByLabel('契约', { exact: true }).fill('AG-1')
      await page.getByLabel('佣金').fill('12.5')
      await page.getByLabel('费率系数').fill('0.9')
      await page.getByLabel('为什么').fill('新签的渠道')
      await page.getByRole('button', { name: '提第 1 版，等批准' }).click()
      await expect(page.getByText('「AG-1」的新版本等批准')).toBeVisible()
    },
    { clicks: 4 },
  )
  await day.step(
    'close one, after reading what follows',
    async () => {
      await day.page.goto(`/channels/${code}`)
      await page.getByRole('button', { name: '更多' }).click()
      await page.getByRole('menuitem', { name: '关闭渠道' }).click()
      await dialog.getByLabel('为什么').fill('对方停业')
      await dialog.getByRole('button', { name: '关闭，停止承保' }).click()
      await expect(page.locator('h1 .state')).toHaveText('已关闭')
    },
    { clicks: 3 },
  )
  await day.step(
    'what I asked of others',
    async () => {
      await page.getByRole('link', { name: '审批' }).first().click()
      await expect(page.getByRole('heading', { level: 1, name: '审批' })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.signOut()
})
