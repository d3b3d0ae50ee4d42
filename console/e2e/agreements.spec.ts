import { agreed, approve, closed, newChannel, waiting } from './support/channels'
import { endSession, expect, password, test } from './support/test'

for (const language of ['zh-CN', 'en'] as const) {
  const zh = language === 'zh-CN'
  test(`C5: a channel gets an agreement, above what was filed first; somebody else approves (${language})`, async ({
    as,
    ask,
  }) => {
    const code = await newChannel(ask)
    const page = await as('sam', { language })
    await page.goto(`/channels/${code}`)
    await page.getByRole('button', { name: zh ? '新契约' : 'New agreement' }).click()
    await page.getByLabel(zh ? '产品' : 'Product', { exact: true }).click()
    await page.locator('.ant-select-item-option', { hasText: 'RFI-01' }).click()
    await page.getByLabel(zh ? '契约' : 'Agreement', { exact: true }).fill('AG-1')
    const commission = page.getByLabel(zh ? '佣金' : 'Commission')
    await commission.fill('90')
    await expect(page.getByText(zh ? '超出备案的上限 20%' : 'Above what was filed: 20%')).toBeVisible()
    await page.getByLabel(zh ? '费率系数' : 'Premium factor').fill('0.5')
    await expect(page.getByText(zh ? '低于备案的下限 0.70' : 'Below what was filed: 0.70')).toBeVisible()
    await page.getByLabel(zh ? '为什么' : 'Why').fill('新签的渠道')
    const send = page.getByRole('button', { name: zh ? '提第 1 版，等批准' : 'Ask for version 1' })
    await send.click()
    await expect(commission).toHaveAttribute('aria-invalid', 'true')
    await expect(page.getByRole('alert').filter({ hasText: zh ? '处要改' : 'to correct' })).toBeVisible()
    await commission.fill('12.5')
    await page.getByLabel(zh ? '费率系数' : 'Premium factor').fill('0.9')
    await page.getByRole('button', { name: zh ? '加一条限量' : 'Add a quota' }).click()
    await page.getByLabel(zh ? '第 1 条限量的上限' : 'Most of quota 1').fill('12000')
    await send.click()
    await expect(
      page.getByText(zh ? '「AG-1」的新版本等批准' : 'A new version of AG-1 waits for approval'),
    ).toBeVisible()

    const finance = await as('fay', { language })
    await finance.goto(`/channels/${code}`)
    await finance.getByRole('link', { name: zh ? '看' : 'See', exact: true }).click()
    await finance.getByRole('button', { name: zh ? /^批准/ : /^Approve/ }).click()
    await expect(finance.getByText(zh ? '批准了。' : 'Approved.')).toBeVisible()
    await page.goto(`/channels/${code}/agreements/AG-1`)
    await expect(page.locator('h1 .state')).toHaveText(zh ? '生效中' : 'In force')
    await expect(page.locator('.says')).toContainText('12.5%')
    await expect(page.locator('.says')).toContainText(zh ? '不超过 20%' : 'up to 20%')
    await expect(page.getByText('0 / 12,000').first()).toBeVisible()
    await expect(page.locator('.terms')).toContainText('cover.length')
  })
}

test('C7: two people change an agreement: the second sees what was agreed meanwhile, and keeps what they typed', async ({
  as,
  ask,
}) => {
  const code = await newChannel(ask)
  const agreement = await agreed(ask, code)
  const page = await as('sam')
  await page.goto(`/channels/${code}/agreements/${agreement}`)
  await page.getByRole('button', { name: '改契约' }).click()
  await page.getByLabel('佣金').fill('12')
  await page.getByLabel('为什么').fill('量大了')
  await expect(page.locator('.beside .diff')).toContainText('12%')
  await agreed(ask, code, 1, '0.11')
  await page.getByRole('button', { name: '提第 2 版，等批准' }).click()
  const conflict = page.getByRole('alert').filter({ hasText: '第 2 版已经生效或定下' })
  await expect(conflict).toContainText('10% → 11%')
  await expect(page.getByLabel('佣金')).toHaveValue('12')
  await expect(page.getByLabel('为什么')).toHaveValue('量大了')
  await conflict.getByRole('button', { name: '换成新版' }).click()
  await page.getByRole('button', { name: '提第 3 版，等批准' }).click()
  await expect(page.getByText('第 3 版等另一位销售或财务同事批准')).toBeVisible()
  await approve(ask, 'fay', await waiting(ask, `${code}/${agreement}`))
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('第 3 版')
  await expect(page.locator('.versions tbody tr').first()).toContainText('佣金 11% → 12%')
})

test('C7: a channel is closed while its agreement is changed: the page says so, and nothing typed is lost', async ({
  as,
  ask,
}) => {
  const code = await newChannel(ask)
  const agreement = await agreed(ask, code)
  const page = await as('sam')
  await page.goto(`/channels/${code}/agreements/${agreement}`)
  await page.getByRole('button', { name: '改契约' }).click()
  await page.getByLabel('佣金').fill('15')
  await page.getByLabel('为什么').fill('谈好了')
  await closed(ask, code)
  await page.getByRole('button', { name: '提第 2 版，等批准' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '刚刚被关闭了，所以没有提交' })).toContainText('你写的都还在')
  await expect(page.getByLabel('佣金')).toHaveValue('15')
  await expect(page.getByLabel('为什么')).toHaveValue('谈好了')
  await page.waitForTimeout(600)
  await page.reload()
  await expect(page.getByLabel('佣金')).toHaveValue('15')
  await page.getByRole('button', { name: '先提上，等渠道重新营业再批' }).click()
  await expect(page.getByText('第 2 版等另一位销售或财务同事批准')).toBeVisible()
})

test('C7: what is typed into an agreement outlives a session that ended', async ({ as, ask }) => {
  const code = await newChannel(ask)
  const agreement = await agreed(ask, code)
  const page = await as('sam')
  await page.goto(`/channels/${code}/agreements/${agreement}?change=true`)
  await page.getByLabel('佣金').fill('9')
  await page.getByLabel('为什么').fill('对方少要一点')
  await endSession(page)
  await page.getByRole('button', { name: '提第 2 版，等批准' }).click()
  await expect(page.getByText('登录到期了')).toBeVisible()
  await page.getByLabel('密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(page.getByText('登录到期了')).toBeHidden()
  await expect(page.getByLabel('佣金')).toHaveValue('9')
  await page.getByRole('button', { name: '提第 2 版，等批准' }).click()
  await expect(page.getByText('第 2 版等另一位销售或财务同事批准')).toBeVisible()
})

test('C6: an agreement is ended after it is said what follows: nothing new is issued under it', async ({ as, ask }) => {
  const code = await newChannel(ask)
  const agreement = await agreed(ask, code)
  const page = await as('sam')
  await page.goto(`/channels/${code}/agreements/${agreement}`)
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: '终止契约' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('不能再按它报价、承保、续保')
  await dialog.getByLabel('为什么').fill('合作结束')
  await dialog.getByRole('button', { name: '终止，停止承保' }).click()
  await expect(page.locator('h1 .state')).toHaveText('已终止')
  await page.getByRole('button', { name: '更多' }).click()
  await expect(page.getByRole('menuitem', { name: /终止契约/ })).toHaveAttribute('aria-disabled', 'true')
})
