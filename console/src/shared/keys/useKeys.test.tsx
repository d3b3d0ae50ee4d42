import { fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { switchSingleKeys, useKeys, type Keys } from './useKeys'

function Page({ keys, enabled = true }: { keys: Keys; enabled?: boolean }) {
  useKeys(keys, enabled)
  return (
    <>
      <input aria-label="field" />
      <input type="radio" aria-label="choice" />
    </>
  )
}

const press = (key: string, more: KeyboardEventInit = {}, on: Element = document.body) =>
  fireEvent.keyDown(on, { key, bubbles: true, ...more })

afterEach(() => {
  switchSingleKeys(true)
  vi.useRealTimers()
})

test('a key acts once, whatever its case, and keeps its default from happening', () => {
  const j = vi.fn()
  render(<Page keys={{ j }} />)
  expect(press('j')).toBe(false)
  press('J')
  press('x')
  expect(j).toHaveBeenCalledTimes(2)
})

test('keys rest in a field and while an input method composes, but not on a choice', () => {
  const j = vi.fn()
  render(<Page keys={{ j }} />)
  press('j', {}, screen.getByLabelText('field'))
  press('j', { isComposing: true })
  press('Process')
  expect(j).not.toHaveBeenCalled()
  press('j', {}, screen.getByLabelText('choice'))
  expect(j).toHaveBeenCalledTimes(1)
})

test('one key after the other acts, not when too much time lies between', () => {
  vi.useFakeTimers()
  const go = vi.fn()
  render(<Page keys={{ 'g h': go }} />)
  press('g')
  press('h')
  expect(go).toHaveBeenCalledTimes(1)
  press('g')
  vi.advanceTimersByTime(1_000)
  press('h')
  expect(go).toHaveBeenCalledTimes(1)
})

test('single keys can be switched off; those with Ctrl still act, in a field too', () => {
  const keys = { j: vi.fn(), 'mod+k': vi.fn() }
  render(<Page keys={keys} />)
  switchSingleKeys(false)
  press('j')
  press('k', { ctrlKey: true }, screen.getByLabelText('field'))
  press('k', { metaKey: true })
  expect(keys.j).not.toHaveBeenCalled()
  expect(keys['mod+k']).toHaveBeenCalledTimes(2)
})

test('keys of a page rest under a dialog and while they are not enabled', () => {
  const j = vi.fn()
  const { rerender } = render(<Page keys={{ j }} enabled={false} />)
  press('j')
  rerender(<Page keys={{ j }} />)
  const dialog = document.createElement('dialog')
  dialog.setAttribute('open', '')
  document.body.append(dialog)
  press('j')
  dialog.remove()
  expect(j).not.toHaveBeenCalled()
  press('j')
  expect(j).toHaveBeenCalledTimes(1)
})
