import type { Page } from '@playwright/test'
import { claim, claims, type Found } from './support/claims'
import { policiesToClaim } from './support/find'
import { endSession, expect, password, test, type Ask } from './support/test'

// Each looks for its claim first, whose assessments are computed one by one.
test.describe.configure({ timeout: 120_000 })

/** A claim that cleo may decide and that nobody works on, each journey its own: by a number that it has not used. */
const used = new Set<string>()
async function free(ask: Ask, fits: (claim: Found) => boolean): Promise<Found> {
  const found = (await claims(ask, 'cleo', { states: ['IN_REVIEW'], unassigned: true })).find(
    (each) => !used.has(each.number) && each.assessment?.mayDecide === true && fits(each),
  )
  if (!found) throw new Error('the demo company has no such claim')
  used.add(found.number)
  return found
}

const title = (page: Page) => page.getByRole('heading', { level: 1 })
/** Opens a claim and waits until it can be decided. */
async function open(page: Page, number: string) {
  await page.goto(`/claims/${number}`)
  await expect(page.getByRole('button', { name: /^(拒赔|Decline)/ }).first()).toBeEnabled()
}

const note = (page: Page) => page.getByRole('textbox', { name: /说明/ })

test('B8: a small claim is paid by two keys, and the next one comes by itself', async ({ as, ask }) => {
  const small = await free(ask, (each) => each.assessment?.decidesAlone === true && each.assessment.computed !== null)
  const page = await as('cleo')
  await open(page, small.number)
  await page.keyboard.press('a')
  await expect(page.getByText('你一人可定。')).toBeVisible()
  await expect(page.getByRole('button', { name: /提交赔付/ })).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(`已提交 ${small.number}，正在付款`)).toBeVisible()
  await expect(page).not.toHaveURL(new RegExp(small.number))
  const after = await claim(ask, 'cleo', small.number)
  expect(['APPROVED', 'PAID']).toContain(after.state)
})

test('B8: above the bounds another person approves, and only then it is paid', async ({ as, ask }) => {
  const large = await free(ask, (each) => each.assessment?.approvals === 1 && each.assessment.computed !== null)
  const page = await as('cleo')
  await open(page, large.number)
  await page.keyboard.press('a')
  await expect(page.getByText(/还要一位.*批准/)).toBeVisible()
  await page.getByRole('button', { name: /提交赔付/ }).click()
  await expect(page.getByText(`已提交 ${large.number}，等复核`)).toBeVisible()
  const waits = await claim(ask, 'carl', large.number)
  expect(waits.state).toBe('IN_REVIEW')
  expect(waits.approval).not.toBeNull()
  await page.goto(`/claims/${large.number}`)
  await expect(page.getByText('待复核').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /提交赔付/ })).toHaveCount(0)
})

test('B8: a claim is declined with a reason and a note, and the other can be asked to reopen it', async ({
  as,
  ask,
}) => {
  const one = await free(ask, () => true)
  const page = await as('cleo')
  await open(page, one.number)
  await page.keyboard.press('d')
  await expect(page.getByText(/拒赔后只能由两人/)).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await note(page).fill('订单与称重不符，材料不足以证明损失。')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(`已拒赔 ${one.number}`)).toBeVisible()
  const after = await claim(ask, 'cleo', one.number)
  expect(after.state).toBe('DECLINED')
  expect(after.notes.map((each) => each.text)).toContain('订单与称重不符，材料不足以证明损失。')
  await page.goto(`/claims/${one.number}`)
  await page.getByRole('button', { name: /重\s?开/ }).click()
  await page.getByRole('textbox', { name: '为什么' }).fill('客户补来了回执。')
  await page.getByRole('button', { name: /申请重开/ }).click()
  await expect(page.getByText('等另一人批准重开')).toBeVisible()
})

