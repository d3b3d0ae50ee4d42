import { expect, test } from './support/test'

interface Asked {
  approvals: { edges: { node: { id: string; kind: string } }[] }
}

const waiting = `{ approvals(filter: { mayApprove: true, states: [REQUESTED] }, first: 20) { edges { node { id kind } } } }`

for (const [place, language] of (['zh-CN', 'en'] as const).entries()) {
  const zh = language === 'zh-CN'
  test(`E9: who may decide approves after reading, by one key (${language})`, async ({ as, ask }) => {
    const { approvals } = (await ask('fay', waiting)) as unknown as Asked
    const id = approvals.edges[place]?.node.id
    expect(id, 'an approval that waits for finance').toBeDefined()
    const page = await as('fay', { language })
    await page.goto(`/approvals?id=${id ?? ''}`)
    await expect(page.getByRole('button', { name: zh ? /^批准/ : /^Approve/ })).toBeVisible()
    await page.keyboard.press('a')
    await expect(page.getByText(zh ? /批准了|记下了/ : /^(Approved|Noted)/)).toBeVisible()
  })
}

test('E9: a rejection needs a word, and what is typed stays until it is sent', async ({ as, ask }) => {
  const { approvals } = (await ask('fay', waiting)) as unknown as Asked
  const id = approvals.edges.at(-1)?.node.id ?? ''
  const page = await as('fay')
  await page.goto(`/approvals?id=${id}`)
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
