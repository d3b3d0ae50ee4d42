import { expect, test } from './support/test'
import { aPolicyThat } from './support/find'

/** The smallest PDF that says so of itself. */
const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
)

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
