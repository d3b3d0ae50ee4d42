import { rmSync } from 'node:fs'
import { madeCompany, start } from './company'

/** Starts the product on a copy of the demo company; BASE_URL: one runs already. */
async function globalSetup() {
  if (process.env.BASE_URL) return undefined
  const folder = madeCompany()
  const running = await start(folder)
  process.env.BASE_URL = running.url
  return async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export { globalSetup as default }
