// Every view of the schema is taken by the tools that clients are made with: graphql-js builds it, documented operations are valid
// in it, GraphQL Code Generator makes types of them that TypeScript takes in its strictest form, eslint finds nothing against the
// rules of eslint.config.js, and whatever changed since the released schema stands in schema/CHANGELOG.md. "node check.mjs update"
// writes that changelog again; "node check.mjs release TITLE" brings schema/released/ up to date and keeps what changed.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { codegen } from '@graphql-codegen/core'
import * as typedDocumentNode from '@graphql-codegen/typed-document-node'
import * as typescript from '@graphql-codegen/typescript'
import * as operations from '@graphql-codegen/typescript-operations'
import { diff } from '@graphql-inspector/core'
import { problemsOf } from './caches.mjs'
import { buildSchema, parse, print, validate, validateSchema } from 'graphql'

const here = new URL('./', import.meta.url)
const root = new URL('../../', here)
const tools = 'schema/tools' // as seen from the root
const views = new URL('../../graph/testdata/views/', here)
const examples = new URL('../../graph/apidoc/reference/examples/', here)
const released = new URL('../released/', here)
const changelog = new URL('../CHANGELOG.md', here)
const build = new URL('build/', here)
const audiences = ['CHANNEL', 'OPS', 'REPORTING', 'PUBLIC']
const read = (file) => readFileSync(file, 'utf8')
const problems = []

// schemas by audience; those of sandboxes hold what the others do, and a little more.
const schemas = {}
for (const file of readdirSync(views)) {
  try {
    const schema = buildSchema(read(new URL(file, views)))
    problems.push(...validateSchema(schema).map((e) => `${file}: ${e.message}`))
    if (file.endsWith('.sandbox.graphqls')) schemas[file.split('.')[0]] = schema
  } catch (e) {
    problems.push(`${file}: ${e.message}`)
  }
}

// Who sends a documented operation stands in its first lines; where nothing does it is a channel.
const audienceOf = (text) => (/^# (person|session):/m.test(text) ? 'OPS' : /^# key: none/m.test(text) ? 'PUBLIC' : 'CHANNEL')

// Operations of the documentation, named by their files, since names are told apart by tools.
const documents = { CHANNEL: [], OPS: [], REPORTING: [], PUBLIC: [] }
for (const file of readdirSync(examples).filter((name) => name.endsWith('.graphql'))) {
  const text = read(new URL(file, examples))
  const document = parse(text)
  const audience = audienceOf(text)
  problems.push(...validate(schemas[audience], document).map((e) => `${file}: ${e.message}`))
  const name = file.replace('.graphql', '').replace(/(^|-)(.)/g, (_, __, letter) => letter.toUpperCase())
  const named = { ...document, definitions: document.definitions.map((d) => (d.kind === 'OperationDefinition' ? { ...d, name: { kind: 'Name', value: name } } : d)) }
  documents[audience].push({ location: file, document: named })
}

// asked is what the documentation asks of an audience and what was answered, each after the one it needs, else by their names.
function asked(audience) {
  const waiting = documents[audience].map(({ location }) => {
    const name = location.replace('.graphql', '')
    const text = read(new URL(location, examples))
    const variables = existsSync(new URL(`${name}.json`, examples)) ? JSON.parse(read(new URL(`${name}.json`, examples))) : {}
    return { name, after: /^# after: (.*)$/m.exec(text)?.[1], document: parse(text), variables, data: JSON.parse(read(new URL(`${name}.answer.json`, examples))).data }
  })
  const names = new Set(waiting.map((one) => one.name))
  const done = []
  const isDone = (name) => !name || !names.has(name) || done.some((one) => one.name === name)
  while (done.length < waiting.length) done.push(waiting.find((one) => !done.includes(one) && isDone(one.after)))
  return done
}

// A policy that was changed twice is read whole, and then at a past moment; afterwards it is read from the cache as it was. With the
// past under the id of the present, as it once was answered, the check itself finds it.
async function pastAndPresent() {
  const pair = asked('CHANNEL').filter((one) => ['policy-whole', 'policy-past'].includes(one.name))
  const [whole, past] = ['policy-whole', 'policy-past'].map((name) => structuredClone(pair.find((one) => one.name === name)))
  Object.assign(past.data.policy, { id: whole.data.policy.id, revision: whole.data.policy.revision }) // the two may have been written down at different times
  past.data.policy.at.policy = { ...past.data.policy.at.policy, id: whole.data.policy.id, revision: whole.data.policy.revision }
  problems.push(...(await problemsOf(schemas.CHANNEL, [whole, past], ['policy-whole'])))
  if (whole.data.policy.endorsements.edges.length < 2) problems.push('policy-whole: the policy was not changed twice')
  const wrong = structuredClone(whole)
  Object.assign(wrong, { name: 'as it was once', data: { policy: { ...whole.data.policy, ...past.data.policy.at, id: whole.data.policy.id } } })
  if ((await problemsOf(schemas.CHANNEL, [whole, wrong], ['policy-whole'])).length === 0) problems.push('a past under the id of the present is not found')
}

// lintOf a view, in a process of its own: the parser keeps the first schema that it meets.
function lintOf(view) {
  try {
    execFileSync(process.execPath, [`${tools}/node_modules/eslint/bin/eslint.js`, '--max-warnings=0', '--config', `${tools}/eslint.config.js`, view], {
      cwd: root, env: { ...process.env, VIEW: view }, encoding: 'utf8',
    })
  } catch (e) {
    problems.push(e.stdout || e.message)
  }
}

// typesOf the documented operations of an audience.
async function typesOf(audience) {
  const config = { strictScalars: true, scalars: { ID: 'string', DateTime: 'string', Date: 'string', Decimal: 'string', CurrencyCode: 'string', Long: 'string', URL: 'string', JSONObject: 'Record<string, unknown>' } }
  const text = await codegen({
    filename: `${audience}.ts`, schema: parse(read(new URL(`${audience}.sandbox.graphqls`, views))), documents: documents[audience], config,
    plugins: [{ typescript: {} }, { operations: {} }, { typedDocumentNode: {} }],
    pluginMap: { typescript, operations, typedDocumentNode },
  })
  writeFileSync(new URL(`${audience.toLowerCase()}.ts`, build), text)
}

rmSync(build, { recursive: true, force: true })
mkdirSync(build)
for (const audience of audiences) {
  if (!schemas[audience]) continue
  lintOf(`graph/testdata/views/${audience}.sandbox.graphqls`)
  if (documents[audience].length) {
    await typesOf(audience)
    problems.push(...(await problemsOf(schemas[audience], asked(audience))))
    const folder = new URL(`${audience.toLowerCase()}/`, build)
    mkdirSync(folder)
    for (const d of documents[audience]) writeFileSync(new URL(d.location, folder), print(d.document))
  }
}
await pastAndPresent()
try {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--skipLibCheck', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext', ...readdirSync(build).filter((f) => f.endsWith('.ts')).map((f) => `build/${f}`)], { cwd: here, encoding: 'utf8' })
} catch (e) {
  problems.push(e.stdout || e.message)
}

