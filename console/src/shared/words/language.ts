import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export type Language = 'zh-CN' | 'en'

const stored = 'baodan.language'

function chosen(): Language {
  const value = localStorage.getItem(stored)
  if (value === 'zh-CN' || value === 'en') return value
  return navigator.language.startsWith('zh') ? 'zh-CN' : 'en'
}

// Made ready before any feature defines its words, which happens while modules load.
void i18next.use(initReactI18next).init({
  lng: chosen(),
  supportedLngs: ['zh-CN', 'en'],
  fallbackLng: false,
  initAsync: false,
  resources: {},
  interpolation: { escapeValue: false },
  react: { useSuspense: false, bindI18n: 'languageChanged' },
})
document.documentElement.lang = chosen()

export function chooseLanguage(language: Language) {
  localStorage.setItem(stored, language)
  document.documentElement.lang = language
  void i18next.changeLanguage(language)
}

export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN'
}
