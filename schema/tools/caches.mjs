// The normalised caches of Apollo Client and urql take what the documented operations answered, in the order in which they are asked.
// A past state of a thing never takes the place of its present one: what was read is read again from the cache as it was answered,
// and no revision of anything that has an id goes back.
import { isDeepStrictEqual } from 'node:util'
import core from '@apollo/client/core/core.cjs'
import { Client, formatDocument } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { getNamedType, isAbstractType, isCompositeType, isObjectType } from 'graphql'
import { fromValue, mergeMap, pipe } from 'wonka'

const { InMemoryCache, setLogVerbosity } = core
setLogVerbosity('error') // it warns where objects without ids are put together of two answers
const operationOf = (document) => document.definitions.find((d) => d.kind === 'OperationDefinition')

// typed is an answer with the name of its type in every object, as caches ask for it. Of an interface it is the type that an inline
// fragment names and whose fields are there.
export function typed(schema, document, data) {
  const fragments = Object.fromEntries(document.definitions.filter((d) => d.kind === 'FragmentDefinition').map((d) => [d.name.value, d]))
  const concrete = (type, set, value) => {
    if (!isAbstractType(type)) return type
    const possible = schema.getPossibleTypes(type)
    if (value.__typename) return possible.find((p) => p.name === value.__typename)
    const named = set.selections.filter((s) => s.kind === 'InlineFragment' && s.typeCondition).map((s) => possible.find((p) => p.name === s.typeCondition.name.value))
    return named.find((p) => p && Object.keys(value).every((key) => p.getFields()[key])) ?? possible[0]
  }
  const object = (type, set, value) => {
    if (Array.isArray(value)) return value.map((one) => object(type, set, one))
    if (value === null || !isCompositeType(type)) return value
    const is = concrete(type, set, value)
    const out = { __typename: is.name }
    const collect = (selections) => {
      for (const s of selections) {
        if (s.kind === 'InlineFragment' || s.kind === 'FragmentSpread') {
          collect((s.kind === 'InlineFragment' ? s : fragments[s.name.value]).selectionSet.selections)
          continue
        }
        const key = (s.alias ?? s.name).value
        const field = isObjectType(is) && is.getFields()[s.name.value]
        if (field && key in value) out[key] = s.selectionSet ? object(getNamedType(field.type), s.selectionSet, value[key]) : value[key]
      }
    }
    collect(set.selections)
    return out
  }
  const operation = operationOf(document)
  const { __typename: _, ...members } = object(schema.getRootType(operation.operation), operation.selectionSet, data)
  return members
}

// apollo is the cache of Apollo Client with its default settings.
function apollo() {
  const cache = new InMemoryCache()
  const root = (document) => (operationOf(document).operation === 'mutation' ? 'ROOT_MUTATION' : 'ROOT_QUERY')
  return {
    name: 'Apollo Client',
    write: async ({ document, variables, data }) => cache.write({ dataId: root(document), query: document, variables, result: data }),
    read: async ({ document, variables }) => cache.diff({ id: root(document), query: document, variables, optimistic: false, returnPartialData: true }).result,
  }
}

// urql is its cache with its default settings; things without an id are part of what they lie in.
function urql(schema) {
  let answer = null // of the network; null: there is none
  const keys = {}
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type) && !type.getFields().id) keys[type.name] = () => null
  const network = () => (operations) =>
    pipe(operations, mergeMap((operation) => fromValue({ operation, data: answer ?? undefined, error: undefined, stale: false, hasNext: false })))
  const client = new Client({ url: 'http://localhost/', exchanges: [cacheExchange({ keys, logger: () => {} }), network] })
  return {
    name: 'urql',
    write: async ({ document, variables, data }) => {
      answer = data
      const act = operationOf(document).operation === 'mutation' ? client.mutation(document, variables) : client.query(document, variables, { requestPolicy: 'network-only' })
      await act.toPromise()
      answer = null
    },
    read: async ({ document, variables }) => (await client.query(document, variables, { requestPolicy: 'cache-only' }).toPromise()).data,
  }
}

// revisions of what has an id, wherever it lies in an answer, by type and id.
function revisions(value, found = []) {
  if (Array.isArray(value)) value.forEach((one) => revisions(one, found))
  else if (value && typeof value === 'object') {
    if (value.id && Number.isInteger(value.revision)) found.push([`${value.__typename}:${value.id}`, value.revision ?? value.version])
    Object.values(value).forEach((one) => revisions(one, found))
  }
  return found
}

// prepare answers for the caches: [{name, document, variables, data}].
const prepare = (schema, asked) => asked.map((one) => ({ ...one, document: formatDocument(one.document), data: typed(schema, one.document, one.data) }))

// problemsOf answers in the caches, one after another; what is in held is read once more at the end.
export async function problemsOf(schema, asked, held = []) {
  const problems = []
  for (const cache of [apollo(), urql(schema)]) {
    const newest = {}
    const list = prepare(schema, asked)
    for (const one of list) {
      await cache.write(one)
      for (const [key, revision] of revisions(one.data)) {
        if (revision < (newest[key] ?? 0)) problems.push(`${cache.name}: ${one.name} takes ${key} back to revision ${revision}, it was ${newest[key]}`)
        newest[key] = Math.max(revision, newest[key] ?? 0)
      }
      if (operationOf(one.document).operation === 'query' && !isDeepStrictEqual(plain(await cache.read(one)), plain(one.data))) {
        problems.push(`${cache.name}: ${one.name} is read from the cache as something else than was answered`)
      }
    }
    for (const one of list.filter((o) => held.includes(o.name))) {
      if (!isDeepStrictEqual(plain(await cache.read(one)), plain(one.data))) problems.push(`${cache.name}: ${one.name} is something else once the past was read`)
    }
  }
  return problems
}

// plain values, without the names of types, which urql adds and takes away by itself.
const plain = (value) => JSON.parse(JSON.stringify(value ?? null, (key, v) => (key === '__typename' ? undefined : v)))
