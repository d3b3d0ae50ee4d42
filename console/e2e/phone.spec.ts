import type { Page } from '@playwright/test'
import { claims } from './support/claims'
import { cutOff } from './support/cutOff'
import { aPolicyThat } from './support/find'
import { expect, test } from './support/test'

const width = 390

/** Nothing of the page is cut off, and it does not scroll sideways. */
async function fits(page: Page) {
  await page.waitForLoadState('networkidle')
  expect(await cutOff(page)).toEqual([])
}

test('E9: an approval is read and given on a phone', async ({ as, ask }) => {
  const data = (await ask(
    'serge',
    `mutation($input: ExportListInput!) { exportList(input: $input) { approval { id } userErrors { message } } }`,
    {
      input: {
        requestNo: `P-${crypto.randomUUID()}`,
        policies: { filter: { states: ['CANCELLED'] } },
        personal: true,
        format: 'CSV',
        reason: '路上也要批的名单',
      },
    },
  )) as { exportList: { approval: { id: string } | null } }
  const page = await as('sec', { width })
  await page.goto('/')
  await page.getByRole('navigation').getByRole('link', { name: '审批' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '审批' })).toBeVisible()
  await page.locator(`.sideList a[href*="${data.exportList.approval?.id ?? ''}"]`).click()
  await expect(page.getByText('路上也要批的名单')).toBeVisible()
  await fits(page)
  const approve = page.getByRole('button', { name: /^批准/ })
  expect((await approve.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await approve.click()
  await expect(page.getByText('批准了。')).toBeVisible()
})

test('A4: a policy is looked up by the one box on a phone', async ({ as, ask }) => {
  const number = await aPolicyThat(ask, { states: ['IN_FORCE'] })
  const page = await as('serge', { width })
  await page.goto('/')
  await page.getByRole('navigation').getByRole('button', { name: '查找' }).click()
  await page.getByRole('combobox').fill(number)
  await page
    .getByRole('option', { name: new RegExp(number) })
    .first()
    .click()
  await expect(page).toHaveURL(new RegExp(`/policies/${number}`))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await fits(page)
})

test('B8: a claim is looked at on a phone', async ({ as, ask }) => {
  const [one] = await claims(ask, 'serge', { states: ['IN_REVIEW'] })
  const page = await as('cleo', { width })
  await page.goto(`/claims/${one?.number ?? ''}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.getByRole('heading', { name: '事实对保障' })).toBeVisible()
  await fits(page)
})
