import { accountsFile, anAgreement, chooseAgreement } from './support/accounts'
import { expect, test } from './support/test'

test('B1: policies are issued from a file: a wrong one is told, a good one is checked and issued', async ({
  as,
  ask,
}) => {
  const agreement = await anAgreement(ask)
  const mark = `J${String(Date.now() % 1_000_000)}`
  const page = await as('sam')
  await page.goto('/bulk')
  await chooseAgreement(page, agreement)
  const input = page.locator('input[type="file"]')
  await input.setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from('name,phone\n李,1\n') })
  await expect(page.getByText(/缺的列: orderNo/)).toBeVisible()
  await page.getByRole('button', { name: '换个文件' }).click()
  await input.setInputFiles(accountsFile('accounts.csv', mark, 3, (row) => row === 3))
  await page.getByRole('button', { name: '试一遍，不出单' }).click()
  await expect(page.getByText('2 行可以出，1 行不行。')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: /^出\s?单$/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '给 2 个账户出单' }).click()
  await expect(page.getByText('正在出单')).toBeVisible()
  await page.locator('section').filter({ hasText: '4 出单' }).getByRole('link', { name: '看明细' }).click()
  await expect(page.locator('h1 .state')).toHaveText('已完成', { timeout: 30_000 })
})

test('B1: a long job is stopped and goes on where it stood; its failed rows are a table by code', async ({
  as,
  ask,
}) => {
  const agreement = await anAgreement(ask)
  const mark = `L${String(Date.now() % 1_000_000)}`
  const page = await as('sam')
  await page.goto('/bulk')
  await chooseAgreement(page, agreement)
  await page
    .locator('input[type="file"]')
    .setInputFiles(accountsFile('long.csv', mark, 20_000, (row) => row % 1000 === 0))
  await page.getByRole('button', { name: '试一遍，不出单' }).click()
  await page.locator('section').filter({ hasText: '3 先试一遍' }).getByRole('link', { name: '看明细' }).click()
  const state = page.locator('h1 .state')
  await page.getByRole('button', { name: '停下' }).click()
  await expect(state).toHaveText('已暂停')
  const figures = page.locator('.jobBand .jobBar')
  const place = async () => /^[\d,]+ \//.exec((await figures.textContent()) ?? '')?.[0]
  const stood = await place()
  expect(stood).toBeDefined()
  await page.waitForTimeout(4_000)
  expect(await place()).toBe(stood)

  await page.getByRole('button', { name: '接着做' }).click()
  await expect(state).toHaveText('已完成', { timeout: 60_000 })
  await expect(figures).toContainText('20,000 / 20,000')
  const reasons = page.locator('section').filter({ hasText: '没成的原因' })
  await expect(reasons).toContainText('20 行')
  const code = (await reasons.locator('code').first().textContent()) ?? ''
  const rows = page.getByRole('region', { name: '下载没成的行' }).locator('tbody tr')
  await expect(rows).toHaveCount(20)
  await expect(rows.first()).toContainText(code)
  await expect(rows.first()).toContainText('accountLevel')
})
