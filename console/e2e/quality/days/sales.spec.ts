import { Day } from '../../support/day'
import { accountsFile, anAgreement, chooseAgreement } from '../../support/accounts'
import { expect, test } from '../../support/test'

test('a day of sales', async ({ browser, baseURL, ask }) => {
  const agreement = await anAgreement(ask)
  const mark = `D${String(Date.now() % 1_000_000)}`
  const day = await Day.begin(browser, baseURL ?? '', 'sales')
  const { page } = day
  const file = page.locator('input[type="file"]')

  await day.signIn('sam')
  await day.step('what waits for me', async () => {
    await expect(page.locator('#main').getByRole('heading', { name: '等我处理' })).toBeVisible()
  })
  await day.step(
    'begin a bulk issue from home',
    async () => {
      await page
        .locator('#main')
        .getByRole('button', { name: /批量出单/ })
        .click()
      await expect(page.getByRole('heading', { level: 1, name: '批量出单' })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step('say for whom', () => chooseAgreement(page, agreement), { clicks: 4 })
  await day.step('a wrong file: the columns that it lacks', async () => {
    await file.setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from('name,phone\n李,1\n') })
    await expect(page.getByText(/缺的列/)).toBeVisible()
  })
  await day.step('the right file', async () => {
    await page.getByRole('button', { name: '换个文件' }).click()
    await file.setInputFiles(accountsFile('accounts.csv', mark, 3, (row) => row === 3))
    await expect(page.getByRole('button', { name: '试一遍，不出单' })).toBeEnabled()
  })
  await day.step(
    'check it, and issue',
    async () => {
      await page.getByRole('button', { name: '试一遍，不出单' }).click()
      await expect(page.getByText(/行可以出/)).toBeVisible({ timeout: 30_000 })
      await page.getByRole('button', { name: /^出\s?单$/ }).click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /个账户出单$/ })
        .click()
      await expect(page.getByText('正在出单')).toBeVisible()
    },
    { clicks: 3 },
  )
  await day.step(
    'its rows that failed, with what to do',
    async () => {
      await page.locator('section').filter({ hasText: '4 出单' }).getByRole('link', { name: '看明细' }).click()
      await expect(page.locator('h1 .state')).toHaveText('已完成', { timeout: 30_000 })
      await expect(page.getByRole('heading', { name: '没成的原因' })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'download them',
    async () => {
      await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载没成的行' }).click()])
    },
    { clicks: 1 },
  )
  await day.step('policies of one channel, of today', async () => {
    await page.getByRole('link', { name: '保单', exact: true }).click()
    await expect(page.locator('tbody tr').first()).toBeVisible()
    await page.getByRole('button', { name: '渠道', exact: true }).click()
    await page.getByRole('checkbox', { name: agreement.channel.name }).check()
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(/channel/)
  })
  await day.step('keep that under a name', async () => {
    await page.getByRole('button', { name: '把现在的条件存为视图' }).click()
    await page.getByLabel('视图叫什么').fill(`我的渠道 ${mark}`)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: `我的渠道 ${mark}`, exact: true })).toBeVisible()
  })
  await day.step(
    'come back to it',
    async () => {
      await page.waitForLoadState('networkidle')
      await page.goto('/policies')
      await page.getByRole('button', { name: `我的渠道 ${mark}`, exact: true }).click()
      await expect(page).toHaveURL(/channel/)
    },
    { clicks: 1 },
  )
  await day.step(
    'open the first by keys',
    async () => {
      await expect(page.locator('tbody tr').first()).toBeVisible()
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      await expect(page).toHaveURL(/\/policies\/P/)
    },
    { clicks: 0, keys: 2 },
  )
  await day.step('what I asked of others', async () => {
    await page.getByRole('link', { name: '审批' }).first().click()
    await page.getByRole('button', { name: '我提的' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '审批' })).toBeVisible()
  })
  await day.signOut()
})
