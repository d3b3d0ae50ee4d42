import { useMemo, useSyncExternalStore } from 'react'
import { language, onLanguage, type Language } from './language'

/** A text in Chinese and in English; a count may choose between two English forms. `{{name}}` is put in. */
export type Pair = readonly [zh: string, en: string | { one: string; other: string }]

/** The texts of one feature, both languages side by side, so that none can be missing. */
export interface Words<Key extends string> {
  name: string
  texts: Record<Key, Pair>
}

type Values = Record<string, string | number>

/** Says a text by its key. */
export type Say<Key extends string> = (key: Key, values?: Values) => string

export function defineWords<Key extends string>(name: string, texts: Record<Key, Pair>): Words<Key> {
  return { name, texts }
}

/** The texts of a feature in the language of the moment, and those of a part of it that loads later. */
export function useWords<Key extends string, More extends string = never>(
  words: Words<Key>,
  more?: Words<More>,
): Say<Key | More> {
  const current = useLanguage()
  return useMemo(() => {
    const say = wordsIn(words, current)
    const sayMore = more && wordsIn(more, current)
    return (key, values) => (sayMore && key in more.texts ? sayMore(key as More, values) : say(key as Key, values))
  }, [words, more, current])
}

/** The texts of a feature in one language, for what is no component. */
export function wordsIn<Key extends string>(words: Words<Key>, language: Language): Say<Key> {
  return (key, values) => sayPair(words.texts[key], language, values)
}

/** A text in a language, with the values put in. */
export function sayPair([zh, en]: Pair, language: Language, values: Values = {}): string {
  const english = typeof en === 'string' ? en : Number(values.count) === 1 ? en.one : en.other
  const text = language === 'en' ? english : zh
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** The language of the moment; whoever calls it draws again when it changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, language)
}

/** The text of a pair that the server sent. */
export function useLocalized(): (text: { zh: string; en: string } | null | undefined) => string {
  const current = useLanguage()
  return (text) => (text ? (current === 'en' ? text.en : text.zh) : '')
}

/** Names one after another, as a language writes them. */
export function listed(names: readonly string[], language: Language): string {
  return names.join(language === 'en' ? ', ' : '、')
}
