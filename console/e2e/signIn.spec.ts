import type { Page } from '@playwright/test'
import { rmSync } from 'node:fs'
import { ask } from './support/ask'
import { madeCompany, start } from './support/company'
import { newPerson } from './support/people'
import { expect, failOnErrors, test } from './support/test'
import { codeOf } from './support/totp'

for (const language of ['zh-CN', 'en'] as const) {
  test(`E8: a person signs in, wrong first, and comes to the page they asked for (${language})`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', locale: language })
    const page = await context.newPage()
    await page.goto('/policies?bound=today')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.getByLabel(language === 'en' ? 'Name' : '用户名').fill('serge')
    await page.getByLabel(language === 'en' ? 'Password' : '密码').fill('not my password')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert')).toHaveText(
      language === 'en' ? /Name or password is wrong/ : /用户名或密码不对/,
    )
    await page.getByLabel(language === 'en' ? 'Password' : '密码').fill('known-to-everyone')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: language === 'en' ? 'Policies' : '保单' })).toBeVisible()
    expect(new URL(page.url()).search).toContain('bound=today')
    await context.close()
  })
}

test('E8: where the insurer has a company account, its button keeps the page that was asked for', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'zh-CN' })
  const page = await context.newPage()
  await page.route('**/graphql', async (route) => {
    if (!(route.request().postData() ?? '').includes('query Installation')) return route.continue()
    const answer = await route.fetch()
    const told = (await answer.json()) as { data: { installation: object } }
    Object.assign(told.data.installation, { companyAccount: true })
    await route.fulfill({ response: answer, json: told })
  })
  await page.goto('/policies?bound=today')
  const button = page.getByRole('link', { name: '用公司账号登录' })
  await expect(button).toHaveAttribute('href', `/oidc/login?to=${encodeURIComponent('/policies?bound=today')}`)
  await context.close()
})

test.describe('E8: where a second factor is required', () => {
  test.describe.configure({ timeout: 120_000 })
  const people: { name: string; temporary: string }[] = []
  let stop: () => Promise<void>
  let url = ''

  test.beforeAll(async () => {
    const folder = madeCompany()
    // Security adds two people while everybody still gets in by password alone; then the house begins to ask for more.
    const before = await start(folder)
    for (const _ of ['zh-CN', 'en'])
      people.push(await newPerson((name, query, variables) => ask(before.url, name, query, variables)))
    await before.stop()
    const running = await start(folder, { LOGIN_SECOND_FACTOR: 'required' })
    url = running.url
    stop = async () => {
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
  test.afterAll(() => stop())

  for (const [place, language] of (['zh-CN', 'en'] as const).entries()) {
    const zh = language === 'zh-CN'
    const words = {
      name: zh ? '用户名' : 'Name',
      password: zh ? '密码' : 'Password',
      code: zh ? '动态码' : 'Code',
      out: zh ? '退出登录' : 'Sign out',
      wrongCode: zh ? /^动态码不对/ : /^The code is wrong/,
    }

    const enter = async (page: Page, name: string, password: string) => {
      await page.getByLabel(words.name).fill(name)
      await page.getByLabel(words.password).fill(password)
      await page.keyboard.press('Enter')
    }
    const leave = async (page: Page) => {
      await page.getByRole('button', { name: zh ? /的菜单$/ : /^Menu of/ }).click()
      await page.getByRole('menuitem', { name: words.out }).click()
      await expect(page.getByLabel(words.password)).toBeVisible()
    }

    test(`a new person chooses a password, adds a second factor and signs in by it (${language})`, async ({
      browser,
    }) => {
      const { name, temporary } = people[place] ?? { name: '', temporary: '' }
      const context = await browser.newContext({ baseURL: url, locale: language })
      const page = await context.newPage()
      failOnErrors(page)
      await page.goto('/')
      await enter(page, name, temporary)

      // Their own password: the temporary one mistyped first, then a new one that is too short.
      const current = page.getByLabel(zh ? '现在的密码' : 'Current password')
      const next = page.getByLabel(zh ? '新密码' : 'New password')
      await current.fill('not what I was given')
      await next.fill('a sentence of my own')
      await page.keyboard.press('Enter')
      await expect(current).toHaveAttribute('aria-invalid', 'true')
      await expect(next).toHaveValue('a sentence of my own')
      await current.fill(temporary)
      await next.fill('too short')
      await page.keyboard.press('Enter')
      await expect(next).toHaveAttribute('aria-invalid', 'true')
      await next.fill('a sentence of my own')
      await page.keyboard.press('Enter')

      // The second factor: a wrong code first.
      await page.getByRole('button', { name: zh ? '开始添加' : 'Begin' }).click()
      await expect(page.getByRole('img')).toBeVisible()
      const secret = (await page.locator('p code').textContent()) ?? ''
      await page.getByLabel(words.code, { exact: true }).fill(codeOf(secret, 50))
      await page.keyboard.press('Enter')
      await expect(page.getByLabel(words.code, { exact: true })).toHaveAttribute('aria-invalid', 'true')
      await page.getByLabel(words.code, { exact: true }).fill(codeOf(secret))
      await page.keyboard.press('Enter')

      // The recovery codes stay until they are kept, also while the person looks elsewhere.
      const codes = page.locator('.codes code')
      await expect(codes).toHaveCount(10)
      const [recovery = ''] = await codes.allTextContents()
      await page.clock.install()
      await page.clock.fastForward('05:00')
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
      await page.waitForLoadState('networkidle')
      await expect(codes).toHaveCount(10)
      const go = page.getByRole('button', { name: zh ? /^进\s?入$/ : 'Go on' })
      await expect(go).toBeDisabled()
      await page.getByRole('checkbox').check()
      await go.click()
      await expect(page.getByRole('heading', { level: 1, name: /新同事/ })).toBeVisible()

      // By password and code: the code submits itself, a wrong one first.
      await leave(page)
      await enter(page, name, 'a sentence of my own')
      await page.getByLabel(words.code, { exact: true }).fill(codeOf(secret, 50))
      await expect(page.getByRole('alert')).toHaveText(words.wrongCode)
      await page.getByLabel(words.code, { exact: true }).fill(codeOf(secret, 1))
      await expect(page.getByRole('heading', { level: 1, name: /新同事/ })).toBeVisible()

      // By a recovery code, which works once.
      for (const times of [1, 2]) {
        await leave(page)
        await enter(page, name, 'a sentence of my own')
        await page.getByRole('button', { name: zh ? /用恢复码$/ : /recovery code$/ }).click()
        await page.getByLabel(zh ? '恢复码' : 'Recovery code').fill(recovery)
        await page.keyboard.press('Enter')
        if (times === 1) await expect(page.getByRole('heading', { level: 1, name: /新同事/ })).toBeVisible()
        else await expect(page.getByRole('alert')).toHaveText(words.wrongCode)
      }
      await context.close()
    })
  }
})
