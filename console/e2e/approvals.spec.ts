import { expect, test, type Ask } from './support/test'

/** Customer service asks for a list in clear, which security must approve; answers the id of the approval. */
async function asked(ask: Ask): Promise<string> {
  const data = (await ask(
    'serge',
    `mutation($input: ExportListInput!) { exportList(input: $input) { approval { id } userErrors { message } } }`,
    {
      input: {
        requestNo: `A-${crypto.randomUUID()}`,
        policies: { filter: { states: ['CANCELLED'] } },
        personal: true,
        format: 'CSV',
        reason: '客户回访，要姓名',
      },
    },
  )) as { exportList: { approval: { id: string } | null; userErrors: unknown[] } }
  expect(data.exportList.userErrors).toEqual([])
  return data.exportList.approval?.id ?? ''
}

for (const language of ['zh-CN', 'en'] as const) {
  const zh = language === 'zh-CN'
  test(`E9: who may decide approves after reading, by one key (${language})`, async ({ as, ask }) => {
    const page = await as('sec', { language })
    await page.goto(`/approvals?id=${await asked(ask)}`)
    await expect(page.getByRole('button', { name: zh ? /^批准/ : /^Approve/ })).toBeVisible()
    await page.keyboard.press('a')
    await expect(page.getByText(zh ? /批准了|记下了/ : /^(Approved\.|Noted)/)).toBeVisible()
  })
}

test('E9: a rejection needs a word, and what is typed stays until it is sent', async ({ as, ask }) => {
  const page = await as('sec')
  await page.goto(`/approvals?id=${await asked(ask)}`)
  const reject = page.getByRole('button', { name: /^驳\s?回/ })
  await expect(reject).toBeDisabled()
  await page.getByLabel('意见').fill('理由不够')
  await page.waitForTimeout(600)
  await page.reload()
  await expect(page.getByLabel('意见')).toHaveValue('理由不够')
  await reject.click()
  await expect(page.getByText('驳回了。')).toBeVisible()
})

test('forbidden: who asked cannot decide', async ({ as }) => {
  const page = await as('ada')
  await page.goto('/approvals?tab=all')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: /^批准/ })).toHaveCount(0)
})

for (const language of ['zh-CN', 'en'] as const) {
  const zh = language === 'zh-CN'
  test(`E9: what a request would change is said in words, of every kind there is (${language})`, async ({
    as,
    ask,
  }) => {
    const data = (await ask('sec', '{ approvals(first: 100) { edges { node { id kind } } } }')) as {
      approvals: { edges: { node: { id: string; kind: string } }[] }
    }
    const page = await as('sec', { language })
    const kinds = new Map(data.approvals.edges.map(({ node }) => [node.kind, node.id]))
    expect(kinds.size).toBeGreaterThan(8)
    for (const [kind, id] of kinds) {
      await page.goto(`/approvals?tab=all&id=${id}`)
      const names = page.locator('article table.plain td:first-child')
      await expect(names.first()).toBeVisible()
      const without = (await names.allInnerTexts()).filter((name) =>
        zh ? !/[\u4e00-\u9fff]/.test(name) : /^[a-z]/.test(name),
      )
      expect(without, kind).toEqual([])
    }
    await page.goto(`/approvals?tab=all&id=${kinds.get('PUBLICATION') ?? ''}`)
    await page.getByRole('link', { name: zh ? /^看产品/ : /^See what changes in/ }).click()
    await expect(page).toHaveURL(/\/products\/.*version=/)
  })
}
