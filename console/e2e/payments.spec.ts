import type { Page } from '@playwright/test'
import { claim, claims } from './support/claims'
import { expect, test } from './support/test'

// Each looks for its claim first, whose assessments are computed one by one.
test.describe.configure({ timeout: 120_000 })

const title = (page: Page) => page.getByRole('heading', { level: 1 })

test('B8: a declined claim is in review again only once a second person approves', async ({ as, ask }) => {
  const one = (await claims(ask, 'cleo', { states: ['DECLINED'] })).findLast((each) => each.approval === null)
  if (!one) throw new Error('the demo company has no declined claim')
  const reopen = async (page: Page, why: string) => {
    await page.goto(`/claims/${one.number}`)
    await page.getByRole('button', { name: /^重\s?开$/ }).click()
    const act = page.getByRole('button', { name: /申请重开/ })
    await expect(act).toBeDisabled()
    await page.getByRole('textbox', { name: '为什么' }).fill(why)
    await act.click()
    await expect(page.getByText('等另一人批准重开')).toBeVisible()
  }
  const [cleo, carl] = [await as('cleo'), await as('carl')]
  await reopen(cleo, '客户补来了回执。')

  // Who asked may not approve; the other says no first, and it stays declined.
  await cleo.getByRole('link', { name: '去审批' }).click()
  await expect(cleo.getByText('客户补来了回执。')).toBeVisible()
  await expect(cleo.getByRole('button', { name: /^批准/ })).toHaveCount(0)
  const toApproval = async () => {
    await carl.goto(`/claims/${one.number}`)
    await carl.getByRole('link', { name: '去审批' }).click()
  }
  await toApproval()
  await carl.getByLabel('意见').fill('回执看不清')
  await carl.getByRole('button', { name: /^驳\s?回/ }).click()
  await expect(carl.getByText('驳回了。')).toBeVisible()
  expect((await claim(ask, 'cleo', one.number)).state).toBe('DECLINED')

  await reopen(cleo, '客户又补来了清楚的回执。')
  await toApproval()
  await expect(carl.getByText('客户又补来了清楚的回执。')).toBeVisible()
  await carl.getByRole('button', { name: /^批准/ }).click()
  await expect(carl.getByText('批准了。')).toBeVisible()
  await carl.getByRole('link', { name: `看赔案 ${one.number}` }).click()
  await expect(carl.locator('header .state').first()).toHaveText('待审核')
  expect((await claim(ask, 'cleo', one.number)).state).toBe('IN_REVIEW')
})

test('A7: a payout that failed is ordered again, and the bank’s second answer stands below the first', async ({
  as,
  ask,
}) => {
  const [one] = await claims(ask, 'fay', { states: ['PAYOUT_FAILED'] })
  if (!one) throw new Error('the demo company has no failed payout')
  const page = await as('fay')
  await page.goto(`/claims/${one.number}`)
  const attempts = page.getByRole('region', { name: '付款' }).getByRole('listitem')
  await expect(attempts).toHaveCount(1)
  await expect(page.getByText('你的角色只看得到有这份材料，看不到内容。')).toBeVisible()
  await expect(attempts.first()).toContainText('ACCOUNT_CLOSED')
  await page.getByRole('button', { name: '再付一次' }).click()
  const amount = Number(one.payouts[0]?.amount.amount).toLocaleString('en', { minimumFractionDigits: 2 })
  const act = page.getByRole('dialog').getByRole('button', { name: `再付 ${amount} 元` })
  await expect(act).toBeDisabled()
  await page.getByRole('textbox', { name: '为什么' }).fill('客户换了收款账户。')
  await act.click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(attempts).toHaveCount(2, { timeout: 30_000 })
  await expect.poll(async () => (await claim(ask, 'fay', one.number)).payouts.length).toBe(2)
})

test('B8: money that came back is recorded, a wrong amount first', async ({ as, ask }) => {
  const data = await ask(
    'cleo',
    '{ claims(first: 50, filter: { states: [PAID] }) { edges { node { number payable { amount } recovered { amount } } } } }',
  )
  const one = (
    data.claims as {
      edges: { node: { number: string; payable: { amount: string }; recovered: { amount: string } } }[]
    }
  ).edges
    .map(({ node }) => node)
    .find((each) => Number(each.payable.amount) > 10 && Number(each.recovered.amount) === 0)
  if (!one) throw new Error('the demo company has no claim whose money may come back')
  const page = await as('cleo')
  await page.goto(`/claims/${one.number}`)
  await page.getByRole('button', { name: '记追回' }).click()
  const dialog = page.getByRole('dialog', { name: '记一笔追回' })
  const act = dialog.getByRole('button', { name: /^记下追回/ })
  await dialog.getByLabel('谁还的').fill('承运商')
  await dialog.getByLabel('金额').fill('some')
  await expect(dialog.getByText('写成 27400.00 这样的金额')).toBeVisible()
  await expect(act).toBeDisabled()
  await dialog.getByLabel('金额').fill('9999999.00')
  await act.click()
  await expect(dialog.getByLabel('金额')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('金额').fill('3.21')
  await act.click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('region', { name: '付款' })).toContainText('3.21')
  const after = await ask('cleo', 'query($n: String!) { claim(by: { number: $n }) { recovered { amount } } }', {
    n: one.number,
  })
  expect(after.claim).toEqual({ recovered: { amount: '3.21' } })
})

test('A7: a disputed payout is settled by finance alone', async ({ as, ask }) => {
  const [one] = (await claims(ask, 'fay', { disputed: true })).filter((each) => each.state !== 'PAID')
  if (!one) throw new Error('the demo company has no disputed payout')
  const claimsPage = await as('cleo')
  await claimsPage.goto(`/claims/${one.number}`)
  await expect(title(claimsPage)).toBeVisible()
  await expect(claimsPage.getByRole('button', { name: '核实金额' })).toHaveCount(0)
  const page = await as('fay')
  await page.goto('/claims?queue=disputed')
  await page.getByRole('link', { name: one.number }).click()
  await expect(page.getByText('银行说付了')).toBeVisible()
  await page.getByRole('button', { name: '核实金额' }).click()
  const dialog = page.getByRole('dialog', { name: '银行现在说付了多少？' })
  await dialog.getByRole('textbox', { name: '实付金额' }).fill('many')
  await expect(dialog.getByText('写成 27400.00 这样的金额')).toBeVisible()
  await dialog.getByRole('textbox', { name: '实付金额' }).fill('0.01')
  await dialog.getByRole('textbox', { name: '为什么' }).fill('与银行电话核对。')
  await dialog.getByRole('button', { name: /按实付/ }).click()
  // What finance says must be what the bank says when it is asked: it did not pay this.
  await expect(dialog.getByRole('alert')).toBeVisible()
})
