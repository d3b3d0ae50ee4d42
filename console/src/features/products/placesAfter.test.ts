import { describe, expect, test } from 'vitest'
import { placesAfter } from './placesAfter'
import type * as Types from '../../shared/graphql/types.generated'

type Change = Types.ProductFileChange
const change = (operation: Change['operation'], path: string): Change => ({ operation, at: path.split('.') })
const after = (mine: string, done: Change[], operation: Change['operation'] = 'REMOVE') =>
  placesAfter([change(operation, mine)], done).map((each) => each.at.join('.'))

describe('a change that was made of an older content', () => {
  test('finds its item after one before it went', () => {
    expect(after('tables.base.rows.5', [change('REMOVE', 'tables.base.rows.3')])).toEqual(['tables.base.rows.4'])
    expect(after('tables.base.rows.5.value', [change('REMOVE', 'tables.base.rows.3')], 'ADD')).toEqual([
      'tables.base.rows.4.value',
    ])
    expect(after('rows.2', [change('REMOVE', 'rows.3')])).toEqual(['rows.2'])
  })
  test('finds its item after one came before it', () => {
    expect(after('rows.2.value', [change('ADD', 'rows.2')], 'ADD')).toEqual(['rows.3.value'])
    expect(after('rows.1', [change('ADD', 'rows.2')])).toEqual(['rows.1'])
    expect(after('rows.1', [change('ADD', 'rows.-')])).toEqual(['rows.1'])
  })
  test('is left out where its item went', () => {
    expect(after('rows.3', [change('REMOVE', 'rows.3')])).toEqual([])
    expect(after('rows.3.value', [change('REMOVE', 'rows.3')], 'ADD')).toEqual([])
  })
  test('follows several, and stays where another list or a value changed', () => {
    expect(after('rows.5', [change('REMOVE', 'rows.0'), change('REMOVE', 'rows.0')])).toEqual(['rows.3'])
    expect(after('rows.5', [change('REMOVE', 'steps.0'), change('ADD', 'rows.2.value')])).toEqual(['rows.5'])
    expect(after('plans.BASIC.name.zh', [change('REMOVE', 'plans.PLUS')], 'ADD')).toEqual(['plans.BASIC.name.zh'])
  })
  test('finds its item after one was moved', () => {
    const move = (from: number, to: number): Change[] => [
      { operation: 'MOVE', at: ['rows', String(from)], value: String(to) },
    ]
    const places = (from: number, to: number) => [0, 1, 2, 3].flatMap((own) => after(`rows.${own}.if`, move(from, to)))
    expect(places(0, 2)).toEqual(['rows.2.if', 'rows.0.if', 'rows.1.if', 'rows.3.if'])
    expect(places(3, 1)).toEqual(['rows.0.if', 'rows.2.if', 'rows.3.if', 'rows.1.if'])
    expect(after('rules.TOO_OLD.if', [{ operation: 'MOVE', at: ['rules', 'OTHER'], value: '0' }])).toEqual([
      'rules.TOO_OLD.if',
    ])
  })
})
