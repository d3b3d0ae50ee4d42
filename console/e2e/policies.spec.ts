import { endSession, expect, password, test } from './support/test'
import { aPolicyThat } from './support/find'

const account = { productCodes: ['ASI-01'], states: ['IN_FORCE'] }

for (const language of ['zh-CN', 'en'] as const) {
  const zh = language === 'zh-CN'
  test(`E1: policies are found by conditions that stand in the address, and opened by keys (${language})`, async ({
    as,
  }) => {
    const page = await as('serge', { language })
    await page.goto('/policies')
    await expect(page.locator('tbody tr').first()).toBeVisible()
    await page.getByRole('button', { name: zh ? '状态' : 'State', exact: true }).click()
    await page.getByRole('checkbox', { name: zh ? '已退保' : 'Cancelled' }).check()
    await expect(page).toHaveURL(/CANCELLED/)
    await page.keyboard.press('Escape')
    await expect(page.locator('tbody tr').first().locator('.state')).toHaveText(zh ? '已退保' : 'Cancelled')
    const [number] = await page.locator('tbody tr a').allTextContents()
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/policies/${String(number)}`))
    await expect(page.getByRole('heading', { level: 1 })).toContainText(zh ? '已退保' : 'Cancelled')
  })
}

test('E1: conditions are kept under a name, and gone when they are dropped', async ({ as }) => {
  const page = await as('uma')
  const name = `视图 ${String(Date.now() % 100_000)}`
  await page.goto(`/policies?states=["EXPIRED"]&from=0.0${String(Date.now() % 1000)}`)
  await page.getByRole('button', { name: '把现在的条件存为视图' }).click()
  await page.getByLabel('视图叫什么').fill(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-pressed', 'true')
  await page.waitForLoadState('networkidle')
  await page.reload()
  await page.goto('/policies')
  await page.getByRole('button', { name, exact: true }).click()
  await expect(page).toHaveURL(/EXPIRED/)
  await page.getByRole('button', { name: `删除视图「${name}」` }).click()
  await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0)
})

test('E1: a list of what is shown is exported, with its progress', async ({ as }) => {
  const page = await as('serge')
  await page.goto('/policies?states=["CANCELLED"]')
  await page.getByRole('button', { name: '导出' }).click()
  await page.getByLabel('为什么导出').fill('客户回访名单')
  await page.getByRole('dialog').getByRole('button', { name: /^导出/ }).click()
  await expect(page.getByText('导出开始了')).toBeVisible()
  await page.getByRole('link', { name: '去看' }).click()
  await page.locator('tbody tr').first().click()
  await expect(page.locator('h1 .state')).toHaveText('已完成', { timeout: 30_000 })
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载结果' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/xlsx$/)
})

for (const [place, language] of (['zh-CN', 'en'] as const).entries()) {
  const zh = language === 'zh-CN'
  test(`B5: a policy is cancelled by phone for what the dialog said (${language})`, async ({ as, ask }) => {
    const number = await aPolicyThat(ask, account, 'cancelPolicy', place)
    const page = await as('serge', { language })
    await page.goto(`/policies/${number}`)
    await page.getByRole('button', { name: zh ? /^退\s?保$/ : 'Cancel policy' }).click()
    const dialog = page.getByRole('dialog')
    const act = dialog.getByRole('button', { name: zh ? /^退保，退费/ : /^Cancel and refund/ })
    await expect(act).toBeDisabled()
    await dialog.getByLabel(zh ? '来电说明' : 'What the caller said').fill('客户来电，账户不再使用')
    await expect(act).toBeEnabled()
    const promised = /[\d,]+\.\d\d/.exec((await act.textContent()) ?? '')?.[0]
    await act.click()
    await expect(page.getByText(zh ? /退保办好了/ : /^Cancelled; endorsement/)).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(zh ? '已退保' : 'Cancelled')
    const cover = page
      .locator('.endorsement')
      .first()
      .getByRole('row', { name: zh ? /^保额/ : /^Sum insured/ })
    await expect(cover.getByRole('cell').nth(1)).not.toHaveText('0.00')
    await expect(cover.getByRole('cell').nth(2)).toHaveText('0.00')
    const data = (await ask(
      'serge',
      `query($n: String!) { policy(by: { number: $n }) { endorsements(first: 5) { edges { node { kind premiumChange { amount } } } } } }`,
      { n: number },
    )) as {
      policy: { endorsements: { edges: { node: { kind: string; premiumChange: { amount: string } } }[] } }
    }
    const moved = data.policy.endorsements.edges.find((edge) => edge.node.kind === 'CANCELLATION')?.node.premiumChange
      .amount
    expect(moved?.replace('-', '')).toBe(promised)
  })
}

test('B3: a plan is changed; the difference and who pays it stand before the click', async ({ as, ask }) => {
  const number = await aPolicyThat(ask, { ...account, planCodes: ['BASIC'] }, 'endorsePolicy', 3)
  const page = await as('serge')
  await page.goto(`/policies/${number}`)
  await page.getByRole('button', { name: /^批\s?改$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.planCards label').first().click()
  await dialog.getByLabel('来电说明').fill('客户要更高的保额')
  await dialog.getByRole('button', { name: /^改为/ }).click()
  await expect(page.getByText('批改办好了')).toBeVisible()
  await expect(page.locator('.endorsement').first()).toContainText('变更计划')
})

test('B3: a wrong value of a person is told at its field, and what was typed stays', async ({ as, ask }) => {
  const number = await aPolicyThat(ask, account, 'endorsePolicy', 4)
  const page = await as('serge')
  await page.goto(`/policies/${number}`)
  await page.getByRole('button', { name: /^批\s?改$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('改被保险人信息').click()
  await dialog.getByLabel('邮箱').fill('nobody at home')
  await expect(dialog.getByLabel('邮箱')).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByLabel('邮箱')).toHaveValue('nobody at home')
})

test('B5: what is typed outlives a session that ended, and a reload', async ({ as, ask }) => {
  const number = await aPolicyThat(ask, account, 'cancelPolicy', 5)
  const page = await as('serge')
  await page.goto(`/policies/${number}`)
  await page.getByRole('button', { name: /^退\s?保$/ }).click()
  await page.getByLabel('来电说明').fill('说到一半')
  await endSession(page)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^退保，退费/ })
    .click()
  await expect(page.getByText('登录到期了')).toBeVisible()
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('登录到期了')).toBeHidden()
  await expect(page.getByLabel('来电说明')).toHaveValue('说到一半')
  await page.waitForTimeout(600)
  await page.reload()
  await page.getByRole('button', { name: /^退\s?保$/ }).click()
  await expect(page.getByLabel('来电说明')).toHaveValue('说到一半')
})

test('B4: a policy is renewed for what the dialog said, a wrong order number first', async ({ as, ask }) => {
  const soon = new Date(Date.now() + 40 * 86_400_000).toISOString()
  const ends = { start: new Date().toISOString(), end: soon }
  const number = await aPolicyThat(
    ask,
    { productCodes: ['SCR-01'], states: ['IN_FORCE'], coverEnd: ends },
    'renewPolicy',
  )
  const page = await as('serge')
  await page.goto(`/policies/${number}`)
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: /^续\s?保$/ }).click()
  const dialog = page.getByRole('dialog')
  const act = dialog.getByRole('button', { name: /^续保，.+付 [\d,]+\.\d\d 元$/ })
  await expect(act).toBeDisabled()
  await dialog.getByLabel('来电说明').fill('客户来电，要接着保')
  await dialog.getByLabel('续保的订单号').fill('订单 一号')
  await act.click()
  await expect(dialog.getByLabel('续保的订单号')).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByLabel('来电说明')).toHaveValue('客户来电，要接着保')

  // What was typed survives a reload; then it is put right, and done for the money that stood there.
  await page.waitForTimeout(600)
  await page.reload()
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: /^续\s?保$/ }).click()
  await expect(dialog.getByLabel('来电说明')).toHaveValue('客户来电，要接着保')
  const order = `R-${String(Date.now())}`
  await dialog.getByLabel('续保的订单号').fill(order)
  await expect(act).toBeEnabled()
  const promised = /([^，]+)付 ([\d,]+\.\d\d)/.exec((await act.textContent()) ?? '')
  await act.click()
  await expect(page.getByText(/续保办好了，新保单 P\d+/)).toBeVisible()
  const { policy } = (await ask('serge', `query($n: String!) { policy(by: { number: $n }) { renewedBy } }`, {
    n: number,
  })) as { policy: { renewedBy: string } }
  const made = (await ask(
    'serge',
    `query($n: String!) { policy(by: { number: $n }) { orderNo payer premium { amount } } terms(enums: ["PremiumPayer"]) { coordinate text { zh } } }`,
    { n: policy.renewedBy },
  )) as {
    policy: { orderNo: string; payer: string; premium: { amount: string } }
    terms: { coordinate: string; text: { zh: string } }[]
  }
  expect(made.policy.orderNo).toContain(order)
  expect(made.policy.premium.amount).toBe(promised?.[2]?.replace(',', ''))
  expect(promised?.[1]).toBe(
    made.terms.find((term) => term.coordinate === `PremiumPayer.${made.policy.payer}`)?.text.zh,
  )
  await page.getByRole('link', { name: '打开', exact: true }).click()
  await expect(page).toHaveURL(new RegExp(policy.renewedBy))
})

for (const [place, language] of (['zh-CN', 'en'] as const).entries()) {
  const zh = language === 'zh-CN'
  test(`H7: a person's data are asked to be erased, a wrong number first, and the approval waits (${language})`, async ({
    as,
    ask,
  }) => {
    const { policies } = (await ask(
      'serge',
      '{ policies(filter: { productCodes: ["SCR-01"], states: [EXPIRED] }, first: 100) { edges { node { number renewedBy allowed { act possible } } } } }',
    )) as {
      policies: {
        edges: { node: { number: string; renewedBy: string | null; allowed: { act: string; possible: boolean }[] } }[]
      }
    }
    const free = policies.edges.filter(
      ({ node }) => !node.renewedBy && node.allowed.some((each) => each.act === 'requestErasure' && each.possible),
    )
    const number = free[place]?.node.number ?? ''
    const page = await as('serge', { language })
    await page.goto(`/policies/${number}`)
    await page.getByRole('button', { name: zh ? '更多' : 'More' }).click()
    await page.getByRole('menuitem', { name: zh ? '申请删除个人信息' : 'Ask to erase personal data' }).click()
    const dialog = page.getByRole('dialog')
    const act = dialog.getByRole('button', { name: zh ? '提交审批' : 'Send for approval' })
    const phone = dialog.getByLabel(zh ? '电话' : 'Telephone', { exact: true })
    await dialog.getByText(zh ? '按手机号' : 'By telephone number').click()
    await phone.fill('13x')
    await dialog.getByLabel(zh ? '为什么删除' : 'Why').fill('客户书面要求删除')
    await expect(act).toBeDisabled()
    await dialog.getByRole('checkbox').check()
    await act.click()
    await expect(phone).toHaveAttribute('aria-invalid', 'true')
    await expect(dialog.getByLabel(zh ? '为什么删除' : 'Why')).toHaveValue('客户书面要求删除')

    await dialog.getByText(zh ? /^本单标的/ : /^Insured .+ of this policy$/).click()
    await act.click()
    await expect(page.getByText(zh ? /申请提交了，涉及 \d+ 张保单/ : /^Sent: \d+ polic(y|ies)/)).toBeVisible()
    await page.getByRole('link', { name: zh ? '打开' : 'Open', exact: true }).click()
    await expect(page.getByText(zh ? '个人信息删除' : 'Erasure of personal data').first()).toBeVisible()
    await expect(page.getByText('客户书面要求删除').first()).toBeVisible()
    await expect(page.getByRole('button', { name: zh ? /^批准/ : /^Approve/ })).toHaveCount(0)
  })
}

