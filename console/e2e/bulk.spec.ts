import { expect, test } from './support/test'

test('B1: policies are issued from a file: a wrong one is told, a good one is checked and issued', async ({
  as,
  ask,
}) => {
  const data = (await ask(
    'sam',
    `{ agreements(filter: { states: [IN_FORCE], productCode: "ASI-01" }, first: 1) { edges { node { code plans channel { code name } } } } }`,
  )) as {
    agreements: { edges: { node: { code: string; plans: string[]; channel: { code: string; name: string } } }[] }
  }
  const agreement = data.agreements.edges[0]?.node
  expect(agreement, 'an agreement of account cover').toBeDefined()
  const mark = `J${String(Date.now() % 1_000_000)}`
  const rows = [1, 2, 3].map(
    (row) =>
      `${mark}-${String(row)},BASIC,PLATFORM,acct-${mark}-${String(row)},acct-${mark}-${String(row)},2020-01-01T00:00:00+08:00,${row === 3 ? 'nobody knows' : 'normal'},true`,
  )
  const head =
    'orderNo,planCode,payer,insuredReference,factors.accountId,factors.openedAt,factors.accountLevel,factors.gifted'
  const page = await as('sam')
  await page.goto('/bulk')
  await page.getByLabel('渠道').click()
  await page.getByTitle(agreement?.channel.name ?? '').click()
  await page.getByLabel('契约').click()
  await page
    .locator('.ant-select-item-option')
    .filter({ hasText: agreement?.code ?? '' })
    .first()
    .click()
  const input = page.locator('input[type="file"]')
  await input.setInputFiles({ name: 'wrong.csv', mimeType: 'text/csv', buffer: Buffer.from('name,phone\n李,1\n') })
  await expect(page.getByText(/缺的列: orderNo/)).toBeVisible()
  await page.getByRole('button', { name: '换个文件' }).click()
  await input.setInputFiles({
    name: 'accounts.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([head, ...rows].join('\n')),
  })
  await page.getByRole('button', { name: '试一遍，不出单' }).click()
  await expect(page.getByText(/行可以出/)).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: /^出\s?单$/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /个账户出单$/ })
    .click()
  await expect(page.getByText('正在出单')).toBeVisible()
  await page.locator('section').filter({ hasText: '4 出单' }).getByRole('link', { name: '看明细' }).click()
  await expect(page.locator('h1 .state')).toHaveText('已完成', { timeout: 30_000 })
})
