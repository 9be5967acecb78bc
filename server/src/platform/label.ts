/** A text for people: Chinese always, English where it is known (dictionary entries may lack it). */
export type Label = { zh: string; en: string | null }

/** A sentence or name of our own: both languages are there. */
export type FullLabel = { zh: string; en: string }

export type Language = 'zh' | 'en'

/** The text in the language asked for, else the Chinese one. */
export function inLanguage(label: Label, language: Language): string {
  return language === 'en' ? (label.en ?? label.zh) : label.zh
}
