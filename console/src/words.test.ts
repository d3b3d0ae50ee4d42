import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

/**
 * Keys that are put together while the console runs: `word${state}`. A file that builds keys says so by a comment beside it,
 * `words: name.prefix*`, and all keys of the table `name` that begin with the prefix count as used.
 */
const built = /words: (\w+)\.(\w*)\*/g

const root = import.meta.dirname
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|generated|gen)\.tsx?$/.test(name))
  .map((name) => {
    const text = readFileSync(join(root, name), 'utf8')
    return { name, text, tree: ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX) }
  })

interface Table {
  name: string
  file: string
  texts: Map<string, string[]>
}

function walk(node: ts.Node, visit: (node: ts.Node) => void) {
  visit(node)
  node.forEachChild((child) => walk(child, visit))
}

/** The texts of a pair: [zh, en], or [zh, { one, other }]. */
function textsOf(pair: ts.Expression): string[] {
  const found: string[] = []
  walk(pair, (node) => {
    if (ts.isStringLiteralLike(node)) found.push(node.text)
  })
  return found
}

function tables(): Table[] {
  const found: Table[] = []
  for (const { name: file, tree } of sources) {
    walk(tree, (node) => {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'defineWords') return
      const [name, pairs] = node.arguments
      if (!name || !ts.isStringLiteral(name) || !pairs || !ts.isObjectLiteralExpression(pairs)) {
        throw new Error(`${file}: defineWords takes a name and a table written in place`)
      }
      const texts = new Map<string, string[]>()
      for (const property of pairs.properties) {
        if (!ts.isPropertyAssignment(property)) throw new Error(`${file}: ${property.getText()} is no text`)
        texts.set(property.name.getText().replace(/^'|'$/g, ''), textsOf(property.initializer))
      }
      found.push({ name: name.text, file, texts })
    })
  }
  return found
}

const all = tables()

/** Every text in quotes outside the tables themselves, in the folder of a table or wherever its words are imported. */
function quoted(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const { name, tree } of sources) {
    const texts = new Set<string>()
    const visit = (node: ts.Node) => {
      if (ts.isCallExpression(node) && node.expression.getText() === 'defineWords') return
      if (ts.isStringLiteralLike(node)) texts.add(node.text)
      if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) texts.add(node.name.text)
      node.forEachChild(visit)
    }
    visit(tree)
    found.set(name, texts)
  }
  return found
}

/** The folder that a table belongs to: its words are for the files of it. */
function home(table: Table): string {
  return relative(root, join(root, table.file, '..'))
}

describe('words', () => {
  test('every key is used by a file of its folder, or by keys that are put together and declared', () => {
    const texts = quoted()
    const declared = sources.flatMap(({ text }) =>
      [...text.matchAll(built)].map(([, name = '', prefix = '']) => ({ name, prefix })),
    )
    const unused = all.flatMap((table) => {
      const near = [...texts].filter(([file]) => relative(root, join(root, file, '..')) === home(table))
      return [...table.texts.keys()]
        .filter((key) => !near.some(([, said]) => said.has(key)))
        .filter((key) => !declared.some(({ name, prefix }) => name === table.name && key.startsWith(prefix)))
        .map((key) => `${table.file}: ${table.name}.${key}`)
    })
    expect(unused).toEqual([])
  })

  test('a key that is said is one of some table', () => {
    const known = new Set(all.flatMap((table) => [...table.texts.keys()]))
    const unknown: string[] = []
    for (const { name, tree } of sources) {
      walk(tree, (node) => {
        if (!ts.isCallExpression(node) || node.expression.getText() !== 'say') return
        const [key] = node.arguments
        if (key && ts.isStringLiteral(key) && !known.has(key.text)) unknown.push(`${name}: ${key.text}`)
      })
    }
    expect(unknown).toEqual([])
  })

  test('no two tables have one name', () => {
    const names = all.map((table) => table.name)
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([])
  })

  test('both languages say something, without exclamation marks; Chinese labels without 请', () => {
    const wrong = all.flatMap((table) =>
      [...table.texts].flatMap(([key, [zh = '', ...en]]) => {
        const where = `${table.file}: ${table.name}.${key}`
        return [
          ...(zh.trim() === '' || en.length === 0 || en.some((text) => text.trim() === '') ? [`${where} is empty`] : []),
          ...([zh, ...en].some((text) => /[!！]/.test(text)) ? [`${where} shouts`] : []),
          ...(/^请(?!求)/.test(zh) && zh.length <= 12 ? [`${where} says 请`] : []),
          ...(en.some((text) => /\bplease\b/i.test(text)) ? [`${where} says please`] : []),
        ]
      }),
    )
    expect(wrong).toEqual([])
  })

  test('what is put into a text is the same in both languages', () => {
    const put = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].sort()
    const wrong = all.flatMap((table) =>
      [...table.texts]
        .filter(([, [zh = '', ...en]]) => en.some((text) => put(text).some((name) => !put(zh).includes(name))))
        .map(([key]) => `${table.file}: ${table.name}.${key}`),
    )
    expect(wrong).toEqual([])
  })

  test('no text stands in the pages themselves', () => {
    const spoken = /\p{L}{2,}/u
    const allowed = /^(Baodan|保单 Baodan|保单|Ctrl( K)?|Esc|English|中文|CNY|Enter)$/
    const attributes = /^(aria-label|placeholder|title|alt|label|help|unit|keep|act)$/
    const found: string[] = []
    for (const { name, tree } of sources) {
      walk(tree, (node) => {
        const text = ts.isJsxText(node)
          ? node.text
          : ts.isJsxAttribute(node) &&
              attributes.test(node.name.getText()) &&
              node.initializer &&
              ts.isStringLiteral(node.initializer)
            ? node.initializer.text
            : ts.isJsxExpression(node) &&
                ts.isJsxElement(node.parent) &&
                node.expression &&
                ts.isStringLiteralLike(node.expression)
              ? node.expression.text
              : ''
        if (!spoken.test(text) || allowed.test(text.trim())) return
        if (node.parent.parent.getText().startsWith('<kbd') || node.parent.getText().startsWith('<kbd')) return
        found.push(`${name}: ${text.trim()}`)
      })
    }
    expect(found).toEqual([])
  })

  test('Chinese is written in tables of words alone', () => {
    const found: string[] = []
    for (const { name, tree } of sources) {
      const visit = (node: ts.Node) => {
        if (ts.isCallExpression(node) && node.expression.getText() === 'defineWords') return
        const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)
        if (isText && /\p{Script=Han}/u.test(node.text)) found.push(`${name}: ${node.text.trim()}`)
        node.forEachChild(visit)
      }
      visit(tree)
    }
    expect(found.filter((text) => !/^shared\/format\/|^app\/|SignInPage|claims\/(facts|DecideForm)/.test(text))).toEqual([])
  })
})
