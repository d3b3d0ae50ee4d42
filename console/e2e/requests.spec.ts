import { expect, test, type Ask } from './support/test'
import { pdf } from './support/files'
import { aPolicyThat } from './support/find'

for (const [place, language] of (['zh-CN', 'en'] as const).entries()) {
  const zh = language === 'zh-CN'
  test(`A5, B7: a policy document is asked for by phone, made ready and sent (${language})`, async ({ as, ask }) => {
    const number = await aPolicyThat(ask, { states: ['IN_FORCE'] }, 'openServiceRequest', 10 + place)
    const service = await as('serge', { language })
    await service.goto(`/requests/new?policy=${number}`)
    await service.getByLabel(zh ? '收件人姓名' : 'Name of the recipient').fill('李书涵')
    await service.getByRole('button', { name: zh ? '开服务单' : 'Open the request' }).click()
    await expect(service.getByLabel(zh ? '邮箱' : 'E-mail', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await service.getByLabel(zh ? '邮箱' : 'E-mail', { exact: true }).fill('shuhan@mail.example')
    await service.getByRole('button', { name: zh ? '开服务单' : 'Open the request' }).click()
    await service.getByRole('link', { name: zh ? '去看' : 'See it' }).click()
    await expect(service.getByRole('heading', { level: 1 })).toBeVisible()
    const address = new URL(service.url()).pathname

    const underwriter = await as('uma', { language })
    await underwriter.goto(address)
    await underwriter.getByRole('button', { name: zh ? '我来办' : 'Take it' }).click()
    await underwriter
      .locator('input[type="file"]')
      .setInputFiles({ name: 'policy.pdf', mimeType: 'application/pdf', buffer: pdf })
    await expect(underwriter.getByRole('button', { name: 'policy.pdf' })).toBeVisible()
    await expect(underwriter.locator('.mailPreview')).toBeVisible()
    await underwriter.getByRole('button', { name: zh ? /^发送到/ : /^Send to/ }).click()
    await expect(underwriter.locator('h1 .state')).toHaveText(zh ? /发送中|已发出/ : /Sending|Sent/)
    await service.reload()
    await expect(service.locator('h1 .state')).toHaveText(zh ? /发送中|已发出/ : /Sending|Sent/)
  })
}

/** A new request for a policy document by post, as customer service opens it. */
async function opened(ask: Ask, place: number): Promise<string> {
  const policy = await aPolicyThat(ask, { states: ['IN_FORCE'] }, 'openServiceRequest', place)
  const data = (await ask(
    'serge',
    `mutation($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { serviceRequest { number } userErrors { message } } }`,
    {
      input: {
        requestNo: `J-${crypto.randomUUID()}`,
        policyNumber: policy,
        kind: 'POLICY_DOCUMENT',
        delivery: 'POST',
        recipient: { name: '周景行', address: '杭州市文三路 100 号', phone: '13800000000' },
      },
    },
  )) as { openServiceRequest: { serviceRequest: { number: string } | null; userErrors: unknown[] } }
  expect(data.openServiceRequest.userErrors).toEqual([])
  return data.openServiceRequest.serviceRequest?.number ?? ''
}

test('A5: a letter is posted with its parcel number, wrong first, and the request closed', async ({ as, ask }) => {
  const number = await opened(ask, 15)
  const page = await as('uma')
  await page.goto(`/requests/${number}`)
  await page.getByRole('button', { name: '我来办' }).click()
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'policy.pdf', mimeType: 'application/pdf', buffer: pdf })
  await expect(page.getByRole('button', { name: 'policy.pdf' })).toBeVisible()
  const post = page.getByRole('button', { name: '登记寄出' })
  await expect(post).toBeDisabled()
  await page.getByLabel('快递公司').fill('SF')
  await page.getByLabel('运单号').fill('not a parcel number, '.repeat(4))
  await post.click()
  await expect(page.getByLabel('运单号')).toHaveAttribute('aria-invalid', 'true')
  await page.getByLabel('运单号').fill('SF1234567890123')
  await post.click()
  await expect(page.locator('h1 .state')).toHaveText('已发出')
  await expect(page.getByText('SF1234567890123')).toBeVisible()

  const service = await as('serge')
  await service.goto(`/requests/${number}`)
  await expect(service.getByText('SF1234567890123')).toBeVisible()
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: /^办\s?结$/ }).click()
  await expect(page.locator('h1 .state')).toHaveText('已办结')
  await service.reload()
  await expect(service.locator('h1 .state')).toHaveText('已办结')
})

test('A5: a request that the customer no longer wants is cancelled with a reason', async ({ as, ask }) => {
  const number = await opened(ask, 16)
  const page = await as('serge')
  await page.goto(`/requests/${number}`)
  await page.getByRole('button', { name: '更多' }).click()
  await expect(page.getByRole('menuitem', { name: /办\s?结/ })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('menuitem', { name: '取消这单' }).click()
  const dialog = page.getByRole('dialog')
  const act = dialog.getByRole('button', { name: '取消这单' })
  await expect(act).toBeDisabled()
  await dialog.getByRole('button', { name: '先不取消' }).click()
  await expect(page.locator('h1 .state')).toHaveText('待领取')
  await page.getByRole('button', { name: '更多' }).click()
  await page.getByRole('menuitem', { name: '取消这单' }).click()
  await dialog.getByLabel('为什么').fill('客户说不要了')
  await act.click()
  await expect(page.locator('h1 .state')).toHaveText('已取消')
})

test('A6: two people take the same request: one has it, the other is told', async ({ as, ask }) => {
  const policy = await aPolicyThat(ask, { states: ['IN_FORCE'] }, 'openServiceRequest', 14)
  const opened = (await ask(
    'serge',
    `mutation($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { serviceRequest { number } userErrors { message } } }`,
    {
      input: {
        requestNo: `J-${String(Date.now())}`,
        policyNumber: policy,
        kind: 'POLICY_DOCUMENT',
        delivery: 'EMAIL',
        recipient: { name: '周景行', email: 'zhou@mail.example' },
      },
    },
  )) as { openServiceRequest: { serviceRequest: { number: string } } }
  const { number } = opened.openServiceRequest.serviceRequest
  const [uma, ulf] = [await as('uma'), await as('ulf')]
  for (const page of [uma, ulf]) {
    await page.goto(`/requests/${number}`)
    await expect(page.getByRole('button', { name: '我来办' })).toBeVisible()
  }
  await uma.getByRole('button', { name: '我来办' }).click()
  await expect(uma.locator('h1 .state')).toHaveText('处理中')
  await ulf.getByRole('button', { name: '我来办' }).click()
  await expect(ulf.getByRole('alert').first()).toBeVisible()
  await expect(ulf.locator('h1 .state')).toHaveText('处理中')
})

test('forbidden: customer service is not offered to send', async ({ as, ask }) => {
  const data = (await ask(
    'serge',
    `{ serviceRequests(filter: { states: [OPEN] }, first: 1) { edges { node { number } } } }`,
  )) as {
    serviceRequests: { edges: { node: { number: string } }[] }
  }
  const page = await as('serge')
  await page.goto(`/requests/${data.serviceRequests.edges[0]?.node.number ?? ''}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: /^(我来办|发送到)/ })).toHaveCount(0)
})
