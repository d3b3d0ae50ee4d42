import { expect, test } from './support/test'

interface Item {
  kind: string
  count: { value: number; exact: boolean }
}

const inbox = '{ viewer { inbox { kind count { value exact } } } }'

/** What stands on nobody else's home. */
const roles = [
  { name: 'cleo', own: '没人领的赔案', never: /服务单/ },
  { name: 'serge', own: '我开的、还没办完的服务单', never: /赔案|付款/ },
  { name: 'fay', own: '没人领的服务单', never: /赔案|产品草稿/ },
]

// Others work on the same company meanwhile: where a count moves between two looks, it is looked at again.
const calm = { timeout: 45_000, intervals: [200, 500, 1_000] }

for (const { name, own, never } of roles) {
  test(`A4: ${name} sees on their home what waits for them, and comes to a list of as many rows`, async ({
    as,
    ask,
  }) => {
    test.setTimeout(120_000)
    const page = await as(name)
    const work = page.locator('.work li')
    const items = async () =>
      ((await ask(name, inbox)) as { viewer: { inbox: Item[] } }).viewer.inbox.filter((item) => item.count.value > 0)
    await expect(async () => {
      await page.goto('/')
      await expect(work.first()).toBeVisible()
      const shown = await page.locator('.work .figure').allTextContents()
      const waits = await items()
      const told = waits.map((item) => `${String(item.count.value)}${item.count.exact ? '' : '+'}`)
      expect([...shown].sort()).toEqual(told.sort())
    }).toPass(calm)
    await expect(work.filter({ hasText: own })).toHaveCount(1)
    await expect(work.filter({ hasText: never })).toHaveCount(0)

    const links = await page.locator('.work li a').count()
    expect(links).toBeGreaterThan(0)
    for (let place = 0; place < links; place++) {
      await expect(async () => {
        await page.goto('/')
        const link = page.locator('.work li a').nth(place)
        const count = Number(await link.locator('.figure').textContent())
        await link.click()
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        const rows = page.url().includes('/approvals') ? page.locator('.sideList a') : page.locator('tbody tr')
        await expect(rows).toHaveCount(Math.min(count, 50), { timeout: 3_000 })
      }).toPass(calm)
    }
  })
}
