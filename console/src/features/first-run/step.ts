import type { Mood } from '../../shared/ui/moods'
import type { Language } from '../../shared/words/language'
import type { Say } from '../../shared/words/words'
import type { FirstRunStepShownFragment } from './firstRun.generated'
import { words } from './words'

export type Step = FirstRunStepShownFragment

/** Findings of something that is broken, not only left to do. */
const broken = new Set<Step['finding']>(['REFUSED', 'OTHER_KEYS'])

/** How a step looks: the next one is the administrator's move, the others wait quietly. */
export function moodOf(step: Step, isNext: boolean): Mood {
  if (step.done) return 'good'
  if (broken.has(step.finding)) return 'bad'
  return isNext ? 'ours' : 'ended'
}

/** A channel sells a product: without one it has to wait. */
export function waitsFor(step: Step, steps: readonly Step[]): boolean {
  return step.task === 'CHANNEL' && !step.done && steps.some(({ task, done }) => task === 'PRODUCT' && !done)
}

/** Names as a list in a sentence. */
export function namesText(names: readonly string[], language: Language): string {
  return language === 'en' ? new Intl.ListFormat('en').format(names) : names.join('、')
}

/** How far a step is, in a sentence; a finding that is newer than the words is told in those of the contract. */
export function sentenceOf(
  step: Step,
  say: Say<keyof typeof words.texts>,
  language: Language,
  finding: string,
): string {
  // words: firstRun.SECOND_* words: firstRun.KEYS_* words: firstRun.STORAGE_* words: firstRun.MAIL_*
  // words: firstRun.PAYMENTS_* words: firstRun.PRODUCT_* words: firstRun.CHANNEL_*
  const key = `${step.task}_${step.finding}`
  if (!(key in words.texts)) return say('other', { finding })
  const nobody = step.task === 'SECOND_ADMIN' || step.task === 'SECOND_FACTOR' ? say('nobody') : say('standIn')
  const about = step.about.length > 0 ? namesText(step.about, language) : nobody
  return say(key as keyof typeof words.texts, { about })
}
