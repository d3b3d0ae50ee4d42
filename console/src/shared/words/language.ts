export type Language = 'zh-CN' | 'en'

const stored = 'baodan.language'
const listeners = new Set<() => void>()

let current = first()
document.documentElement.lang = current

function first(): Language {
  const value = localStorage.getItem(stored)
  if (value === 'zh-CN' || value === 'en') return value
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en'
}

export function chooseLanguage(language: Language) {
  localStorage.setItem(stored, language)
  document.documentElement.lang = language
  current = language
  listeners.forEach((listener) => listener())
}

export function language(): Language {
  return current
}

/** Calls back when another language is chosen, until what it answers is called. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
