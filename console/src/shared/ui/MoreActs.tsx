import { EllipsisOutlined } from '@ant-design/icons'
import { defineWords, useWords } from '../words/words'
import { Menu, type MenuItem } from './Menu'

const words = defineWords('moreActs', { more: ['更多', 'More'] })

/** An act of a thing: impossible now where it has a reason. */
export type Act = MenuItem

/** The acts that are rare, or not possible now and why. */
export function MoreActs({ acts, label }: { acts: readonly Act[]; label?: string }) {
  const say = useWords(words)
  if (acts.length === 0) return null
  return <Menu label={label ?? say('more')} button={<EllipsisOutlined aria-hidden />} buttonClass="chip" items={acts} />
}
