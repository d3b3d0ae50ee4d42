import type { Browser, BrowserContext } from '@playwright/test'
import { signIn } from './ask'
import type { Language } from './test'

/** How a page is looked at. */
export interface View {
  language: Language
  dark: boolean
  width: number
}

export const wide = 1366
export const narrow = 390

export const views: readonly View[] = [wide, narrow].flatMap((width) =>
  (['zh-CN', 'en'] as const).flatMap((language) => [false, true].map((dark) => ({ language, dark, width }))),
)

export function viewName({ language, dark, width }: View): string {
  return `${String(width)}-${language}-${dark ? 'dark' : 'light'}`
}

/** A window of its own, with a fresh session of a person where one looks. */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  { language, dark, width }: View,
  person?: string,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL,
    locale: language,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    viewport: { width, height: width === narrow ? 844 : 900 },
    hasTouch: width === narrow,
  })
  if (person) await signIn(context.request, person)
  return context
}
