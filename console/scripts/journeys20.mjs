// Runs all journeys many times in a row (ROUNDS, default 20), each round on a fresh copy of the demo company, and says at the end
// what failed how often. Goes on where it stopped; a finished run, or another tree, begins anew.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

const rounds = Number(process.env.ROUNDS ?? 20)
const kept = '../.data/journeys-20.json'
const tree = treeNow()

/** What the journeys are about: the journeys themselves and the built pages, whose names are hashes of what is in them. */
function treeNow() {
  const hash = createHash('sha256')
  for (const name of readdirSync('e2e', { recursive: true }).sort()) {
    if (name.endsWith('.ts')) hash.update(name).update(readFileSync(`e2e/${name}`))
  }
  hash.update(readdirSync('dist/site/assets').sort().join('\n'))
  return hash.digest('hex').slice(0, 16)
}

function before() {
  try {
    const state = JSON.parse(readFileSync(kept, 'utf8'))
    if (state.tree === tree && state.done < rounds) return state
  } catch {
    // nothing was kept
  }
  return { tree, done: 0, failed: {}, seconds: [] }
}

/** The tests of a report that did not pass, each with the first line that says why. */
function failedOf(suite) {
  const why = (spec) =>
    spec.tests
      .flatMap((test) => test.results)
      .flatMap((result) => result.errors)
      .map((error) => stripVTControlCharacters(error.message).split('\n').filter(Boolean).slice(0, 4).join(' | '))
  return [
    ...(suite.suites ?? []).flatMap(failedOf),
    ...(suite.specs ?? [])
      .filter((spec) => !spec.ok)
      .map((spec) => ({ name: `${spec.file}: ${spec.title}`, why: why(spec)[0] })),
  ]
}

const state = before()
if (state.done > 0) console.log(`goes on after round ${state.done}`)
mkdirSync('../.data', { recursive: true })
while (state.done < rounds) {
  const report = `../.data/journeys-round.json`
  rmSync(report, { force: true })
  const began = Date.now()
  const ran = spawnSync('npx', ['playwright', 'test', '--reporter=json'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  })
  if (ran.signal) process.exit(130)
  const { suites, errors } = JSON.parse(readFileSync(report, 'utf8'))
  if (errors.length > 0) throw new Error(errors.map((error) => error.message).join('\n'))
  const failed = suites.flatMap(failedOf)
  for (const { name, why } of failed) {
    state.failed[name] = (state.failed[name] ?? 0) + 1
    console.log(`failed: ${name}\n  ${why}`)
  }
  state.done++
  state.seconds.push(Math.round((Date.now() - began) / 1000))
  writeFileSync(kept, JSON.stringify(state, null, 2))
  console.log(`round ${state.done} of ${rounds}: ${failed.length} failed, ${state.seconds.at(-1)} s`)
}
const failed = Object.entries(state.failed)
for (const [name, times] of failed) console.log(`failed ${times} of ${rounds} times: ${name}`)
if (failed.length === 0) console.log(`all journeys passed ${rounds} times`)
process.exit(failed.length > 0 ? 1 : 0)
