import i18next from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { language, type Language } from './language'

/** A text in Chinese and in English; a count may choose between two English forms. `{{name}}` is put in. */
export type Pair = readonly [zh: string, en: string | { one: string; other: string }]

/** The texts of one feature, both languages side by side, so that none can be missing. */
export interface Words<Key extends string> {
  name: string
  texts: Record<Key, Pair>
}

/** Says a text by its key. */
export type Say<Key extends string> = (key: Key, values?: Record<string, string | number>) => string

export function defineWords<Key extends string>(name: string, texts: Record<Key, Pair>): Words<Key> {
  const zh: Record<string, string> = {}
  const en: Record<string, string> = {}
  for (const [key, [chinese, english]] of Object.entries<Pair>(texts)) {
    zh[key] = chinese
    if (typeof english === 'string') en[key] = english
    else {
      en[`${key}_one`] = english.one
      en[`${key}_other`] = english.other
    }
  }
  i18next.addResourceBundle('zh-CN', name, zh, true, true)
  i18next.addResourceBundle('en', name, en, true, true)
  return { name, texts }
}

/** The texts of a feature in the language of the moment. */
export function useWords<Key extends string>(words: Words<Key>): Say<Key> {
  const { t, i18n } = useTranslation(words.name)
  return useMemo(
    () => (key: Key, values?: Record<string, string | number>) => t(key, { ...values, lng: i18n.language }),
    [t, i18n.language],
  )
}

/** The language of the moment; whoever calls it draws again when it changes. */
export function useLanguage(): Language {
  useTranslation()
  return language()
}

/** The text of a pair that the server sent. */
export function useLocalized(): (text: { zh: string; en: string } | null | undefined) => string {
  const current = useLanguage()
  return (text) => (text ? (current === 'en' ? text.en : text.zh) : '')
}
