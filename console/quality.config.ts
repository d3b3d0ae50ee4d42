import { defineConfig } from '@playwright/test'
import journeys from './playwright.config'

/** What is looked at and measured, not acted out: make screenshots, make console-audit. */
const config = defineConfig({
  ...journeys,
  testDir: 'e2e/quality',
  testIgnore: [],
  // Beside that of the journeys, which each run empties.
  outputDir: 'screens/.results',
  use: { ...journeys.use, trace: 'off', screenshot: 'off', actionTimeout: 20_000 },
  workers: 1,
  timeout: 60 * 60_000,
})

export { config as default }
