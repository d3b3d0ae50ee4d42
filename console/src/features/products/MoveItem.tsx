import { useWords } from '../../shared/words/words'
import { placesBeside } from './fileText'
import { isPlace } from './placesAfter'
import { useDraftInHand } from './useDraft'
import { words } from './words'

/** Moves an item of a list of the file before, or behind, the one beside it. */
export function MoveItem<Part extends { at: readonly string[] }>({
  part,
  shown,
  all,
  name,
}: {
  part: Part
  shown: readonly Part[]
  all: readonly Part[]
  name: string
}) {
  const say = useWords(words)
  const draft = useDraftInHand()
  const beside = placesBeside(part, shown, all)
  const move = async (direction: 'up' | 'down', to: number) => {
    await draft.change([{ operation: 'MOVE', at: [...part.at], value: String(to) }])
    // The next press moves the same item on.
    const list = part.at.slice(0, -1)
    const own = part.at[part.at.length - 1] ?? ''
    const after = [...list, isPlace(own) ? String(to) : own].join('.')
    requestAnimationFrame(() => document.getElementById(`${direction} ${after}`)?.focus())
  }
  if (!draft.editable || (beside.up === undefined && beside.down === undefined)) return null
  return (
    <>
      {(['up', 'down'] as const).map((direction) => {
        const to = beside[direction]
        return (
          <button
            key={direction}
            id={`${direction} ${part.at.join('.')}`}
            type="button"
            className="link"
            aria-label={`${say(direction)} ${name}`}
            aria-disabled={to === undefined}
            onClick={() => {
              if (to !== undefined) void move(direction, to)
            }}
          >
            {direction === 'up' ? '↑' : '↓'}
          </button>
        )
      })}
    </>
  )
}
