import { useMemo } from 'react'
import { useKept } from '../../shared/forms/useKept'
import type * as Types from '../../shared/graphql/types.generated'
import type { ContentFactorFragment } from './products.generated'
import { useDraftInHand } from './useDraft'

/** A risk to be quoted: what is typed of each factor, by its name. */
export interface Risk {
  plan: string
  payer: Types.PremiumPayer
  typed: Record<string, string>
  factors: Record<string, unknown>
  set: (change: { plan?: string; payer?: Types.PremiumPayer; typed?: Record<string, string> }) => void
}

/** The risk at the right of the editor, kept for a day. */
export function useRisk(): Risk {
  const draft = useDraftInHand()
  const [kept, setKept] = useKept<{ plan: string; payer: Types.PremiumPayer; typed: Record<string, string> }>(
    `risk ${draft.code}`,
    { plan: '', payer: 'CUSTOMER', typed: {} },
  )
  const { content } = draft
  const plans = content?.plans ?? []
  const plan = plans.some((each) => each.code === kept.plan) ? kept.plan : (plans[0]?.code ?? '')
  const inputs = content?.factors
  const factors = useMemo(() => factorsOf(inputs ?? [], kept.typed), [inputs, kept.typed])
  return {
    plan,
    payer: kept.payer,
    typed: kept.typed,
    factors,
    set: (change) => setKept((before) => ({ ...before, ...change })),
  }
}

/** The factors that a person sends: those that do not follow from others. */
export function asked(list: readonly ContentFactorFragment[]): ContentFactorFragment[] {
  return list.filter((each) => each.formula == null && each.type !== 'OBJECT' && !each.name.includes('[]'))
}

/** What was typed as the API takes it: whole numbers and yes or no as themselves, all else as text; nothing where nothing was typed. */
export function factorsOf(
  list: readonly ContentFactorFragment[],
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const all: Record<string, unknown> = {}
  for (const factor of asked(list)) {
    const text = (typed[factor.name] ?? '').trim()
    if (text === '') continue
    const steps = factor.name.split('.')
    let into = all
    for (const step of steps.slice(0, -1)) into = (into[step] ??= {}) as Record<string, unknown>
    into[steps[steps.length - 1] ?? ''] = valueOf(factor, text)
  }
  return all
}

/** The factors of an example as they are typed: by their paths, lists with commas between. */
export function typedOf(factors: Readonly<Record<string, unknown>>, before = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(factors).map(([name, value]) => {
      const path = before + name
      if (Array.isArray(value)) return { [path]: value.map(String).join(', ') }
      if (typeof value === 'object' && value !== null) return typedOf(value as Record<string, unknown>, `${path}.`)
      return { [path]: String(value) }
    }),
  ) as Record<string, string>
}

function valueOf(factor: ContentFactorFragment, text: string): unknown {
  switch (factor.type) {
    case 'INTEGER':
      return /^-?\d+$/.test(text) ? Number(text) : text
    case 'BOOLEAN':
      return text === 'true'
    case 'LIST':
      return text
        .split(/[,，]/)
        .map((each) => each.trim())
        .filter((each) => each !== '')
    default:
      return text
  }
}
