import { Day } from '../../support/day'
import { expect, test } from '../../support/test'

test('a day of finance', async ({ browser, baseURL, ask }) => {
  const numbers = async (filter: string) => {
    const data = (await ask('fay', `{ claims(filter: ${filter}, first: 20) { edges { node { number } } } }`)) as {
      claims: { edges: { node: { number: string } }[] }
    }
    return data.claims.edges.map(({ node }) => node.number)
  }
  const [failed] = await numbers('{ states: [PAYOUT_FAILED] }')
  const [paid] = await numbers('{ states: [PAID] }')
  if (!failed || !paid) throw new Error('the demo company has no such claims left')
  const day = await Day.begin(browser, baseURL ?? '', 'finance')
  const { page } = day
  const dialog = page.getByRole('dialog')

  await day.signIn('fay')
  await day.step('what waits for me', async () => {
    await expect(page.locator('#main').getByRole('heading', { name: '等我处理' })).toBeVisible()
  })
  await day.step(
    'the payouts whose amount the bank disputes',
    async () => {
      await page.locator('#main').getByText('银行说金额不符的付款').click()
      await expect(page.locator('tbody tr').first()).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'open one: ours and the bank’s amount',
    async () => {
      await page.locator('tbody tr a').first().click()
      await expect(page.getByText('银行说付了')).toBeVisible()
    },
    { clicks: 1 },
  )
  await day.step(
    'say what the bank says now; it is asked, and says another amount',
    async () => {
      await page.getByRole('button', { name: '核实金额' }).click()
      await dialog.getByRole('textbox', { name: '实付金额' }).fill('0.01')
      await dialog.getByRole('textbox', { name: '为什么' }).fill('与银行电话核对。')
      await dialog.getByRole('button', { name: /按实付/ }).click()
      await expect(dialog.getByRole('alert')).toBeVisible()
      await dialog.getByRole('button', { name: '先不定' }).click()
    },
    { clicks: 3 },
  )
  await day.step('open one that failed', () => day.find(failed), { clicks: 0 })
  await day.step(
    'pay it again',
    async () => {
      await page.getByRole('button', { name: '再付一次' }).click()
      await dialog.getByRole('textbox', { name: '为什么' }).fill('账户已由渠道更正。')
      await dialog.getByRole('button', { name: /^再付/ }).click()
      await expect(dialog).toHaveCount(0)
    },
    { clicks: 2 },
  )
  await day.step('open one that was paid', () => day.find(paid), { clicks: 0 })
  await day.step('record what came back', async () => {
    await page.getByRole('button', { name: '记追回' }).click()
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  })
  await day.step('the approvals that I may decide', async () => {
    await page.getByRole('link', { name: '审批' }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: '审批' })).toBeVisible()
  })
  await day.step('invoices that are asked for', async () => {
    await page.getByRole('link', { name: '服务单' }).first().click()
    await expect(page.getByRole('heading', { level: 1, name: '服务单' })).toBeVisible()
  })
  await day.step('policies by premium, dearest first', async () => {
    await page.getByRole('link', { name: '保单', exact: true }).click()
    await expect(page.locator('tbody tr').first()).toBeVisible()
    await page.getByRole('columnheader', { name: /保费/ }).getByRole('button').click()
    await expect(page).toHaveURL(/order/)
  })
  await day.signOut()
})
