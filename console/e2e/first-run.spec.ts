import type { Browser, Page } from '@playwright/test'
import { resolve } from 'node:path'
import { chosen, test, type Came, type Empty } from './support/emptyCompany'
import { endSession, expect, failOnErrors, type Language } from './support/test'
import { codeOf } from './support/totp'

// The first administrators of an empty company, from nothing to the first channel. One journey continues where the one before ended.
test.describe.configure({ mode: 'serial', timeout: 180_000 })

const product = resolve(import.meta.dirname, '../../insurance/catalog/seed/rfi-01.yaml')

let wang: Came
let shi: Came

async function window(browser: Browser, empty: Empty, came: Came, language: Language = 'zh-CN'): Promise<Page> {
  const context = await browser.newContext({ baseURL: empty.url, storageState: came.state, locale: language })
  const page = await context.newPage()
  failOnErrors(page)
  return page
}

const step = (page: Page, name: RegExp) =>
  page.locator('.steps > li').filter({ has: page.getByRole('heading', { name }) })

test('D1 the first administrator is led: what is left, in its order, in the place of Home', async ({
  browser,
  empty,
}) => {
  wang = await empty.comes('wang', '王一', 'SECURITY_ADMIN', 'SYSTEM_ADMIN')
  const page = await window(browser, empty, wang)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: '开业之前' })).toBeVisible()
  await expect(page.getByText('8 步做完 1 步')).toBeVisible()
  await expect(page.locator('.steps > li')).toHaveCount(8)
  await expect(step(page, /^第二位安全管理员/)).toContainText('现在只有王一')
  await expect(step(page, /^第二位安全管理员/)).toContainText('baodan person add')
  await expect(step(page, /^第二因素/)).toContainText('管理员都有：王一')
  await expect(step(page, /^第一个渠道/)).toContainText('先有产品')
  await expect(step(page, /^第一个渠道/).getByRole('button')).toHaveCount(0)

  shi = await empty.comes('shi', '石磊', 'SECURITY_ADMIN')
  await step(page, /^第二位安全管理员/)
    .getByRole('button', { name: '再检查' })
    .click()
  await expect(step(page, /^第二位安全管理员/)).toContainText('王一、石磊。两个人才能批准彼此的申请。')
  await expect(page.getByText('8 步做完 2 步')).toBeVisible()
  await page.context().close()
})

test('D1 a wrong setting names its step in the words of what refused; once it is mended, the step is done', async ({
  browser,
  empty,
}) => {
  const page = await window(browser, empty, wang)
  await page.goto('/')
  const mail = step(page, /^发邮件/)
  await mail.getByRole('button', { name: '寄一封给我' }).click()
  await expect(mail).toContainText('127.0.0.1:9 没收下测试邮件')
  await expect(mail.locator('.said code')).toContainText('connection refused')
  await expect(mail.getByRole('button', { name: '改设置，再试' })).toBeVisible()
  await page.context().close()

  // Whoever comes next sees where it stands.
  const other = await window(browser, empty, shi, 'en')
  await other.goto('/')
  await expect(other.getByRole('heading', { level: 1, name: 'Before the first business' })).toBeVisible()
  await expect(step(other, /^Mail/)).toContainText('127.0.0.1:9 did not take the test mail.')

  await empty.restart({})
  await other.reload()
  await expect(step(other, /^Mail/)).toContainText('The check sends one to you.')
  await step(other, /^Mail/).getByRole('button', { name: 'Send one to me' }).click()
  await expect(step(other, /^Mail/)).toContainText('took a test mail to you')
  await step(other, /^Storage/)
    .getByRole('button', { name: 'Store a file to try' })
    .click()
  await expect(step(other, /^Storage/)).toContainText('takes files and gives them back')
  await step(other, /^Payment/)
    .getByRole('button', { name: 'Ask the gateway once' })
    .click()
  await expect(step(other, /^Payment/)).toContainText('answers as agreed')
  await other.context().close()
})

test('D1 a session that ends meanwhile loses nothing: signed in again, the list is where it was', async ({
  browser,
  empty,
}) => {
  const page = await window(browser, empty, wang)
  await page.goto('/')
  await expect(page.getByText('8 步做完 5 步')).toBeVisible()
  await endSession(page)
  await step(page, /^密钥/).getByRole('button', { name: '再检查' }).click()
  await expect(page.getByText('登录到期了')).toBeVisible()
  await page.getByRole('dialog').getByLabel('密码').fill(chosen)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByLabel('动态码').fill(codeOf(wang.secret, 1))
  await expect(page.getByText('登录到期了')).toBeHidden()
  await expect(page.getByText('8 步做完 5 步')).toBeVisible()
  wang.state = await page.context().storageState()
  await page.context().close()
})

test('D1 with worker, product and channel all is done, and Home is Home', async ({ browser, empty }) => {
  const stop = empty.work()
  const page = await window(browser, empty, wang)
  await page.goto('/')
  const keys = step(page, /^密钥/)
  await expect(async () => {
    await keys.getByRole('button', { name: '再检查' }).click()
    await expect(keys).toContainText('审计记录用同一套密钥签名', { timeout: 2_000 })
  }).toPass({ timeout: 100_000 })

  empty.command('product', 'publish', product)
  await expect(step(page, /^第一个产品/)).toContainText('在售：RFI-01。', { timeout: 45_000 })
  empty.command('channel', 'add', 'first', '第一个渠道')
  empty.command('agreement', 'add', 'first', 'AG-FIRST', 'RFI-01', '--commission', '0.10')
  await expect(step(page, /^第一个渠道/)).toContainText('还没有能用的凭证', { timeout: 45_000 })
  empty.command('credential', 'add', 'first', 'first-1', '--live')
  await step(page, /^第一个渠道/)
    .getByRole('button', { name: '再检查' })
    .click()
  await expect(page.getByText('都做完了，可以开业。')).toBeVisible()
  await expect(page.getByText('8 步做完 8 步')).toBeVisible()
  await page.getByRole('link', { name: '去首页' }).click()
  await expect(page.getByRole('heading', { level: 1, name: /王一/ })).toBeVisible()
  await page.goto('/first-run')
  await expect(page.getByText('8 步做完 8 步')).toBeVisible()
  await page.context().close()
  await stop()
})

test('D1 nobody else is led', async ({ browser, empty }) => {
  const serge = await empty.comes('serge', '程安然', 'SERVICE')
  const page = await window(browser, empty, serge)
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: /程安然/ })).toBeVisible()
  await page.goto('/first-run')
  await expect(page.getByRole('heading', { level: 1, name: '开业前的准备由管理员做。' })).toBeVisible()
  await page.context().close()
})
