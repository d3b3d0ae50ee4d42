import { Day } from '../../support/day'
import { expect, test } from '../../support/test'

/** Underwriting at its products: a rate, a rule, what differs, what it would have cost before, and the next version. */
test('a day of products', async ({ browser, baseURL }) => {
  const day = await Day.begin(browser, baseURL ?? '', 'products')
  const { page } = day
  const dialog = page.getByRole('dialog')
  const part = (name: RegExp) =>
    page.getByRole('navigation', { name: '文件的各部分' }).getByRole('button', { name }).click()
  const quote = page.getByRole('complementary', { name: '试算' })

  await day.signIn('uma')
  await day.step(
    'the products, and which drafts have mistakes',
    async () => {
      await page.getByRole('link', { name: '产品', exact: true }).click()
      await expect(page.locator('tbody tr')).toHaveCount(3)
    },
    { clicks: 1 },
  )
  await day.step('open one by its code', () => day.find('RFI-01'), { clicks: 0 })
  await day.step(
    'to its rates',
    async () => {
      await part(/^费率表/)
      await expect(page.locator('.rateGrid')).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'to the rates of goods',
    async () => {
      await page.getByRole('tab', { name: /类目系数/ }).click()
      await expect(page.getByLabel('clothing', { exact: true })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'change one rate',
    async () => {
      await page.getByLabel('clothing', { exact: true }).click()
      await page.getByLabel('clothing', { exact: true }).fill('1.31')
      await page.keyboard.press('Enter')
      await expect(page.getByText('有没存的修改')).toBeVisible()
    },
    { clicks: 1, keys: 1 },
  )
  await day.step(
    'take it back',
    async () => {
      await page.getByRole('button', { name: '撤销' }).click()
      await expect(page.getByLabel('clothing', { exact: true })).not.toHaveValue('1.31')
    },
    { clicks: 1 },
  )
  await day.step(
    'its rules',
    async () => {
      await part(/^规则/)
      await expect(page.getByRole('article', { name: 'CATEGORY_EXCLUDED' })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'a rule with a typo: named in place, and mended by its fix',
    async () => {
      const card = page.getByRole('article', { name: 'CATEGORY_EXCLUDED' })
      await card.getByRole('textbox', { name: '条件 CATEGORY_EXCLUDED' }).click()
      await page.keyboard.press('Control+a')
      await page.keyboard.insertText("category in ['customised', 'underware']")
      await card.getByRole('button', { name: /underwear/ }).click()
      await expect(card.getByRole('alert')).toBeHidden()
    },
    { clicks: 2 },
  )
  await day.step(
    'give all of it up',
    async () => {
      await page.getByRole('button', { name: '放弃修改' }).click()
      await dialog.getByRole('button', { name: '放弃修改' }).click()
      await expect(page.getByText(/^已存，/)).toBeVisible()
    },
    { clicks: 2 },
  )
  await day.step(
    'what differs from the version on sale',
    async () => {
      await page.getByRole('button', { name: /^比较 v/ }).click()
      await expect(page.getByRole('heading', { name: /处不同/ })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'what stored policies would have cost',
    async () => {
      await page.getByRole('button', { name: '回到各部分' }).click()
      await page.getByRole('button', { name: /^回溯/ }).click()
      await page.getByRole('button', { name: '开始回溯' }).click()
      await expect(page.getByText(/件保单：保费/).first()).toBeVisible({ timeout: 60_000 })
    },
    { clicks: 3 },
  )
  await day.step('another product: what a policy costs', async () => {
    await day.find('SCR-01')
    await expect(quote).toBeVisible()
  })
  await day.step(
    'from the version on sale: another name in English, saved as a new draft',
    async () => {
      await page.goto('/products/SCR-01?version=2')
      const name = page.getByLabel('英文名', { exact: true }).first()
      await name.click()
      await name.fill('Cover of a broken screen')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: '存为新草稿' }).click()
      await expect(page.getByText(/^已存，/)).toBeVisible()
    },
    { clicks: 2, keys: 1 },
  )
  await day.step(
    'ask to publish it',
    async () => {
      await page.getByRole('button', { name: '申请上架' }).click()
      await dialog.getByLabel('为什么').fill('英文名更清楚')
      await dialog.getByRole('button', { name: '申请，批准后起售' }).click()
      await expect(dialog).toBeHidden()
    },
    { clicks: 2 },
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
