import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'

const assets = resolve(import.meta.dirname, '../../dist/site/assets')

/** What a page took to load. */
export interface Load {
  /** Scripts before the page could be used, gzip, KB. */
  scripts: number
  /** Requests to the API that waited for each other, the longest chain. */
  depth: number
  /** Points that the API's answers cost: what it read for the page. */
  points: number
  rows: number
  /** The longest task while the page was scrolled, milliseconds. */
  task: number
}

interface Asked {
  from: number
  to: number
}

/**
 * So long each answer of the API is kept back, milliseconds: longer than what else a page does between two questions, so that a
 * question that begins after an answer waited for it.
 */
const keptBack = 600

/** Loads a page with nothing kept, and takes down what it asked for until it could be used. */
export async function weigh(page: Page, open: () => Promise<void>): Promise<Load> {
  const scripts = new Set<string>()
  const asked: Asked[] = []
  let points = 0
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (request.resourceType() === 'script') scripts.add(pathname.replace(/.*\//, ''))
  })
  await page.route('**/graphql', async (route) => {
    const from = performance.now()
    const response = await route.fetch()
    await new Promise((done) => setTimeout(done, keptBack))
    await route.fulfill({ response })
    asked.push({ from, to: performance.now() })
  })
  page.on('response', (response) => {
    if (!response.url().endsWith('/graphql')) return
    response
      .json()
      .then((answer: { extensions?: { cost?: { requested?: number } } }) => {
        points += answer.extensions?.cost?.requested ?? 0
      })
      .catch(() => undefined)
  })
  await open()
  await page.unrouteAll({ behavior: 'wait' })
  // The code editor comes on demand, once the page can be used.
  const needed = [...scripts].filter((name) => !/^(codeLook|CodeEditor|LinesView)-/.test(name))
  const bytes = needed.reduce((all, name) => all + gzipped(name), 0)
  const before = { scripts: Math.round(bytes / 100) / 10, depth: depthOf(asked), points }
  const rows = await page.locator('tr').count()
  return { ...before, rows, task: await longestTask(page) }
}

function gzipped(name: string): number {
  const file = join(assets, name)
  return existsSync(`${file}.gz`) ? readFileSync(`${file}.gz`).length : gzipSync(readFileSync(file)).length
}

/** How many requests waited for the one before at most. */
export function depthOf(asked: readonly Asked[]): number {
  const depths: number[] = []
  const inOrder = [...asked].sort((a, b) => a.from - b.from)
  inOrder.forEach(({ from }, place) => {
    const ended = depths.filter((_, before) => before < place && (inOrder[before]?.to ?? Infinity) <= from)
    depths.push(1 + Math.max(0, ...ended))
  })
  return Math.max(0, ...depths)
}

/** Scrolls through the page, and says how long the longest task was meanwhile; 0: none of 50 ms. */
async function longestTask(page: Page): Promise<number> {
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { longTasks: times })
    new PerformanceObserver((list) => times.push(...list.getEntries().map((entry) => entry.duration))).observe({
      entryTypes: ['longtask'],
    })
  })
  await page.mouse.move(700, 500)
  for (let step = 0; step < 30; step++) {
    await page.mouse.wheel(0, step < 20 ? 300 : -600)
    await page.waitForTimeout(40)
  }
  return page.evaluate(() => Math.round(Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks)))
}
