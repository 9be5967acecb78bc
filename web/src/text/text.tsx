import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { dateWords, instantWords, shortDateWords } from './dates.ts'
import { en } from './en.ts'
import { inLanguage, type Label, type Language } from './language.ts'
import { zh, type Text } from './zh.ts'

export type Words = {
  t: Text
  language: Language
  /** A label of the catalog or dictionary in the reader's language. */
  say: (label: Label | null | undefined) => string
  date: (day: string) => string
  shortDate: (day: string) => string
  instant: (instant: string, withYear?: boolean) => string
}

const WordsContext = createContext<Words | null>(null)

export function WordsProvider({ language, children }: { language: Language; children: ReactNode }) {
  const words = useMemo<Words>(
    () => ({
      t: language === 'en' ? en : zh,
      language,
      say: (label) => (label ? inLanguage(label, language) : ''),
      date: (day) => dateWords(day, language),
      shortDate: (day) => shortDateWords(day, language),
      instant: (instant, withYear) => instantWords(instant, language, withYear),
    }),
    [language],
  )
  return <WordsContext value={words}>{children}</WordsContext>
}

export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('useWords outside WordsProvider')
  return words
}
