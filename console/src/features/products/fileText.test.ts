import { describe, expect, it } from 'vitest'
import { mistakesIn, partOf, placesBeside, setPart, spans, termText, termValue, wordIn } from './fileText'

const mistake = (message: string, path: string[] = [], line?: number, fix?: string) => ({
  code: 'INVALID_VALUE',
  message,
  path,
  ...(line === undefined ? {} : { line }),
  ...(fix === undefined ? {} : { fix }),
})

describe('what is typed becomes a change of the file', () => {
  it('sets a part, or takes it out where nothing is typed', () => {
    expect(setPart(['filing', 'commissionMost'], ' 0.20 ')).toEqual({
      operation: 'ADD',
      at: ['filing', 'commissionMost'],
      value: '"0.20"',
    })
    expect(setPart(['terms'], ' ')).toEqual({ operation: 'REMOVE', at: ['terms'] })
  })

  it.each([
    ['true', 'false', 'true'],
    ['3', '1', '3'],
    ['2000', '0.5', '"2000"'],
    ['P90D', 'P1Y', '"P90D"'],
    ['CUSTOMER, SELLER', '["CUSTOMER","PLATFORM"]', '["CUSTOMER","SELLER"]'],
    ["gifted ? 'PT0S' : 'PT12H'", "gifted ? 'PT0S' : 'PT24H'", '{"formula":"gifted ? \'PT0S\' : \'PT12H\'"}'],
  ])('a term %s that was %s is %s', (text, before, value) => expect(termValue(text, before)).toBe(value))
})

it('a list of a term is read with commas between', () => {
  expect(termText('["CUSTOMER","SELLER"]')).toBe('CUSTOMER, SELLER')
  expect(termText('P90D')).toBe('P90D')
})

describe('mistakes stand where they belong', () => {
  it('by their path', () => {
    expect(partOf(mistake('', ['rating', 'tables', '0']))).toBe('rates')
    expect(partOf(mistake('', ['rating', 'premium', '0']))).toBe('steps')
    expect(partOf(mistake('', ['derived', '0']))).toBe('factors')
    expect(partOf(mistake('', ['rfi-01.example']))).toBe('examples')
    expect(partOf(mistake('', []))).toBe('file')
  })

  it('by the lines of a part', () => {
    const parts = [{ line: 10 }, { line: 20 }]
    const [first, last] = spans(parts)
    expect([first?.end, last?.end]).toEqual([20, Number.MAX_SAFE_INTEGER])
    expect(mistakesIn([mistake('a', [], 12), mistake('b', [], 20)], 10, first?.end ?? 0)).toHaveLength(1)
  })

  it('at the word that their sentence names', () => {
    const told = mistake("category is never 'underware' (did you mean 'underwear'?)", [], 1, 'underwear')
    expect(wordIn(told, "category in ['customised', 'underware']")).toBe('underware')
    expect(wordIn(mistake('there is no such name buyerRisk', [], 1, 'buyerRiskScore'), 'buyerRisk > 1')).toBe(
      'buyerRisk',
    )
  })
})

describe('the place that an item is moved to', () => {
  it('is where the item beside it stands in the whole list, of which some are shown elsewhere', () => {
    const rule = (code: string) => ({ at: ['rules', code] })
    const [sale, claim, other] = [rule('A'), rule('B'), rule('C')]
    const score = { at: ['claims', 'score', 'S'] }
    const all = [sale, claim, other, score]
    expect(placesBeside(sale, [sale, other], all)).toEqual({ up: undefined, down: 2 })
    expect(placesBeside(other, [sale, other], all)).toEqual({ up: 0, down: undefined })
    expect(placesBeside(claim, [claim, score], all)).toEqual({ up: undefined, down: undefined })
  })
})
