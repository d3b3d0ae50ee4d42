import { newPerson } from './support/people'
import { endSession, expect, password, test, type Ask } from './support/test'

for (const language of ['zh-CN', 'en'] as const) {
  const zh = language === 'zh-CN'
  test(`H3: the whole record is verified, with its progress and what was found (${language})`, async ({ as }) => {
    const page = await as('ada', { language })
    await page.goto('/')
    await page.getByRole('link', { name: zh ? '审计' : 'Audit', exact: true }).click()
    await expect(page.getByText(zh ? /封到第 [\d,]+ 条/ : /sealed to [\d,]+/)).toBeVisible()
    await page.getByRole('button', { name: zh ? '现在验证' : 'Verify now' }).click()
    const dialog = page.getByRole('dialog')
    const act = dialog.getByRole('button', { name: zh ? /^验证 [\d,]+ 条$/ : /^Verify [\d,]+ records$/ })
    await expect(act).toBeDisabled()
    await dialog.getByLabel(zh ? '为什么' : 'Why').fill('月度检查')
    await act.click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText(zh ? /^没有问题：/ : /^Nothing is wrong:/)).toBeVisible({ timeout: 45_000 })
    await expect(page.locator('h1 .state')).toHaveText(zh ? '链完整' : 'The chain is whole')
  })
}

/** Security suspends somebody: an act on record, with what was before and after. */
async function suspended(ask: Ask): Promise<{ id: string; name: string }> {
  const person = await newPerson(ask)
  const { suspendPerson } = (await ask(
    'sec',
    `mutation($input: SuspendPersonInput!) { suspendPerson(input: $input) { userErrors { message } } }`,
    { input: { id: person.id, expectedRevision: await revisionOf(ask, person.name), reason: '调岗' } },
  )) as { suspendPerson: { userErrors: unknown[] } }
  expect(suspendPerson.userErrors).toEqual([])
  return person
}

async function revisionOf(ask: Ask, name: string): Promise<number> {
  const { people } = (await ask(
    'sec',
    'query($filter: PersonFilter) { people(filter: $filter, first: 1) { edges { node { revision } } } }',
    { filter: { name } },
  )) as { people: { edges: { node: { revision: number } }[] } }
  return people.edges[0]?.node.revision ?? 0
}

test('H3: an act is found by what it was done to, and its record opens beside, with links', async ({ as, ask }) => {
  const { id, name } = await suspended(ask)
  const page = await as('ada')
  await page.goto('/audit')
  await page.getByRole('button', { name: '对什么' }).click()
  await page.getByLabel('哪一类').selectOption('PERSON')
  await page.getByLabel('哪一个').fill(name)
  await page.getByRole('button', { name: '查', exact: true }).click()
  expect(new URL(page.url()).search).toContain(`object=${name}`)
  const row = page.locator('tbody tr').filter({ hasText: 'PERSON_SUSPEND' })
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('调岗')
  await row.getByText('PERSON_SUSPEND').click()
  const record = page.getByRole('complementary', { name: '审计' })
  await expect(record.getByRole('heading', { level: 2 })).toBeVisible()
  await expect(record).toContainText('调岗')
  const change = record.getByRole('row').filter({ hasText: 'state' })
  await expect(change.getByRole('cell').nth(1)).toHaveText('ACTIVE')
  await expect(change.getByRole('cell').nth(2)).toHaveText('SUSPENDED')
  // Sealed within seconds; the address shows the same record again.
  await page.waitForTimeout(1_500)
  await page.reload()
  await expect(record.getByRole('definition').filter({ hasText: /^[\d,]+$/ })).toBeVisible()
  await record.getByRole('link', { name, exact: true }).click()
  await expect(page).toHaveURL(new RegExp(`/people/${id}$`))
  await page.goBack()
  await expect(record).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(record).toBeHidden()
})

test('H3: records are narrowed by who, what, address and request, and a number that is none finds nothing', async ({
  as,
}) => {
  const page = await as('ada')
  await page.goto('/audit?span=today')
  await page.getByRole('button', { name: '谁', exact: true }).click()
  await page.getByLabel('谁', { exact: true }).fill('nobody-is-called-so')
  await expect(page.getByText('没有这样的登录名。')).toBeVisible()
  await page.getByLabel('谁', { exact: true }).fill('ada')
  await page.getByRole('button', { name: '顾静姝', exact: true }).click()
  await expect(page.locator('tbody tr').first()).toContainText('顾静姝')
  await expect(page.getByRole('button', { name: /^谁 顾静姝/ })).toBeVisible()
  await page.getByRole('button', { name: '做了什么' }).click()
  await page.getByRole('checkbox', { name: '登录', exact: true }).check()
  await page.keyboard.press('Escape')
  await expect(page.locator('tbody tr').filter({ hasNotText: 'LOGIN_SUCCESS' })).toHaveCount(0)
  await page.locator('tbody tr').first().getByText('LOGIN_SUCCESS').click()
  const record = page.getByRole('complementary', { name: '审计' })
  // The request of the record, and whatever else was done by it.
  await record.locator('dd a code').click()
  await expect(page.locator('tbody tr')).toHaveCount(1)
  await page.getByRole('button', { name: '去掉条件 请求号' }).click()
  await page.getByRole('button', { name: '请求号' }).click()
  await page.getByLabel('请求号', { exact: true }).fill('no-request')
  await page.getByRole('button', { name: '查', exact: true }).click()
  await expect(page.getByText('没有这样的记录。')).toBeVisible()
  await page.getByRole('button', { name: '去掉所有条件' }).click()
  await expect(page.locator('tbody tr')).toHaveCount(50)
})

test('H3: what the list shows is exported, with its progress', async ({ as }) => {
  const page = await as('ada')
  await page.goto('/audit?span=today&actions=%5B%22LOGIN_SUCCESS%22%5D')
  await page.getByRole('button', { name: '导出' }).click()
  const dialog = page.getByRole('dialog')
  const act = dialog.getByRole('button', { name: /^导出 [\d,]+\+? 条$/ })
  await expect(act).toBeDisabled()
  await dialog.getByLabel('为什么').fill('外部审计要')
  await dialog.getByText('CSV').click()
  await act.click()
  await expect(dialog.getByText('文件好了。')).toBeVisible({ timeout: 45_000 })
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('link', { name: '下载' }).click()])
  expect(file.suggestedFilename()).toMatch(/\.csv$/)
})

test('H3: a session that ends before a verification loses nothing', async ({ as }) => {
  const page = await as('sly')
  await page.goto('/audit')
  await page.getByRole('button', { name: '现在验证' }).click()
  const dialog = page.getByRole('dialog', { name: '验证整条审计链' })
  await dialog.getByLabel('为什么').fill('说到一半')
  await endSession(page)
  await dialog.getByRole('button', { name: /^验证/ }).click()
  await expect(page.getByText('登录到期了')).toBeVisible()
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('登录到期了')).toBeHidden()
  await expect(dialog.getByLabel('为什么')).toHaveValue('说到一半')
  await dialog.getByRole('button', { name: '先不验证' }).click()
  await expect(dialog).toBeHidden()
})

test('forbidden: who may not read the record is not shown it', async ({ as }) => {
  for (const person of ['serge', 'sys']) {
    const page = await as(person)
    await page.goto('/audit')
    await expect(page.getByText('你的岗位看不到审计记录。')).toBeVisible()
    await expect(page.getByRole('link', { name: '审计', exact: true })).toHaveCount(0)
    await expect(page.getByRole('button', { name: '现在验证' })).toHaveCount(0)
  }
})
