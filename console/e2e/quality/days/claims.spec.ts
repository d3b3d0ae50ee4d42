import { Day } from '../../support/day'
import { expect, test } from '../../support/test'

test('a day of claims', async ({ browser, baseURL, ask }) => {
  const find = async (name: string, filter: string) => {
    const data = await ask(
      name,
      `{ claims(filter: ${filter}, orderBy: PROMISED_AT_DESC, first: 25) { edges { node { number evidence { id } assessment { decidesAlone mayDecide approvals computed { amount } } } } } }`,
    )
    type Node = {
      number: string
      evidence: unknown[]
      assessment: { decidesAlone: boolean; mayDecide: boolean; approvals: number | null; computed: unknown } | null
    }
    return (data.claims as { edges: { node: Node }[] }).edges.map(({ node }) => node)
  }
  const free = (await find('cleo', '{ states: [IN_REVIEW], unassigned: true }')).filter(
    ({ assessment }) => assessment?.mayDecide,
  )
  const small = free.find(({ assessment }) => assessment?.decidesAlone && assessment.computed)
  const large = free.find(({ assessment }) => assessment?.approvals === 1 && assessment.computed)
  const others = free.filter((claim) => claim !== small && claim !== large)
  const shown = others.find(({ evidence }) => evidence.length > 0)
  const [toDecline, toAsk] = others.filter((claim) => claim !== shown)
  const [declined] = await find('cleo', '{ states: [DECLINED] }')
  if (!small || !large || !shown || !toDecline || !toAsk || !declined) {
    throw new Error('the demo company has no such claims left')
  }
  const day = await Day.begin(browser, baseURL ?? '', 'claims')
  const { page } = day
  const note = page.getByRole('textbox', { name: /说明/ })
  const ready = () => expect(page.getByRole('button', { name: /^拒赔/ }).first()).toBeEnabled()

  await day.signIn('cleo')
  await day.step('what waits for me, and how the desk stands', async () => {
    await expect(page.locator('#main').getByRole('heading', { name: '等我处理' })).toBeVisible()
    await expect(page.getByRole('heading', { name: '理赔台此刻' })).toBeVisible()
  })
  await day.step(
    'take the next claim',
    async () => {
      await page.keyboard.press('g')
      await page.keyboard.press('n')
      await page.waitForURL(/\/claims\/C\d+/)
      await expect(page.getByText('我在处理')).toBeVisible()
    },
    { clicks: 0, keys: 2 },
  )
  await day.step('open a small one', () => day.find(small.number), { clicks: 0 })
  await day.step(
    'pay it; the next one comes by itself',
    async () => {
      await ready()
      await page.keyboard.press('a')
      await expect(page.getByRole('button', { name: /提交赔付/ })).toBeEnabled()
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText(`已提交 ${small.number}，正在付款`)).toBeVisible()
      await expect(page).not.toHaveURL(new RegExp(small.number))
    },
    { clicks: 0, keys: 2 },
  )
  await day.step('open one with evidence', () => day.find(shown.number), { clicks: 0 })
  await day.step(
    'look at its facts, its findings and its first file',
    async () => {
      await expect(page.getByRole('heading', { name: '事实对保障' })).toBeVisible()
      await expect(page.getByRole('heading', { name: '为什么要人看' })).toBeVisible()
      await expect(page.getByRole('group', { name: '材料' }).getByRole('button').first()).toBeVisible()
    },
    { clicks: 0, keys: 0 },
  )
  await day.step(
    'leave a note for colleagues',
    async () => {
      await ready()
      await page.keyboard.press('m')
      await page.getByRole('textbox', { name: '给同事的备注' }).fill('已电话核对，材料一致。')
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText('已电话核对，材料一致。')).toBeVisible()
    },
    { clicks: 0 },
  )
  await day.step('open one that is not covered', () => day.find(toDecline.number), { clicks: 0 })
  await day.step(
    'decline it with a reason',
    async () => {
      await ready()
      await page.keyboard.press('d')
      await page.keyboard.press('ArrowDown')
      await note.fill('材料不足以证明损失。')
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText(`已拒赔 ${toDecline.number}`)).toBeVisible()
    },
    { clicks: 0, keys: 4 },
  )
  await day.step('open one without proof', () => day.find(toAsk.number), { clicks: 0 })
  await day.step(
    'ask for evidence',
    async () => {
      await ready()
      await page.keyboard.press('e')
      await page.getByRole('textbox', { name: '对索赔人怎么说' }).fill('请补充加盖公章的维修单。')
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText(`已向索赔人要材料：${toAsk.number}`)).toBeVisible()
    },
    { clicks: 0, keys: 3 },
  )
  await day.step('open one above my bounds', () => day.find(large.number), { clicks: 0 })
  await day.step(
    'submit it: a colleague must approve',
    async () => {
      await ready()
      await page.keyboard.press('a')
      await expect(page.getByText(/还要一位.*批准/)).toBeVisible()
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText(`已提交 ${large.number}，等复核`)).toBeVisible()
    },
    { clicks: 0, keys: 2 },
  )
  await day.step(
    'go to the desk, another queue',
    async () => {
      await page.keyboard.press('Escape')
      await page.getByRole('link', { name: '理赔台' }).first().click()
      await page.getByRole('button', { name: /付款失败/ }).click()
      await expect(page).toHaveURL(/queue=failed/)
      await expect(page.locator('tbody tr').first()).toBeVisible()
    },
    { clicks: 2 },
  )
  await day.step(
    'everybody’s in review, two of them side by side',
    async () => {
      await page.goto('/claims?queue=review&whose=all')
      await expect(page.getByRole('checkbox').nth(2)).toBeVisible()
      for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key)
      await page.getByRole('toolbar').getByRole('button', { name: '并排看' }).click()
      await expect(page.getByRole('dialog').getByRole('columnheader')).toHaveCount(2)
    },
    { clicks: 1, keys: 4 },
  )
  await day.step(
    'assign both to me',
    async () => {
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /关\s?上/ })
        .click()
      await page.getByRole('toolbar').getByRole('button', { name: '分给我' }).click()
      await expect(page.getByText('分好了 2 件。')).toBeVisible()
    },
    { clicks: 2 },
  )
  await day.step('open one that was declined, whose claimant called again', () => day.find(declined.number), {
    clicks: 0,
  })
  await day.step(
    'ask to reopen it',
    async () => {
      await page.getByRole('button', { name: /重\s?开/ }).click()
      await page.getByRole('textbox', { name: '为什么' }).fill('客户补来了回执。')
      await page.getByRole('button', { name: /申请重开/ }).click()
      await expect(page.getByText('等另一人批准重开')).toBeVisible()
    },
    { clicks: 2 },
  )
  await day.step('what I may decide of others', async () => {
    await page.goto('/approvals')
    await expect(page.getByRole('heading', { level: 1, name: '审批' })).toBeVisible()
  })
  await day.step(
    'the policy behind a claim',
    async () => {
      await day.find(shown.number)
      await page.locator('a[href*="/policies/P"]').first().click()
      await expect(page).toHaveURL(/\/policies\/P/)
    },
    { clicks: 1 },
  )
  await day.signOut()
})
