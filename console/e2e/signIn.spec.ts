import { expect, test } from './support/test'

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
