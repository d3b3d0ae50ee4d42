import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { chosenLooks, findThings, looks, settled, show, type Look, type Things } from '../support/pages'
import { expect, test } from '../support/test'
import { scores } from '../support/lighthouse'
import { weigh } from '../support/weigh'
import { narrow, openWindow, viewName, views, wide, type View } from '../support/windows'

/** Figures of quality: the most that may be, or for Lighthouse the least. */
const lists = ['policies', 'claims', 'requests', 'approvals', 'jobs', 'products', 'channels', 'people', 'audit']
const light = new Set(['sign-in', 'home', ...lists])
const kilobytes = (name: string) => (light.has(name) ? 200 : 260)
const scored = ['sign-in', 'home', 'policies', 'policy', 'claim', 'product']
const scoredOnPhones = ['sign-in', 'approvals']
const runs = Number(process.env.RUNS ?? 5)

const plain: View = { language: 'zh-CN', dark: false, width: wide }
const table: Record<string, string | number>[] = []
const missed: string[] = []
let things: Things

/** Pages as they are first opened: their states load nothing else. */
const pages = looks.filter((look) => !look.before && !look.then && !/-(wrong|none|missing|forbidden)$/.test(look.name))
const named = (name: string): Look => {
  const look = looks.find((each) => each.name === name)
  if (!look) throw new Error(`no page is called ${name}`)
  return look
}

function goal(name: string, what: string, isMet: boolean, figure: string | number) {
  if (!isMet) missed.push(`${name}: ${what} ${String(figure)}`)
}

test.beforeAll(async ({ baseURL }) => {
  things = await findThings(baseURL ?? '')
})

test.afterAll(() => {
  if (table.length > 0) console.table(table)
  for (const line of missed) console.log(`missed: ${line}`)
})

test('weight, waterfalls, rows and scrolling', async ({ browser, baseURL }) => {
  const chosen = chosenLooks()
  for (const look of pages.filter((each) => chosen.includes(each))) {
    const context = await openWindow(browser, baseURL ?? '', plain, look.person)
    await measure(look, await context.newPage()).catch((cause: unknown) => {
      missed.push(`${look.name}: was not reached: ${String(cause).split('\n', 1)[0] ?? ''}`)
    })
    await context.close()
  }
  expect(missed).toEqual([])
})

async function measure({ name, path }: Look, page: Page) {
  const load = await weigh(page, async () => {
    await page.goto(path(things))
    await settled(page)
  })
  table.push({ page: name, ...load })
  goal(name, `scripts over ${String(kilobytes(name))} KB:`, load.scripts <= kilobytes(name), load.scripts)
  goal(name, 'requests after each other:', load.depth <= 2, load.depth)
  goal(name, 'rows:', load.rows <= 200, load.rows)
  goal(name, 'longest task while scrolling, ms:', load.task <= 50, load.task)
}

for (const look of chosenLooks()) {
  test(`axe: ${look.name}`, async ({ browser, baseURL }) => {
    const found: string[] = []
    for (const view of views.filter(({ width }) => width === wide)) {
      const context = await openWindow(browser, baseURL ?? '', view, look.person)
      const page = await context.newPage()
      await show(look, page, context, things)
      const { violations } = await new AxeBuilder({ page }).analyze()
      for (const { id, help, nodes } of violations) {
        found.push(`${viewName(view)} ${id}, ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
      }
      await context.close()
    }
    expect(found).toEqual([])
  })
}

for (const [names, view, least] of [
  [scored, plain, 95],
  [scoredOnPhones, { ...plain, width: narrow }, 80],
] as const) {
  for (const name of names) {
    test(`Lighthouse: ${name} at ${String(view.width)}`, async ({ browser, baseURL }) => {
      const look = named(name)
      const context = await openWindow(browser, baseURL ?? '', view, look.person)
      const cookie = (await context.cookies()).map((each) => `${each.name}=${each.value}`).join('; ')
      const all = await scores(`${baseURL ?? ''}${look.path(things)}`, cookie, view.width === narrow, runs)
      await context.close()
      console.log(`Lighthouse ${name} at ${String(view.width)}: ${JSON.stringify(all)}`)
      for (const [kind, figure] of Object.entries(all)) {
        expect.soft(figure, `${name}: ${kind}`).toBeGreaterThanOrEqual(least)
      }
    })
  }
}
