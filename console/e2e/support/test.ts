import { expect, test as base, type BrowserContext, type Page } from '@playwright/test'
import { ask, password, signIn } from './ask'

export type Language = 'zh-CN' | 'en'

/** Asks the API as a person. */
export type Ask = (name: string, query: string, variables?: object) => Promise<Record<string, unknown>>

interface Fixtures {
  /** A page of a person who is signed in, on their own window. */
  as: (name: string, options?: { language?: Language; width?: number; dark?: boolean }) => Promise<Page>
  /** Asks the API as a person: what a journey looks at behind the pages. */
  ask: Ask
}

/** Journeys run against the real server; each person has their own window. */
export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(process.env.BASE_URL),
  as: async ({ browser, baseURL }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (name, { language = 'zh-CN', width = 1366, dark = false } = {}) => {
      const context = await browser.newContext({
        baseURL: baseURL ?? '',
        locale: language,
        colorScheme: dark ? 'dark' : 'light',
        viewport: { width, height: width < 760 ? 844 : 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      contexts.push(context)
      await signIn(context.request, name)
      const page = await context.newPage()
      failOnErrors(page)
      return page
    })
    // What a page still asks while its journey ends is answered by nobody.
    for (const page of contexts.flatMap((context) => context.pages()))
      await page.unrouteAll({ behavior: 'ignoreErrors' })
    for (const context of contexts) await context.close()
  },
  ask: async ({ baseURL }, use) => {
    await use((name, query, variables) => ask(baseURL ?? '', name, query, variables))
  },
})

export { expect }

/** Ends a person's session behind the back of their page. */
export async function endSession(page: Page) {
  const answer = await page
    .context()
    .request.post('/graphql', { data: { query: 'mutation { logout { userErrors { code } } }' } })
  expect(answer.ok()).toBe(true)
}

/** Whatever a page throws, or the security policy refuses, is a mistake of the page. */
export function failOnErrors(page: Page) {
  page.on('pageerror', (error) => {
    throw new Error(`the page threw: ${error.message}`)
  })
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) throw new Error(message.text())
  })
}

export { password }
