import { expect, test } from './support/test'
import { aPolicyThat } from './support/find'

for (const language of ['zh-CN', 'en'] as const) {
  const zh = language === 'zh-CN'
  test(`A4: whatever a caller says is found in one box, without a click (${language})`, async ({ as, ask }) => {
    const number = await aPolicyThat(ask, { states: ['IN_FORCE'] })
    const page = await as('serge', { language })
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: zh ? '查找和动作' : 'Find and act' }).fill(number)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(number))
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('option', { name: zh ? /电话报案/ : /Claim by phone/ }).first()).toBeVisible()
  })
}

test('A4: a person is looked for only when asked, whole, and the box says that it is on record', async ({ as }) => {
  const page = await as('serge')
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('13800000000')
  await page.getByRole('option', { name: /按个人信息查/ }).click()
  await expect(page.getByText('这次查找记录在案。')).toBeVisible()
})

test('forbidden: who may not see persons is not offered to look for them', async ({ as }) => {
  const page = await as('sys')
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('13800000000')
  await expect(page.getByRole('option', { name: /按个人信息查/ })).toHaveCount(0)
})
