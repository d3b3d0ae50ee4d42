import { request, type APIRequestContext } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { start, startWorkers, type Running } from './company'
import { test as base, expect } from './test'
import { codeOf } from './totp'

const root = resolve(import.meta.dirname, '../../..')
const binary = process.env.BAODAN_BINARY ?? join(root, 'bin/baodan')

/** Somebody who is signed in: their cookies, and the secret of their second factor. */
export interface Came {
  state: Awaited<ReturnType<APIRequestContext['storageState']>>
  secret: string
}

/** A company with an empty database, which leads its first administrator as one of production does. */
export interface Empty {
  url: string
  /** Does a command of the house on the company's folder, and answers what it prints. */
  command: (...words: string[]) => string
  /** Adds a person by the command line, who signs in and does what a first login asks for. */
  comes: (name: string, displayName: string, ...roles: string[]) => Promise<Came>
  /** Starts the server again where it was, with other settings. */
  restart: (more: Record<string, string>) => Promise<void>
  /** Starts the workers; answers how to stop them. */
  work: () => () => Promise<void>
}

export const chosen = 'known-to-nobody-else-here'

export const test = base.extend<object, { empty: Empty }>({
  empty: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'baodan-empty-'))
      const leads = { FIRST_RUN: 'show', LOGIN_SECOND_FACTOR: 'optional' }
      let running: Running = await start(folder, { ...leads, SMTP_ADDR: '127.0.0.1:9', SMTP_TLS: 'none' }, 'serve')
      const { url } = running
      const command = (...words: string[]) => {
        const done = spawnSync(binary, words, {
          env: {
            ...process.env,
            MYSQL_DSN: '',
            REDIS_ADDR: '',
            METRICS_ADDR: 'off',
            DATA_DIR: folder,
            LOG_LEVEL: 'error',
          },
          encoding: 'utf8',
        })
        if (done.status !== 0) throw new Error(`baodan ${words.join(' ')}: ${done.stderr}`)
        return done.stdout.trim()
      }
      await use({
        url,
        command,
        comes: async (name, displayName, ...roles) => {
          const email = `${name}@insurer.example`
          const asked = roles.flatMap((role) => ['--role', role])
          const temporary = command('person', 'add', name, '--display-name', displayName, '--email', email, ...asked)
          return firstLogin(url, name, temporary)
        },
        restart: async (more) => {
          await running.stop()
          running = await start(folder, { ...leads, ...more, PORT: new URL(url).port }, 'serve')
        },
        work: () => startWorkers(folder).stop,
      })
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ empty }, use) => use(empty.url),
})

/** What a first login asks for: a password of one's own; and a second factor. */
async function firstLogin(baseURL: string, name: string, temporary: string): Promise<Came> {
  const client = await request.newContext({ baseURL })
  const send = async (query: string, input?: object) => {
    const answer = await client.post('/graphql', { data: { query, variables: input ? { input } : {} } })
    return ((await answer.json()) as { data: Record<string, { userErrors: unknown[]; secret?: string }> }).data
  }
  const { login } = await send('mutation($input: LoginInput!) { login(input: $input) { userErrors { message } } }', {
    name,
    password: temporary,
  })
  expect(login?.userErrors).toEqual([])
  const { changePassword } = await send(
    'mutation($input: ChangePasswordInput!) { changePassword(input: $input) { userErrors { message } } }',
    { current: temporary, new: chosen },
  )
  expect(changePassword?.userErrors).toEqual([])
  const { enrolSecondFactor } = await send('mutation { enrolSecondFactor { secret userErrors { message } } }')
  const { confirmSecondFactor } = await send(
    'mutation($input: ConfirmSecondFactorInput!) { confirmSecondFactor(input: $input) { userErrors { message } } }',
    { code: codeOf(enrolSecondFactor?.secret ?? '') },
  )
  expect(confirmSecondFactor?.userErrors).toEqual([])
  const came = { state: await client.storageState(), secret: enrolSecondFactor?.secret ?? '' }
  await client.dispose()
  return came
}
