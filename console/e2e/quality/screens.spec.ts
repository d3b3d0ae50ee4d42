import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cutOff } from '../support/cutOff'
import { chosenLooks, findThings, show, type Look, type Things } from '../support/pages'
import { expect, test } from '../support/test'
import { narrow, openWindow, viewName, views } from '../support/windows'
import type { Browser } from '@playwright/test'

const folder = resolve(import.meta.dirname, '../../screens')
let things: Things

test.describe.configure({ mode: 'default' })
test.beforeAll(async ({ baseURL }) => {
  mkdirSync(folder, { recursive: true })
  things = await findThings(baseURL ?? '')
})

for (const look of chosenLooks()) {
  test(`screens: ${look.name}`, async ({ browser, baseURL }) => {
    const wrong = await shoot(look, browser, baseURL ?? '')
    await sheet(look, browser)
    expect(wrong).toEqual([])
  })
}

/** One picture a view; answers texts that are cut off. */
async function shoot(look: Look, browser: Browser, baseURL: string): Promise<string[]> {
  const wrong: string[] = []
  rmSync(`${folder}/${look.name}`, { recursive: true, force: true })
  for (const view of views) {
    const context = await openWindow(browser, baseURL, view, look.person)
    const page = await context.newPage()
    try {
      await show(look, page, context, things)
      wrong.push(...(await cutOff(page)).map((text) => `${viewName(view)} ${text}`))
    } catch (cause) {
      wrong.push(`${viewName(view)} was not reached: ${String(cause).split('\n', 1)[0] ?? ''}`)
    }
    await page.screenshot({ path: `${folder}/${look.name}/${viewName(view)}.png` })
    await context.close()
  }
  return wrong
}

/** All views of a look on one sheet. */
async function sheet(look: Look, browser: Browser) {
  const figures = views.map((view) => {
    const width = view.width === narrow ? 195 : 683
    return `<figure style="width:${String(width)}px"><img src="${viewName(view)}.png"><figcaption>${viewName(view)}</figcaption></figure>`
  })
  const style = `body{margin:12px;font:12px sans-serif;background:#888}figure{display:inline-block;margin:6px}img{width:100%}`
  const file = `${folder}/${look.name}/sheet.html`
  writeFileSync(file, `<!doctype html><style>${style}</style><h1>${look.name}</h1>${figures.join('')}`)
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(pathToFileURL(file).href)
  await page.screenshot({ path: `${folder}/${look.name}.png`, fullPage: true })
  await page.close()
}
