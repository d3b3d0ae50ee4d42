import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')
const binary = process.env.BAODAN_BINARY ?? join(root, 'bin/baodan')

/** Settings of the embedded parts, whatever the shell has. */
function settings(folder: string, more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    ...process.env,
    MYSQL_DSN: '',
    REDIS_ADDR: '',
    METRICS_ADDR: 'off',
    DATA_DIR: folder,
    LOG_LEVEL: 'warn',
    ...more,
  }
}

/**
 * The demo company, made once for each build of the binary and day, since its last day is today.
 * A copy of it is what the journeys work on, so that they may change what they like.
 */
export function madeCompany(): string {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: make demo builds it`)
  const kept = process.env.JOURNEYS_DATA ?? join(root, '.data')
  const name = `journeys-${new Date().toISOString().slice(0, 10)}-${Math.floor(statSync(binary).mtimeMs).toString(36)}`
  const folder = join(kept, name)
  if (!existsSync(folder)) {
    mkdirSync(kept, { recursive: true })
    const making = `${folder}.new`
    rmSync(making, { recursive: true, force: true })
    const made = spawnSync(binary, ['demo', '--quiet'], {
      env: settings(making),
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (made.status !== 0) throw new Error(`baodan demo ended with ${String(made.status)}`)
    renameSync(making, folder)
  }
  const copy = mkdtempSync(join(tmpdir(), 'baodan-journeys-'))
  cpSync(folder, copy, { recursive: true })
  return copy
}

/** A running product on a copy of the demo company. */
export interface Running {
  url: string
  process: ChildProcess
  stop: () => Promise<void>
}

/** Starts the product on a folder: all of it, or what the command says. more: settings; without PORT, a free one is taken. */
export async function start(folder: string, more: Record<string, string> = {}, command?: 'serve'): Promise<Running> {
  const port = more.PORT ?? String(await freePort())
  const child = run(folder, { PORT: port, LISTEN: '127.0.0.1', ...more }, command)
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${url}/healthz`).catch(() => undefined)
    if (answer?.ok) break
    if (child.exitCode !== null || tries > 300)
      throw new Error('the product did not start: .data/journeys.log says why')
    await new Promise((done) => setTimeout(done, 200))
  }
  return { url, process: child, stop: () => stopped(child) }
}

/** Starts the workers alone, beside a product that only serves. */
export function startWorkers(folder: string): Pick<Running, 'stop'> {
  const child = run(folder, {}, 'work')
  return { stop: () => stopped(child) }
}

function run(folder: string, more: Record<string, string>, command?: 'serve' | 'work'): ChildProcess {
  const log = openSync(join(root, '.data/journeys.log'), 'a')
  return spawn(binary, command ? [command] : [], { env: settings(folder, more), stdio: ['ignore', 'ignore', log] })
}

/** Ends a process and waits until it is gone; SIGKILL: as a machine dies. */
export function stopped(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      done()
      return
    }
    child.once('exit', () => done())
    child.kill(signal)
  })
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? found(address.port) : failed(new Error('no port'))))
    })
  })
}
