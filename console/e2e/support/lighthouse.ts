import { chromium } from '@playwright/test'
import lighthouse, { desktopConfig } from 'lighthouse'
import { createServer } from 'node:net'
import { chromium as browser } from '../../playwright.config'

export type Scores = Record<'performance' | 'accessibility' | 'best-practices', number>

const kinds = ['performance', 'accessibility', 'best-practices'] as const

/** The medians of Lighthouse's scores of a page, as percents. cookie: that of a session, or nothing. */
export async function scores(url: string, cookie: string, mobile: boolean, runs: number): Promise<Scores> {
  const port = await freePort()
  const opened = await chromium.launch({
    ...browser,
    args: [...browser.args, `--remote-debugging-port=${String(port)}`],
  })
  const all: Scores[] = []
  try {
    for (let run = 0; run < runs; run++) all.push(await once(url, port, cookie, mobile))
  } finally {
    await opened.close()
  }
  const median = (kind: keyof Scores) => all.map((each) => each[kind]).sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0
  return Object.fromEntries(kinds.map((kind) => [kind, median(kind)])) as Scores
}

async function once(url: string, port: number, cookie: string, mobile: boolean): Promise<Scores> {
  const flags = {
    port,
    logLevel: 'silent' as const,
    onlyCategories: [...kinds],
    ...(cookie ? { extraHeaders: { Cookie: cookie } } : {}),
  }
  const result = await lighthouse(url, flags, mobile ? undefined : desktopConfig)
  if (!result) throw new Error(`Lighthouse said nothing about ${url}`)
  return Object.fromEntries(
    kinds.map((kind) => [kind, Math.round((result.lhr.categories[kind]?.score ?? 0) * 100)]),
  ) as Scores
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