test('forbidden: who may not ask for an erasure is not offered it', async ({ as, ask }) => {
  const number = await aPolicyThat(ask, { productCodes: ['SCR-01'], states: ['EXPIRED'] })
  const page = await as('uma')
  await page.goto(`/policies/${number}`)
  await page.getByRole('button', { name: '更多' }).click()
  await expect(page.getByRole('menuitem').first()).toBeVisible()
  await expect(page.getByRole('menuitem', { name: '申请删除个人信息' })).toHaveCount(0)
})

test('A4: a policy as of a day shows that day and lets nobody act', async ({ as, ask }) => {
  const query = `{ policies(filter: { productCodes: ["ASI-01"], planCodes: ["PLUS"], states: [IN_FORCE] }, orderBy: BOUND_AT_ASC, first: 100) { edges { node { number boundAt endorsements(first: 5) { edges { node { kind effectiveAt } } } offer { name { zh } } } } } }`
  const data = (await ask('serge', query)) as {
    policies: {
      edges: {
        node: {
          number: string
          offer: { name: { zh: string } }
          endorsements: { edges: { node: { kind: string; effectiveAt: string } }[] }
        }
      }[]
    }
  }
  const found = data.policies.edges
    .map((edge) => edge.node)
    .find((node) =>
      node.endorsements.edges.some(
        (edge) => edge.node.kind === 'PLAN_CHANGE' && Date.parse(edge.node.effectiveAt) < Date.now() - 2 * 86_400_000,
      ),
    )
  expect(found, 'an account policy whose plan was changed days ago').toBeDefined()
  const changedAt = found?.endorsements.edges.find((edge) => edge.node.kind === 'PLAN_CHANGE')?.node.effectiveAt ?? ''
  const before = new Date(Date.parse(changedAt) - 1000).toISOString()
  const page = await as('serge')
  await page.goto(`/policies/${found?.number ?? ''}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('账户安全险')
  const planNow = await page.getByRole('heading', { level: 1 }).textContent()
  await page.goto(`/policies/${found?.number ?? ''}?asOf=${before}`)
  await expect(page.getByText('不是现在的。此处不能办理业务。')).toBeVisible()
  await expect(page.getByRole('button', { name: /^退\s?保$/ })).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(planNow ?? '')
  await page.getByRole('button', { name: '回到现在' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(planNow ?? '')
  await expect(page.getByRole('button', { name: /^退\s?保$/ })).toBeVisible()
})

test('A4: personal data are shown for a minute, with a reason, on record', async ({ as, ask }) => {
  const data = (await ask(
    'serge',
    `{ policies(filter: { productCodes: ["ASI-01"] }, first: 50) { edges { node { number insureds { name } } } } }`,
  )) as {
    policies: { edges: { node: { number: string; insureds: { name: string | null }[] } }[] }
  }
  const named = data.policies.edges.find((edge) => edge.node.insureds.some((insured) => insured.name))
  const number = named?.node.number ?? ''
  const page = await as('serge')
  await page.goto(`/policies/${number}`)
  await expect(page.locator('.page > header')).toContainText('*')
  await page.getByRole('button', { name: '查看完整信息' }).click()
  await page.getByLabel('为什么要看').fill('来电核对身份')
  await page.getByRole('button', { name: '查看 60 秒' }).click()
  await expect(page.locator('.revealed')).toBeVisible()
  await expect(page.locator('.revealed')).not.toContainText('**')
})

test('forbidden: who only reads is offered no act on a policy', async ({ as, ask }) => {
  const number = await aPolicyThat(ask, account)
  const page = await as('ada')
  await page.goto(`/policies/${number}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: /^(退\s?保|批\s?改|电话报案)$/ })).toHaveCount(0)
})

test('a lost network: what was read stays to be read, and comes to life again', async ({ as, ask }) => {
  const number = await aPolicyThat(ask, account)
  const page = await as('serge')
  await page.goto(`/policies/${number}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.context().setOffline(true)
  await page.waitForTimeout(2_500)
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
  await expect(page.getByText('连不上服务器')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: '再试一次' }).first().click()
  await expect(page.getByText('连不上服务器')).toHaveCount(0)
})
