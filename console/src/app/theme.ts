import { useSyncExternalStore } from 'react'
import { dark, light, type Tokens } from './tokens'

/** What a person chose; system follows the machine. */
export type Theme = 'system' | 'light' | 'dark'

const stored = 'baodan.theme'
const systemDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

function chosen(): Theme {
  const value = localStorage.getItem(stored)
  return value === 'light' || value === 'dark' ? value : 'system'
}

function isDark(): boolean {
  const theme = chosen()
  return theme === 'dark' || (theme === 'system' && systemDark.matches)
}

/** Writes the tokens as variables on the root: before the first paint, and at each change. */
export function paintTheme() {
  const root = document.documentElement
  const tokens = isDark() ? dark : light
  root.dataset.theme = isDark() ? 'dark' : 'light'
  for (const [name, value] of Object.entries(tokens)) root.style.setProperty(`--${name}`, value)
}

export function chooseTheme(theme: Theme) {
  if (theme === 'system') localStorage.removeItem(stored)
  else localStorage.setItem(stored, theme)
  repaint()
}

function repaint() {
  paintTheme()
  listeners.forEach((listener) => listener())
}

systemDark.addEventListener('change', repaint)

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The theme that is chosen, and the tokens that are painted. */
export function useTheme(): { theme: Theme; isDark: boolean; tokens: Tokens } {
  const theme = useSyncExternalStore(subscribe, chosen)
  const darkNow = useSyncExternalStore(subscribe, isDark)
  return { theme, isDark: darkNow, tokens: darkNow ? dark : light }
}
