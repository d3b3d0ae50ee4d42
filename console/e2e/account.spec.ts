import { newPerson } from './support/people'
import { expect, failOnErrors, password, test } from './support/test'

const own = 'a sentence of my own'

for (const language of ['zh-CN', 'en'] as const) {
  const zh = language === 'zh-CN'
  test(`E8: a person changes their password, wrong first, and ends what goes on elsewhere (${language})`, async ({
    ask,
    browser,
    baseURL,
  }) => {
    const { name, temporary } = await newPerson(ask)
    const open = async (secret: string) => {
      const context = await browser.newContext({ baseURL: baseURL ?? '', locale: language })
      const page = await context.newPage()
      failOnErrors(page)
      await page.goto('/account')
      await page.getByLabel(zh ? '用户名' : 'Name').fill(name)
      await page.getByLabel(zh ? '密码' : 'Password').fill(secret)
      await page.keyboard.press('Enter')
      return page
    }
    const page = await open(temporary)
    const current = page.getByLabel(zh ? '现在的密码' : 'Current password')
    const next = page.getByLabel(zh ? '新密码' : 'New password')
    const change = page.getByRole('button', { name: zh ? '换密码' : 'Change password' })
    await current.fill(temporary)
    await next.fill(own)
    await change.click()
    await expect(page.getByRole('heading', { level: 1, name: zh ? '我的登录' : 'My sign-ins' })).toBeVisible()

    // Another window of theirs; the first lists both, and ends the other.
    const other = await open(own)
    await expect(other.getByRole('heading', { level: 1, name: zh ? '我的登录' : 'My sign-ins' })).toBeVisible()
    await page.reload()
    const rows = page.locator('tbody tr')
    await expect(rows).toHaveCount(2)
    await expect(rows.filter({ hasText: zh ? '就是这里' : 'This one' })).toHaveCount(1)
    await page.getByRole('button', { name: zh ? /^结\s?束$/ : 'End' }).click()
    await expect(rows).toHaveCount(1)
    await other.reload()
    await expect(other.getByLabel(zh ? '密码' : 'Password')).toBeVisible()

    // The password again: the present one mistyped, one that everybody tries, then a good one.
    await current.fill(password)
    await next.fill('another sentence of mine')
    await change.click()
    await expect(current).toHaveAttribute('aria-invalid', 'true')
    await expect(next).toHaveValue('another sentence of mine')
    await current.fill(own)
    await next.fill('passwordpassword')
    await change.click()
    await expect(next).toHaveAttribute('aria-invalid', 'true')
    await next.fill('another sentence of mine')
    await change.click()
    await expect(page.getByText(zh ? '密码换好了。' : 'The password is changed.')).toBeVisible()
    await other.getByLabel(zh ? '用户名' : 'Name').fill(name)
    await other.getByLabel(zh ? '密码' : 'Password').fill(own)
    await other.keyboard.press('Enter')
    await expect(other.getByRole('alert')).toBeVisible()
    await other.getByLabel(zh ? '密码' : 'Password').fill('another sentence of mine')
    await other.keyboard.press('Enter')
    await expect(other.getByRole('heading', { level: 1, name: zh ? '我的登录' : 'My sign-ins' })).toBeVisible()
    for (const each of [page, other]) await each.context().close()
  })
}