// changesOf an audience since the released schema, the most important first.
async function changesOf(audience) {
  const before = buildSchema(read(new URL(`${audience.toLowerCase()}.graphql`, released)), { assumeValidSDL: true })
  const after = buildSchema(read(new URL(`${audience}.live.graphqls`, views)))
  const weight = { BREAKING: 0, DANGEROUS: 1, NON_BREAKING: 2 }
  // What only says a description or the cost anew is no change of the contract; 200 lines of it would hide what is.
  const told = (await diff(before, after)).filter((c) => !/DESCRIPTION|DIRECTIVE_USAGE|DIRECTIVE_(ADDED|ARGUMENT)/.test(c.type))
  return told
    .sort((a, b) => weight[a.criticality.level] - weight[b.criticality.level] || (a.path ?? '').localeCompare(b.path ?? '') || a.message.localeCompare(b.message))
    .map((c) => `- ${c.criticality.level === 'NON_BREAKING' ? '' : `**${c.criticality.level.toLowerCase()}** `}${c.message}`)
}

const mark = '## Since the released schema\n'
const earlier = '\n## Earlier releases\n'
const written = read(changelog)
const [head, rest] = written.split(mark)
const [, kept = ''] = rest.split(earlier)
let since = ''
for (const audience of audiences) since += `\n### ${audience}\n\n${(await changesOf(audience)).join('\n') || 'Nothing.'}\n`
let wanted = head + mark + since + earlier + kept
if (process.argv[2] === 'release') {
  if (!process.argv[3]) throw new Error('name the release: node check.mjs release "2026-11-30: what it is"')
  for (const audience of audiences) copyFileSync(new URL(`${audience}.live.graphqls`, views), new URL(`${audience.toLowerCase()}.graphql`, released))
  const nothing = audiences.map((audience) => `\n### ${audience}\n\nNothing.\n`).join('')
  wanted = `${head}${mark}${nothing}${earlier}\n### ${process.argv[3]}\n${since.replaceAll('\n### ', '\n#### ')}${kept}`
}
if (process.argv[2]) writeFileSync(changelog, wanted)
else if (written !== wanted) problems.push('schema/CHANGELOG.md does not say what changed: node check.mjs update')

const count = Object.values(documents).flat().length
for (const p of problems) console.error(p)
console.log(`${readdirSync(views).length} views, ${count} documents, ${problems.length} problems`)
process.exit(problems.length ? 1 : 0)