test('B7: evidence is asked for, and the claim waits for the claimant', async ({ as, ask }) => {
  const one = await free(ask, () => true)
  const page = await as('cleo', { language: 'en' })
  await open(page, one.number)
  await page.keyboard.press('e')
  const text = page.getByRole('textbox', { name: 'What to tell the claimant' })
  await text.fill('')
  await expect(page.getByRole('button', { name: /Ask, then next/ })).toBeDisabled()
  await text.fill('A photo of the parcel on the scales, please.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(`Asked the claimant for evidence: ${one.number}`)).toBeVisible()
  expect((await claim(ask, 'cleo', one.number)).state).toBe('EVIDENCE_NEEDED')
})

test('B8: an amount above what it comes to is not sent', async ({ as, ask }) => {
  const one = await free(ask, (each) => each.assessment?.computed !== null)
  const page = await as('cleo')
  await open(page, one.number)
  await page.keyboard.press('a')
  await page.getByRole('textbox', { name: /金额/ }).fill('99999999')
  await expect(page.getByText(/^不能超过/)).toBeVisible()
  await expect(page.getByRole('button', { name: /提交赔付/ })).toBeDisabled()
  expect((await claim(ask, 'cleo', one.number)).state).toBe('IN_REVIEW')
})

test('B8: two people who take next at once get two claims', async ({ as }) => {
  const [cleo, carl] = await Promise.all([as('cleo'), as('carl')])
  await Promise.all([cleo.goto('/claims'), carl.goto('/claims')])
  await Promise.all([expect(title(cleo)).toHaveText('理赔台'), expect(title(carl)).toHaveText('理赔台')])
  for (const page of [cleo, carl]) {
    await page.keyboard.press('g')
    await page.keyboard.press('n')
  }
  await Promise.all([cleo.waitForURL(/\/claims\/C\d+/), carl.waitForURL(/\/claims\/C\d+/)])
  expect(new URL(cleo.url()).pathname).not.toBe(new URL(carl.url()).pathname)
  await expect(cleo.getByText('我在处理')).toBeVisible()
})

test('B8: what another person changes comes as a difference, and what was typed stays', async ({ as, ask }) => {
  const one = await free(ask, (each) => each.policy.offer.productCode === 'ASI-01')
  const page = await as('cleo')
  await open(page, one.number)
  await page.keyboard.press('d')
  await note(page).fill('我写了一半的说明')
  const made = await ask(
    'serge',
    'mutation($input: UpdateClaimInput!) { updateClaim(input: $input) { claim { revision } userErrors { code message path } } }',
    {
      input: {
        requestNo: `journey-${String(Date.now())}`,
        claimNumber: one.number,
        facts: { recoveredAmount: '1.23' },
      },
    },
  )
  expect((made.updateClaim as { userErrors: unknown[] }).userErrors).toEqual([])
  const line = page.getByRole('alert').filter({ hasText: '你写的还在' })
  await expect(line).toBeVisible({ timeout: 20_000 })
  await expect(line).toContainText('已追回金额')
  await expect(page.getByRole('button', { name: /先看新版再定/ })).toBeDisabled()
  await expect(note(page)).toHaveValue('我写了一半的说明')
  await line.getByRole('button', { name: '看差异' }).click()
  await expect(line.getByRole('cell', { name: '1.23' })).toBeVisible()
  await line.getByRole('button', { name: '换成新版' }).click()
  await expect(line).toHaveCount(0)
  await expect(note(page)).toHaveValue('我写了一半的说明')
})

test('B8: a session that ends while deciding loses nothing', async ({ as, ask }) => {
  const one = await free(ask, () => true)
  const page = await as('cleo')
  await open(page, one.number)
  await page.keyboard.press('d')
  await note(page).fill('写到一半，会话结束了。')
  await page.waitForTimeout(800)
  await endSession(page)
  await page.getByRole('button', { name: /拒赔，看下一件/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await dialog.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(note(page)).toHaveValue('写到一半，会话结束了。')
  expect((await claim(ask, 'carl', one.number)).state).toBe('IN_REVIEW')
  await page.reload()
  await expect(note(page)).toHaveValue('写到一半，会话结束了。')
})

test('B8: a batch is picked and assigned, and two claims stand side by side', async ({ as, ask }) => {
  const page = await as('cora')
  await page.goto('/claims?queue=review&whose=all')
  const rows = page.getByRole('row').filter({ has: page.getByRole('checkbox') })
  await expect(rows.nth(1)).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  const toolbar = page.getByRole('toolbar')
  await expect(toolbar).toContainText('选了 2 件')
  const numbers = await page.locator('tr.picked a').allInnerTexts()
  await toolbar.getByRole('button', { name: '并排看' }).click()
  const dialog = page.getByRole('dialog')
  for (const number of numbers) await expect(dialog.getByRole('columnheader', { name: number })).toBeVisible()
  await dialog.getByRole('button', { name: /关\s?上/ }).click()
  await toolbar.getByRole('button', { name: '分给我' }).click()
  await expect(page.getByText('分好了 2 件。')).toBeVisible()
  for (const number of numbers) expect((await claim(ask, 'cora', number)).assignee?.name).toBe('cora')
})

test('B8: who does not decide claims looks, and is offered no act', async ({ as, ask }) => {
  const [one] = await claims(ask, 'serge', { states: ['IN_REVIEW'] })
  const page = await as('serge')
  await page.goto('/claims')
  await expect(title(page)).toHaveText('理赔台')
  await expect(page.getByRole('button', { name: /接下一件/ })).toHaveCount(0)
  await expect(page.getByRole('checkbox')).toHaveCount(0)
  await page.goto(`/claims/${one?.number ?? ''}`)
  await expect(page.getByRole('heading', { name: '事实对保障' })).toBeVisible()
  await expect(page.getByRole('button', { name: /赔付/ })).toHaveCount(0)
  await page.keyboard.press('a')
  await expect(page.getByRole('button', { name: /提交赔付/ })).toHaveCount(0)
})

test('E4, B7: a caller’s claim is entered by phone, wrong first, with evidence, and gets a number', async ({
  as,
  ask,
}) => {
  const [policy = ''] = await policiesToClaim(ask)
  const page = await as('serge')
  await page.goto('/claims/new')
  await page.getByLabel('保单号、订单号、运单号、姓名或电话').fill(policy)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: new RegExp(policy) }).click()

  // Wrong first: one box, and each at its field.
  await page.getByLabel('损失金额').fill('many')
  await page.keyboard.press('Control+Enter')
  const box = page.getByRole('alert').filter({ hasText: /有 \d+ 处要改/ })
  await expect(box).toBeVisible()
  await expect(box.getByRole('link', { name: /损失金额/ })).toBeVisible()
  await box.getByRole('link', { name: /损失金额/ }).click()
  await expect(page.getByLabel('损失金额')).toBeFocused()

  const at = (hours: number) =>
    new Date(Date.now() - hours * 3_600_000 + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
  await page.getByLabel('发现时间').fill(at(10))
  await page.getByRole('radio', { name: '否' }).check()
  await page.getByLabel('损失金额').fill('1,200.00')
  await page.getByRole('button', { name: '再加一笔' }).click()
  await page.getByRole('textbox', { name: '交易号' }).fill(`TX-${String(Date.now())}`)
  await page.getByRole('textbox', { name: '时间', exact: true }).fill(at(12))
  await page.getByRole('textbox', { name: '金额', exact: true }).fill('1200.00')
  await page.getByRole('textbox', { name: '对手方' }).fill('6222020202020202')
  await expect(page.getByText('1 笔合计')).toBeVisible()
  await expect(page.getByText('出险时保障有效')).toBeVisible()

  // What was typed survives a reload.
  await page.waitForTimeout(800)
  await page.reload()
  await expect(page.getByLabel('损失金额')).toHaveValue('1200.00')
  await expect(page.getByText('出险时保障有效')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '转账截图.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') })
  await expect(page.getByText(/已收到/)).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('报上去的是')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/赔案 C\d+ 已受理/)).toBeVisible()
  const number = /C\d{6,}/.exec((await page.getByText(/赔案 C\d+ 已受理/).textContent()) ?? '')?.[0] ?? ''
  const made = await ask(
    'carl',
    'query($number: String!) { claim(by: { number: $number }) { policy { number } enteredBy { name } evidence { name } claimed { amount } } }',
    { number },
  )
  expect(made.claim).toEqual({
    policy: { number: policy },
    enteredBy: { name: 'serge' },
    evidence: [{ name: '转账截图.png' }],
    claimed: { amount: '1200.00' },
  })

  // Who entered it does not decide it.
  await page.getByRole('link', { name: '打开赔案' }).click()
  await expect(page.getByText(/电话录入/)).toBeVisible()
  await expect(page.getByRole('button', { name: /提交赔付/ })).toHaveCount(0)
})
