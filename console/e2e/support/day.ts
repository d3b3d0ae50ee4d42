import { mkdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { expect, failOnErrors, password } from './test'

/** What a step takes of a hand. Writing into a field is not counted. */
export interface Hand {
  clicks: number
  keys: number
}

interface Step extends Hand {
  step: string
  seconds: number
  /** The most that the design gives it, where it says so. */
  most: string
}

const folder = resolve(import.meta.dirname, '../../screens/days')

/** A person's day at the console: steps one after another in one window, each counted and with a picture. */
export class Day {
  readonly steps: Step[] = []
  readonly missed: string[] = []
  private hand: Hand = { clicks: 0, keys: 0 }

  private constructor(
    readonly role: string,
    readonly page: Page,
  ) {}

  static async begin(browser: Browser, baseURL: string, role: string): Promise<Day> {
    rmSync(`${folder}/${role}`, { recursive: true, force: true })
    mkdirSync(`${folder}/${role}`, { recursive: true })
    const context = await browser.newContext({ baseURL, locale: 'zh-CN', viewport: { width: 1366, height: 900 } })
    const page = await context.newPage()
    failOnErrors(page)
    const day = new Day(role, page)
    await page.exposeBinding('handMoved', (_, what: keyof Hand) => day.hand[what]++)
    await page.addInitScript(() => {
      const told = window as unknown as { handMoved: (what: string) => void }
      const alone = new Set(['Control', 'Shift', 'Alt', 'Meta'])
      addEventListener('pointerdown', () => told.handMoved('clicks'), true)
      addEventListener(
        'keydown',
        (event) => {
          const field = event.target instanceof Element && event.target.matches('input, textarea')
          const written = field && event.key.length === 1 && !event.ctrlKey && !event.metaKey
          if (!alone.has(event.key) && !written) told.handMoved('keys')
        },
        true,
      )
    })
    return day
  }

  /** Does a step. most: the clicks and keys that the design allows it; a step that takes more is told at the end. */
  async step(what: string, act: () => Promise<unknown>, most?: Partial<Hand>) {
    this.hand = { clicks: 0, keys: 0 }
    const from = performance.now()
    await act()
    const seconds = Math.round((performance.now() - from) / 100) / 10
    const { clicks, keys } = this.hand
    const told = Object.entries(most ?? {}).map(([kind, count]) => `${String(count)} ${kind}`)
    this.steps.push({ step: what, clicks, keys, seconds, most: told.join(', ') })
    for (const kind of ['clicks', 'keys'] as const) {
      const allowed = most?.[kind]
      if (allowed !== undefined && this.hand[kind] > allowed) {
        this.missed.push(`${what}: ${String(this.hand[kind])} ${kind} of at most ${String(allowed)}`)
      }
    }
    const place = String(this.steps.length).padStart(2, '0')
    await this.page.screenshot({ path: `${folder}/${this.role}/${place}.png` })
  }

  /** Every day begins so. */
  async signIn(name: string) {
    await this.step('sign in', async () => {
      await this.page.goto('/')
      await this.page.locator('#name').fill(name)
      await this.page.locator('#password').fill(password)
      await this.page.keyboard.press('Enter')
      await expect(this.page.locator('nav').first()).toBeVisible()
    })
  }

  /** Opens a thing by its number, or by what a caller knows of it, from anywhere. */
  async find(text: string, number = text) {
    await this.page.keyboard.press('Control+k')
    await this.page.getByRole('combobox', { name: '查找和动作' }).fill(text)
    await expect(this.page.getByRole('option').filter({ hasText: text }).first()).toBeVisible()
    await this.page.keyboard.press('Enter')
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(this.page).toHaveURL(new RegExp(number))
  }

  /** Every day ends so. */
  async signOut() {
    await this.step('sign out', async () => {
      await this.page.getByRole('button', { name: /的菜单$/ }).click()
      await this.page.getByRole('menuitem', { name: '退出登录' }).click()
      await expect(this.page.locator('#name')).toBeVisible()
    })
    await this.end()
  }

  /** Tells what the day took; fails where a step took more than the design allows. */
  private async end() {
    await this.page.context().close()
    const { clicks, keys, seconds } = this.steps.reduce((sum, step) => ({
      ...sum,
      clicks: sum.clicks + step.clicks,
      keys: sum.keys + step.keys,
      seconds: sum.seconds + step.seconds,
    }))
    console.log(`\n${this.role}: ${String(clicks)} clicks, ${String(keys)} keys, ${String(Math.round(seconds))} s`)
    console.table(this.steps)
    expect(this.missed).toEqual([])
  }
}
