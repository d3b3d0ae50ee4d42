import { Day } from '../../support/day'
import { lock, newPerson } from '../../support/people'
import { expect, test } from '../../support/test'

/** A security administrator in the house: what is wrong, who comes and goes, and what was done by whom. */
test('a day of administration', async ({ browser, baseURL, ask }) => {
  const { name: locked } = await newPerson(ask)
  await lock(baseURL ?? '', locked)
  const fresh = `d${String(Date.now() % 1_000_000)}`
  const day = await Day.begin(browser, baseURL ?? '', 'administration')
  const { page } = day
  const dialog = page.getByRole('dialog')
  const menu = (name: string) =>
    page.getByRole('navigation', { name: '导航' }).getByRole('link', { name, exact: true }).click()

  await day.signIn('sec')
  await day.step(
    'what is wrong in the house, and what to do',
    async () => {
      await menu('系统')
      await expect(page.getByRole('region', { name: '哪里不对，怎么办' }).getByRole('listitem').first()).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'to where it is mended',
    async () => {
      await page.getByRole('link', { name: '去渠道页' }).first().click()
      await expect(page.getByRole('heading', { level: 1 })).toContainText('渠道')
    },
    { clicks: 1 },
  )
  await day.step(
    'the people',
    async () => {
      await menu('人员与角色')
      await expect(page.locator('tbody tr').first()).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'those who must wait after wrong passwords',
    async () => {
      await page.getByRole('button', { name: '锁定', exact: true }).click()
      await page.getByRole('button', { name: '只看锁定的' }).click()
      await expect(page).toHaveURL(/locked=/)
    },
    { clicks: 2 },
  )
  await day.step(
    'let one of them in again',
    async () => {
      await page
        .getByRole('row')
        .filter({ hasText: locked })
        .getByRole('button', { name: /^解\s?锁$/ })
        .click()
      await expect(page.getByText('解锁了，现在就能再登录。')).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step('somebody new, with the password shown once', async () => {
    await page.getByRole('button', { name: /^加\s?人$/ }).click()
    await dialog.getByLabel('姓名').fill('方小满')
    await dialog.getByLabel('登录名').fill(fresh)
    await dialog.getByLabel('邮箱').fill(`${fresh}@mail.example`)
    await dialog.getByRole('checkbox', { name: '客服' }).check()
    await dialog.getByLabel('为什么').fill('新来的客服')
    await dialog.getByRole('button', { name: '加 方小满' }).click()
    await dialog.getByRole('button', { name: '已存好' }).click()
    await expect(page.getByRole('heading', { level: 1, name: '方小满' })).toBeVisible()
  })
  await day.step('somebody by their login', () => day.find('cleo', '/people/'), { clicks: 0 })
  await day.step(
    'other roles for them, which a second person must approve',
    async () => {
      await page.getByRole('button', { name: '换角色' }).click()
      await dialog.getByLabel('为什么').fill('也做客服')
      await dialog.getByRole('checkbox', { name: '客服' }).check()
      await dialog.getByRole('button', { name: '申请，加「客服」' }).click()
      await expect(page.getByText('提了申请，等另一位安全管理员批准')).toBeVisible()
    },
    { clicks: 3 },
  )
  await day.step(
    'what roles may do',
    async () => {
      await menu('人员与角色')
      await page.getByRole('button', { name: '角色能做什么' }).click()
      await expect(page.locator('table').first()).toBeVisible()
    },
    { clicks: 2 },
  )
  await day.step(
    'tokens of those who read reports',
    async () => {
      await page.getByRole('button', { name: '报表令牌' }).click()
      await expect(page.getByRole('button', { name: '申请令牌' })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'the record of all that was done',
    async () => {
      await menu('审计')
      await expect(page.locator('tbody tr').first()).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'what was done to one person',
    async () => {
      await page.getByRole('button', { name: '对什么' }).click()
      await page.getByLabel('哪一类').selectOption('PERSON')
      await page.getByLabel('哪一个').fill(fresh)
      await page.getByRole('button', { name: '查', exact: true }).click()
      await expect(page.locator('tbody tr').first()).toContainText(fresh)
    },
    { clicks: 2 },
  )
  await day.step(
    'one record, with before and after',
    async () => {
      await page.locator('tbody tr').first().click()
      await expect(page.getByRole('complementary', { name: '审计' })).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'is the chain whole',
    async () => {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: '现在验证' }).click()
      await dialog.getByLabel('为什么').fill('月度检查')
      await dialog.getByRole('button', { name: /^验证 [\d,]+ 条$/ }).click()
      await expect(page.getByText(/^没有问题：/)).toBeVisible({ timeout: 45_000 })
    },
    { clicks: 2, keys: 1 },
  )
  await day.signOut()
})
