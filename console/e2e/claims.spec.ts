import type { Page } from '@playwright/test'
import { endSession, expect, password, test } from './support/test'

// Each looks for its claim first, whose assessments are computed one by one.
test.describe.configure({ timeout: 120_000 })

type Ask = (name: string, query: string, variables?: object) => Promise<Record<string, unknown>>

interface Found {
  number: string
  revision: number
  state: string
  approval: { id: string; revision: number } | null
  computed: { amount: string } | null
  assignee: { name: string } | null
  policy: { number: string; offer: { productCode: string } }
  payouts: { state: string; amount: { amount: string } }[]
  revisions: { facts: Record<string, unknown> }[]
  notes: { text: string; kind: string }[]
  assessment: {
    decidesAlone: boolean
    mayDecide: boolean
    approvals: number | null
    computed: { amount: string } | null
  } | null
}

const fields = `number revision state approval { id revision } computed { amount } assignee { name } policy { number offer { productCode } }
  payouts { state amount { amount } } revisions { facts } notes { text kind } assessment { decidesAlone mayDecide approvals computed { amount } }`

/** Claims that a journey may choose from, as a person sees them. */
async function claims(ask: Ask, name: string, filter: object): Promise<Found[]> {
  const data = await ask(
    name,
    `query($filter: ClaimFilter) { claims(filter: $filter, orderBy: PROMISED_AT_DESC, first: 25) { edges { node { ${fields} } } } }`,
    { filter },
  )
  return (data.claims as { edges: { node: Found }[] }).edges.map(({ node }) => node)
}

async function claim(ask: Ask, name: string, number: string): Promise<Found> {
  const data = await ask(name, `query($number: String!) { claim(by: { number: $number }) { ${fields} } }`, { number })
  return data.claim as Found
}

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

test('B8: a declined claim is in review again only once a second person approves', async ({ as, ask }) => {
  const one = (await claims(ask, 'cleo', { states: ['DECLINED'] })).find((each) => each.approval === null)
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
  await expect(attempts.first()).toContainText('ACCOUNT_CLOSED')
  await page.getByRole('button', { name: '再付一次' }).click()
  const act = page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(`再付 ${one.payouts[0]?.amount.amount}`) })
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
  const data = await ask(
    'serge',
    '{ policies(first: 100, orderBy: BOUND_AT_ASC, filter: { states: [IN_FORCE], productCodes: ["ASI-01"] }) { edges { node { number boundAt period { start } allowed { act possible } claims(first: 1) { edges { node { number } } } } } } }',
  )
  const list = (
    data.policies as {
      edges: {
        node: {
          number: string
          boundAt: string
          claims: { edges: unknown[] }
          allowed: { act: string; possible: boolean }[]
        }
      }[]
    }
  ).edges
  const day = 86_400_000
  const policy = list
    .map(({ node }) => node)
    .find(
      (each) =>
        each.claims.edges.length === 0 &&
        Date.parse(each.boundAt) < Date.now() - 20 * day &&
        each.allowed.some((act) => act.act === 'submitClaim' && act.possible),
    )
  if (!policy) throw new Error('the demo company has no such policy')
  const page = await as('serge')
  await page.goto('/claims/new')
  await page.getByLabel('保单号、订单号、运单号、姓名或电话').fill(policy.number)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: new RegExp(policy.number) }).click()

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
    policy: { number: policy.number },
    enteredBy: { name: 'serge' },
    evidence: [{ name: '转账截图.png' }],
    claimed: { amount: '1200.00' },
  })

  // Who entered it does not decide it.
  await page.getByRole('link', { name: '打开赔案' }).click()
  await expect(page.getByText(/电话录入/)).toBeVisible()
  await expect(page.getByRole('button', { name: /提交赔付/ })).toHaveCount(0)
})
