import { figures, minusAmount, percentText, shifted, sign } from '../../shared/format/money'
import type * as Types from '../../shared/graphql/types.generated'
import type { AgreementPageQuery, FilingQuery } from './agreements.generated'
import { countText } from './channel'
import { layerOf, rowsOf, type TermRow } from './terms'

export type Agreement = NonNullable<AgreementPageQuery['agreement']>
export type Version = AgreementPageQuery['versions']['edges'][number]['node']
export type ProductOnSale = AgreementPageQuery['products'][number]
export type Filing = NonNullable<NonNullable<NonNullable<FilingQuery['productContent']>['content']>['filing']>

export const operations: readonly Types.ChannelOperation[] = ['ISSUE', 'ENDORSE', 'RENEW', 'CANCEL']
export const measures: readonly Types.QuotaMeasure[] = ['POLICIES', 'PREMIUM']
export const spans: readonly Types.QuotaSpan[] = ['DAY', 'MONTH', 'TOTAL']

const decimal = /^-?\d{1,18}(\.\d{1,6})?$/

/** The share that a percentage says; what is no number is given on as it was typed, for the server to refuse at its field. */
export function shareOfPercent(typed: string): string {
  const text = typed.trim().replace(/\s*[%％]$/, '')
  return /^\d{1,16}(\.\d{1,4})?$/.test(text) ? shifted(text, -2) : text
}

/** Where an exact decimal lies against bounds; nothing where it lies within, or is no number yet. */
export function beyond(
  typed: string,
  least: string | null | undefined,
  most: string | null | undefined,
): 'below' | 'above' | undefined {
  const value = typed.trim()
  if (!decimal.test(value)) return undefined
  if (least && sign(minusAmount(value, least)) < 0) return 'below'
  if (most && sign(minusAmount(value, most)) > 0) return 'above'
  return undefined
}

export interface QuotaTyped {
  measure: Types.QuotaMeasure
  per: Types.QuotaSpan
  most: string
}

/** An agreement as its form has it. */
export interface AgreementTyped {
  productCode: string
  agreementCode: string
  /** The newest version that whoever types knew; 0: none. */
  base: number
  plans: string[]
  operations: Types.ChannelOperation[]
  /** In per cent. */
  commission: string
  factor: string
  least: string
  most: string
  quotas: QuotaTyped[]
  terms: TermRow[]
  validFrom?: string | undefined
  validUntil?: string | undefined
  reason: string
}

/** A form that begins with what a version says; without one it is empty. */
export function typedOf(version: Version | undefined): AgreementTyped {
  return {
    productCode: version?.productCode ?? '',
    agreementCode: version?.code ?? '',
    base: version?.version ?? 0,
    plans: version?.plans ?? [],
    operations: version?.operations ?? [],
    commission: version ? shifted(version.commissionRate, 2) : '',
    factor: version?.premium?.factor ?? '',
    least: version?.premium?.least ?? '',
    most: version?.premium?.most ?? '',
    quotas: (version?.quotas ?? []).map(({ measure, per, most }) => ({ measure, per, most })),
    terms: rowsOf(version?.terms ?? {}),
    validUntil: version?.validUntil ?? undefined,
    reason: '',
  }
}

/** What a form asks for. */
export function inputOf(typed: AgreementTyped, channelCode: string): Types.RequestAgreementInput {
  const premium = Object.fromEntries(
    (['factor', 'least', 'most'] as const).flatMap((each) => (typed[each].trim() ? [[each, typed[each].trim()]] : [])),
  )
  return {
    channelCode,
    agreementCode: typed.agreementCode.trim(),
    expectedRevision: typed.base,
    productCode: typed.productCode,
    plans: typed.plans,
    operations: typed.operations,
    commissionRate: shareOfPercent(typed.commission),
    ...(Object.keys(premium).length > 0 ? { premium } : {}),
    terms: layerOf(typed.terms),
    quotas: typed.quotas.map((each) => ({ ...each, most: each.most.trim() })),
    ...(typed.validFrom ? { validFrom: typed.validFrom } : {}),
    ...(typed.validUntil ? { validUntil: typed.validUntil } : {}),
    reason: typed.reason.trim(),
  }
}

/** What an agreement says, in texts: the same for a version and for a form, so that two of them can be compared. */
export interface Said {
  plans: string
  operations: string
  commission: string
  factor: string
  least: string
  most: string
  quotas: string
  terms: string
  validUntil: string
}

export interface SaidWords {
  all: string
  none: string
  operation: (of: Types.ChannelOperation) => string
  quota: (of: QuotaTyped, most: string) => string
  until: (instant: string) => string
}

export function saidOf(version: Version, words: SaidWords): Said {
  return saidBy(typedOf(version), words)
}

export function saidBy(typed: AgreementTyped, words: SaidWords): Said {
  const amount = (text: string) =>
    text.trim() ? (decimal.test(text.trim()) ? figures(text.trim()) : text) : words.none
  const commission = shareOfPercent(typed.commission)
  return {
    plans: [...typed.plans].sort().join(', ') || words.all,
    operations:
      operations
        .filter((each) => typed.operations.includes(each))
        .map(words.operation)
        .join(', ') || words.all,
    commission: decimal.test(commission) ? percentText(commission) : typed.commission || words.none,
    factor: typed.factor.trim() ? countText(typed.factor.trim()) : words.none,
    least: amount(typed.least),
    most: amount(typed.most),
    quotas:
      typed.quotas
        .map((each) => words.quota(each, decimal.test(each.most.trim()) ? countText(each.most.trim()) : each.most))
        .join(', ') || words.none,
    terms:
      typed.terms
        .filter((each) => each.path.trim())
        .map((each) => `${each.path.trim()} ${each.value.trim()}`)
        .join(', ') || words.none,
    validUntil: typed.validUntil ? words.until(typed.validUntil) : words.none,
  }
}

/** The parts in which two differ, in the order that they are read in. */
export function differing(before: Said, after: Said): (keyof Said)[] {
  return (Object.keys(before) as (keyof Said)[]).filter((key) => before[key] !== after[key])
}
