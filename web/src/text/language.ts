export type Language = 'zh' | 'en'
export type Label = { zh: string; en?: string | null }

/** A label in the reader's language; names that have no English stay as they are. */
export function inLanguage(label: Label, language: Language): string {
  return language === 'en' ? (label.en ?? label.zh) : label.zh
}

const KEY = 'mingjing.language'

export function storedLanguage(): Language {
  const stored = localStorage.getItem(KEY)
  if (stored === 'zh' || stored === 'en') return stored
  return navigator.language.toLowerCase().startsWith('zh') || !navigator.language ? 'zh' : 'en'
}

export function storeLanguage(language: Language): void {
  localStorage.setItem(KEY, language)
}
