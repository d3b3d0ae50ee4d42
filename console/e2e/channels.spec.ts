import type { Page } from '@playwright/test'
import { approve, channelOf, newChannel, newEndpoint, renamed, waiting } from './support/channels'
import { expect, test } from './support/test'

for (const language of ['zh-CN', 'en'] as const) {
  const zh = language === 'zh-CN'
  test(`C8: sales adds a channel with its credential, wrong first; the secret is shown once (${language})`, async ({
    as,
    ask,
  }) => {
    const code = `j${crypto.randomUUID().slice(0, 8)}`
    const page = await as('sam', { language })
    await page.goto('/')
    await page.getByRole('link', { name: zh ? '渠道与契约' : 'Channels' }).click()
    await page.getByRole('button', { name: zh ? '添加渠道' : 'Add a channel', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(zh ? '代码' : 'Code').fill(`${code} mall`)
    await dialog.getByLabel(zh ? '名称' : 'Name').fill(`新渠道 ${code}`)
    const add = dialog.getByRole('button', { name: zh ? /^添加渠道/ : /^Add channel/ })
    await add.click()
    await expect(dialog.getByLabel(zh ? '代码' : 'Code')).toHaveAttribute('aria-invalid', 'true')
    await dialog.getByLabel(zh ? '代码' : 'Code').fill(code)
    await add.click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`新渠道 ${code}`)
    await expect(page).toHaveURL(new RegExp(`/channels/${code}$`))

    await askForCredential(page, zh, `${code}-1`)
    const secret = page.getByRole('dialog')
    await expect(secret.getByRole('heading')).toHaveText(zh ? '密钥只显示这一次' : 'The secret is shown this once')
    const shown = (await secret.locator('.secret').textContent()) ?? ''
    expect(shown.length).toBeGreaterThan(20)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.mouse.click(5, 5)
    await expect(secret).toBeVisible()
    await secret.getByRole('button', { name: zh ? /^复制 / : /^Copy / }).click()
    await expect(secret.getByText(zh ? '已复制' : 'Copied')).toBeVisible()
    const download = page.waitForEvent('download')
    await secret.getByRole('button', { name: zh ? /^下载 / : /^Download / }).click()
    expect((await download).suggestedFilename()).toBe(`${code}-1.txt`)
    await secret.getByRole('button', { name: zh ? '已存好' : 'I have kept it' }).click()
    await expect(secret).toBeHidden()
    await expect(page.getByText(shown)).toHaveCount(0)
    await expect(
      page.getByText(zh ? '申请提上去了，等安全管理员批准。' : 'The request waits for a security admin.'),
    ).toBeVisible()
    await approve(ask, 'sly', await waiting(ask, `${code}-1`))
    await page.reload()
    await expect(page.locator('.credentials')).toContainText(`${code}-1`)
    await expect(page.getByText(zh ? /已经显示过一次/ : /was shown once/)).toHaveCount(0)
  })
}

async function askForCredential(page: Page, zh: boolean, keyId: string) {
  await page.getByRole('button', { name: zh ? '申请凭证' : 'Request a credential' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(zh ? '编号' : 'Key', { exact: true }).fill(keyId)
  await dialog.getByText(/HMAC/).click()
  await dialog.getByLabel(zh ? '为什么' : 'Why').fill('渠道接入')
  await dialog.getByRole('button', { name: zh ? /^申请凭证 / : /^Request credential/ }).click()
}

test('C8: an endpoint is added, wrong first; its public key is shown', async ({ as, ask }) => {
  const code = await newChannel(ask)
  const page = await as('sam')
  await page.goto(`/channels/${code}`)
  await page.getByRole('button', { name: '添加通知地址' }).click()
  const dialog = page.getByRole('dialog')
  const address = dialog.getByLabel('地址', { exact: true })
  await address.fill('http://hooks.example/baodan')
  const save = dialog.getByRole('button', { name: '添加通知地址' })
  await expect(address).toHaveAttribute('aria-invalid', 'true')
  await expect(save).toBeDisabled()
  await address.fill(`https://hooks.${code}.example/baodan`)
  await dialog.getByLabel('听哪些事件').fill('nothing.is.called.so')
  await save.click()
  await expect(dialog.getByLabel('听哪些事件')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('听哪些事件').fill('policy.*')
  await save.click()
  await expect(dialog.locator('.secret')).toContainText('whpk_')
  await dialog.getByRole('button', { name: '已存好' }).click()
  await expect(page.locator('.endpointList')).toContainText(`hooks.${code}.example/baodan`)
  await expect(page.locator('.endpointList .state')).toHaveText('待验证')
})

test('C8: a page that is loaded again while a secret is shown says that it is gone, and how to get another', async ({
  as,
  ask,
}) => {
  const code = await newChannel(ask)
  const page = await as('sam')
  page.on('dialog', (dialog) => void dialog.accept())
  await page.goto(`/channels/${code}`)
  await askForCredential(page, true, `${code}-1`)
  const shown = (await page.getByRole('dialog').locator('.secret').textContent()) ?? ''
  await page.reload()
  const told = page.getByRole('alert').filter({ hasText: `「${code}-1」的密钥已经显示过一次，不会再显示` })
  await expect(told).toContainText('申请一个新凭证')
  expect(await page.content()).not.toContain(shown)
  await told.getByRole('button', { name: '知道了' }).click()
  await expect(told).toBeHidden()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(told).toHaveCount(0)
})

test('C8: a credential is limited to addresses, wrong first, and revoked', async ({ as, ask }) => {
  const code = await newChannel(ask)
  const keyId = `${code}-1`
  await ask(
    'sam',
    'mutation($input: RequestCredentialInput!) { requestCredential(input: $input) { userErrors { message } } }',
    {
      input: { requestNo: keyId, channelCode: code, keyId, algorithm: 'HMAC_SHA256', reason: '渠道接入' },
    },
  )
  await approve(ask, 'sly', await waiting(ask, keyId))
  const page = await as('sam')
  await page.goto(`/channels/${code}`)
  const acts = page.getByRole('button', { name: `凭证 ${keyId} 的动作` })
  await acts.click()
  await page.getByRole('menuitem', { name: '改来源地址' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('来源地址').fill('203.0.113.7/8')
  await dialog.getByLabel('为什么').fill('只许机房来')
  await dialog.getByRole('button', { name: '改成这些' }).click()
  await expect(dialog.getByLabel('来源地址')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('来源地址').fill('203.0.113.0/24')
  await dialog.getByRole('button', { name: '改成这些' }).click()
  await expect(page.locator('.credentials')).toContainText('203.0.113.0/24')
  await acts.click()
  await page.getByRole('menuitem', { name: /^吊\s?销$/ }).click()
  await expect(dialog).toContainText('这是最后一个凭证')
  await dialog.getByLabel('为什么').fill('换机房')
  await dialog.getByRole('button', { name: '吊销，马上失效' }).click()
  await expect(page.getByText('还没有凭证，渠道还不能调用。')).toBeVisible()
})

test('C9: two people change a channel at once: the second sees the difference, and loses nothing', async ({
  as,
  ask,
}) => {
  const code = await newChannel(ask)
  const page = await as('sam')
  await page.goto(`/channels/${code}`)
  await page.getByRole('button', { name: '改资料' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill('南山优选')
  await dialog.getByLabel('为什么').fill('对方改名')
  await renamed(ask, code, '北山优选')
  await dialog.getByRole('button', { name: /^存\s?下$/ }).click()
  const conflict = dialog.getByRole('alert').filter({ hasText: '刚刚有人改过' })
  await expect(conflict).toContainText('北山优选')
  await expect(dialog.getByLabel('名称')).toHaveValue('南山优选')
  await expect(dialog.getByRole('button', { name: /^存\s?下$/ })).toBeDisabled()
  await conflict.getByRole('button', { name: '换成新版' }).click()
  await dialog.getByRole('button', { name: /^存\s?下$/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('南山优选')
  expect((await channelOf(ask, code)).name).toBe('南山优选')
})

test('C10: a channel is closed after it is said what follows, and opened again', async ({ as, ask }) => {
  const code = await newChannel(ask)
  const page = await as('sam')
  await page.goto(`/channels/${code}`)
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: '关闭渠道' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('关闭后不能报价、承保、批改、续保；理赔、退保照常。今天已承保 0 件。')
  const act = dialog.getByRole('button', { name: '关闭，停止承保' })
  await expect(act).toBeDisabled()
  await dialog.getByRole('button', { name: '先不关' }).click()
  await expect(page.locator('h1 .state')).toHaveText('营业中')
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: '关闭渠道' }).click()
  await dialog.getByLabel('为什么').fill('对方停业')
  await act.click()
  await expect(page.locator('h1 .state')).toHaveText('已关闭')
  expect((await channelOf(ask, code)).open).toBe(false)
  await page.getByRole('button', { name: '重新营业' }).click()
  await dialog.getByLabel('为什么').fill('恢复了')
  await dialog.getByRole('button', { name: '重新营业' }).click()
  await expect(page.locator('h1 .state')).toHaveText('营业中')
})

test('C9: a test event is sent to an endpoint, its delivery is opened, and what was not delivered is replayed', async ({
  as,
  ask,
}) => {
  const code = await newChannel(ask)
  await newEndpoint(ask, code)
  const page = await as('sys')
  await page.goto(`/channels/${code}`)
  await page.getByRole('button', { name: '发测试事件' }).click()
  const row = page.locator('.deliveries tbody tr')
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('endpoint.tested')
  await expect(row).toContainText('待送达')
  await row.getByRole('button').click()
  await expect(page.getByRole('region', { name: 'endpoint.tested 的每次发送' })).toContainText('还没发过')
  await page.getByRole('button', { name: '状态', exact: true }).click()
  await page.getByRole('checkbox', { name: '已送达' }).check()
  await expect(page).toHaveURL(/DELIVERED/)
  await expect(page.getByText('没有这样的通知。')).toBeVisible()
  await page.getByRole('button', { name: '去掉条件 状态' }).click()
  await page.getByRole('button', { name: '重发没送到的' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('没送到的有 1 条')
  await dialog.getByRole('button', { name: '重发没送到的 1 条' }).click()
  await expect(page.getByText('重发做完了，每条的结果在下面。')).toBeVisible({ timeout: 30_000 })
})

test('C9: an endpoint is changed, switched off and on again, given a new key, and deleted', async ({ as, ask }) => {
  const code = await newChannel(ask)
  await newEndpoint(ask, code)
  const page = await as('sam')
  await page.goto(`/channels/${code}`)
  const acts = page.getByRole('button', { name: '通知地址的动作' })
  const dialog = page.getByRole('dialog')
  const choose = async (name: string | RegExp) => {
    await acts.click()
    await page.getByRole('menuitem', { name }).click()
  }
  await choose('改通知地址')
  await dialog.getByLabel('听哪些事件').fill('nothing.is.called.so')
  await dialog.getByRole('button', { name: /^存\s?下$/ }).click()
  await expect(dialog.getByLabel('听哪些事件')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('听哪些事件').fill('claim.paid')
  await dialog.getByRole('button', { name: /^存\s?下$/ }).click()
  await expect(page.locator('.endpointHead')).toContainText('claim.paid')
  await choose(/^停\s?用$/)
  await dialog.getByRole('button', { name: '停用，不再通知' }).click()
  await expect(page.locator('.endpointList .state')).toHaveText('已停用')
  await page.getByRole('button', { name: /^开\s?启$/ }).click()
  await expect(page.locator('.endpointList .state')).toHaveText('待验证')
  await choose('轮换签名密钥')
  await dialog.getByLabel('旧的再用几小时').fill('1000')
  await dialog.getByRole('button', { name: '换新密钥' }).click()
  await expect(dialog.getByLabel('旧的再用几小时')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('旧的再用几小时').fill('2')
  await dialog.getByRole('button', { name: '换新密钥' }).click()
  await expect(dialog.locator('.secret')).toContainText('whpk_')
  await dialog.getByRole('button', { name: '已存好' }).click()
  await choose(/^删\s?除$/)
  await dialog.getByRole('button', { name: '删除，不再通知' }).click()
  await expect(page.getByText('还没有通知地址。')).toBeVisible()
})

test('C9: the list is narrowed by what stands in the address, and a channel is found in the box', async ({
  as,
  ask,
}) => {
  const code = await newChannel(ask)
  const page = await as('sam')
  await page.goto('/channels')
  await page.getByRole('button', { name: '通知地址', exact: true }).click()
  await page.getByRole('radio', { name: '有问题的' }).click()
  await expect(page).toHaveURL(/troubled=yes/)
  await expect(page.locator('tbody tr').first().locator('.state.bad, .state.ended').first()).toBeVisible()
  await page.getByRole('button', { name: '去掉条件 通知地址' }).click()
  await page.getByLabel('代码开头').fill(code)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`code=${code}`))
  await expect(page.locator('tbody tr')).toHaveCount(1)
  await page.goto('/channels?mode=sandbox')
  await page.getByRole('link', { name: `渠道 ${code}` }).click()
  await expect(page).toHaveURL(/mode=sandbox/)
  await expect(page.getByRole('button', { name: '沙箱', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill(code)
  await expect(page.getByRole('option', { name: new RegExp(code) }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/channels/${code}`))
})

test('forbidden: claims sees neither keys nor endpoints of a channel, and is offered no act', async ({ as, ask }) => {
  const code = await newChannel(ask)
  const page = await as('cleo')
  await page.goto(`/channels/${code}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(code)
  await expect(page.getByRole('link', { name: '渠道与契约' })).toHaveCount(1)
  await expect(page.getByRole('heading', { name: '凭证' })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: '通知记录' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: /^(新契约|改资料|更多|添加通知地址)$/ })).toHaveCount(0)
})
