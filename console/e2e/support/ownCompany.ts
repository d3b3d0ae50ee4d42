import { rmSync } from 'node:fs'
import { madeCompany, start, startWorkers, stopped, type Running } from './company'
import { test as base } from './test'

/** A company of the file's own, whose API runs without workers: what happens to it is in nobody's way. */
export interface Own {
  url: string
  /** Starts the workers; answers how to stop them. */
  work: () => () => Promise<void>
  /** The API dies as machines do. */
  die: () => Promise<void>
  /** It is started again where it was. */
  revive: () => Promise<void>
}

export const test = base.extend<object, { own: Own }>({
  own: [
    async ({}, use) => {
      const folder = madeCompany()
      let running: Running = await start(folder, {}, 'serve')
      const { url } = running
      await use({
        url,
        work: () => startWorkers(folder).stop,
        die: () => stopped(running.process, 'SIGKILL'),
        revive: async () => {
          running = await start(folder, { PORT: new URL(url).port }, 'serve')
        },
      })
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ own }, use) => use(own.url),
})
