import type { Page } from '@playwright/test'
import { expect, type Ask } from './test'

interface Agreement {
  code: string
  channel: { code: string; name: string }
}

/** An agreement by which accounts are insured from a file. */
export async function anAgreement(ask: Ask): Promise<Agreement> {
  const data = (await ask(
    'sam',
    '{ agreements(filter: { states: [IN_FORCE], productCode: "ASI-01" }, first: 1) { edges { node { code channel { code name } } } } }',
  )) as { agreements: { edges: { node: Agreement }[] } }
  const agreement = data.agreements.edges[0]?.node
  if (!agreement) throw new Error('the demo company has no agreement of account cover')
  return agreement
}

/** Says for whom a file is. */
export async function chooseAgreement(page: Page, { code, channel }: Agreement) {
  await page.getByLabel('渠道').fill(channel.name)
  await page.getByTitle(channel.name).click()
  await page.getByLabel('契约').click()
  await page.locator('.ant-select-item-option').filter({ hasText: code }).first().click()
  await expect(page.locator('input[type="file"]')).toBeAttached()
}

/** A file of so many accounts, each of whose names begins with the mark; those that isWrong are of a level that nobody knows. */
export function accountsFile(name: string, mark: string, count: number, isWrong: (row: number) => boolean) {
  const rows = Array.from({ length: count }, (_, place) => {
    const account = `${mark}-${String(place + 1)}`
    const level = isWrong(place + 1) ? 'nobody knows' : 'normal'
    return `${account},BASIC,PLATFORM,${account},${account},2020-01-01T00:00:00+08:00,${level},true`
  })
  const head =
    'orderNo,planCode,payer,insuredReference,factors.accountId,factors.openedAt,factors.accountLevel,factors.gifted'
  return { name, mimeType: 'text/csv', buffer: Buffer.from([head, ...rows].join('\n')) }
}
