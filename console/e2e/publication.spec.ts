import type { Page } from '@playwright/test'
import { inDays } from './support/days'
import { expect, test, type Ask } from './support/test'

const product = 'SCR-01'
const stamp = () => `${Date.now() % 1_000_000}`
const dialogOf = (page: Page) => page.getByRole('dialog')

interface Version {
  version: number
  state: string
  withdrawAt: string | null
  approval: { id: string; state: string } | null
}

async function versions(ask: Ask): Promise<{ onSale: Version | null; versions: Version[] }> {
  const data = (await ask(
    'uma',
    '{ products { code onSale { version withdrawAt } versions { version state approval { id state } } } }',
  )) as { products: { code: string; onSale: Version | null; versions: Version[] }[] }
  const found = data.products.find((each) => each.code === product)
  if (!found) throw new Error(`the demo company has no ${product}`)
  return found
}

/** Begins a draft from what is on sale, with another name in English, and saves it; answers its version. */
async function newDraft(page: Page, ask: Ask): Promise<number> {
  const { onSale } = await versions(ask)
  await page.goto(`/products/${product}?version=${onSale?.version ?? 0}`)
  const name = page.getByLabel('英文名', { exact: true }).first()
  await name.fill(`Broken screen cover ${stamp()}`)
  await name.press('Enter')
  await page.getByRole('button', { name: '存为新草稿' }).click()
  await expect(page.getByText(/^已存，/)).toBeVisible()
  await expect(page).not.toHaveURL(new RegExp(`version=${onSale?.version ?? 0}\\b`))
  return Number(new URL(page.url()).searchParams.get('version') ?? (await versions(ask)).versions[0]?.version)
}

async function askToPublish(page: Page, reason: string) {
  await page.getByRole('button', { name: '申请上架' }).click()
  const act = dialogOf(page).getByRole('button', { name: '申请，批准后起售' })
  await expect(act).toBeDisabled()
  await dialogOf(page).getByLabel('为什么').fill(reason)
  await act.click()
  await expect(dialogOf(page)).toBeHidden()
}

const approvalOf = async (ask: Ask, version: number) =>
  (await versions(ask)).versions.find((each) => each.version === version)?.approval?.id ?? ''

test('E7, C3: a draft is on sale once another underwriter approves it, and not by who asked', async ({ as, ask }) => {
  const uma = await as('uma')
  const version = await newDraft(uma, ask)
  await askToPublish(uma, '英文名更清楚')
  const approval = await approvalOf(ask, version)
  await uma.goto(`/approvals?id=${approval}`)
  await expect(uma.getByText('英文名更清楚')).toBeVisible()
  await expect(uma.getByRole('button', { name: /^批准/ })).toHaveCount(0)
  const ulf = await as('ulf')
  await ulf.goto(`/approvals?id=${approval}`)
  await ulf.getByRole('button', { name: /^批准/ }).click()
  await expect(ulf.getByText('批准了。')).toBeVisible()
  await uma.goto(`/products/${product}?version=${version}`)
  await expect(uma.getByRole('button', { name: '看别的版本' })).toContainText('已上架')
  expect((await versions(ask)).onSale?.version).toBe(version)
  await expect(uma.getByRole('button', { name: '申请上架' })).toBeDisabled()
})

test('E7: what was changed since is not what is approved: the approval says so, and the new one is asked for', async ({
  as,
  ask,
}) => {
  const uma = await as('uma')
  const version = await newDraft(uma, ask)
  await askToPublish(uma, '先这样')
  const approval = await approvalOf(ask, version)
  const ulf = await as('ulf')
  await ulf.goto(`/approvals?id=${approval}`)
  await expect(ulf.getByRole('button', { name: /^批准/ })).toBeVisible()

  // Meanwhile uma changes the draft.
  await uma.goto(`/products/${product}?version=${version}`)
  const name = uma.getByLabel('英文名', { exact: true }).first()
  await name.fill(`Screen cover ${stamp()}`)
  await name.press('Enter')
  await uma.getByRole('button', { name: '存草稿' }).click()
  await expect(uma.getByText(/^已存，/)).toBeVisible()

  await ulf.getByLabel('意见').fill('看过了')
  await ulf.getByRole('button', { name: /^批准/ }).click()
  await expect(ulf.getByRole('alert').or(ulf.getByText('作废')).first()).toBeVisible()
  expect((await versions(ask)).onSale?.version).not.toBe(version)
})

test('E8, C4: a product is to go off sale later, after it is said what follows, and stays on sale after all', async ({
  as,
  ask,
}) => {
  const uma = await as('uma')
  const { onSale } = await versions(ask)
  await uma.goto(`/products/${product}?version=${onSale?.version ?? 0}`)
  const choose = async (name: string) => {
    await uma.getByRole('button', { name: '更多' }).click()
    await uma.getByRole('menuitem', { name, exact: true }).click()
  }
  await choose('下架')
  const dialog = dialogOf(uma)
  await expect(dialog.getByText(/份契约停售；已有的保单不受影响/)).toBeVisible()
  const act = dialog.getByRole('button', { name: /^下架，\d+ 份契约停售$/ })
  await expect(act).toBeDisabled()
  await dialog.getByLabel('为什么').fill('换新版')
  await dialog.getByLabel('什么时候下架').fill('2020-01-01 00:00')
  await act.click()
  await expect(dialog.getByLabel('什么时候下架')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('什么时候下架').fill(`${inDays(30)} 00:00`)
  await act.click()
  await expect(dialog).toBeHidden()
  expect((await versions(ask)).onSale?.withdrawAt).toContain(`${inDays(29)}T16:00`)
  await choose('不下架了')
  await dialog.getByLabel('为什么').fill('还要卖')
  await dialog.getByRole('button', { name: '不下架了' }).click()
  await expect(dialog).toBeHidden()
  expect((await versions(ask)).onSale?.withdrawAt).toBeNull()
})
