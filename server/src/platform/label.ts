/** A text for people: Chinese always, English where it is known (dictionary entries may lack it). */
export type Label = { zh: string; en: string | null }

/** A sentence or name of our own: both languages are there. */
export type FullLabel = { zh: string; en: string }

export type Language = 'zh' | 'en'

/** The text in the language asked for, else the Chinese one. */
export function inLanguage(label: Label, language: Language): string {
  return language === 'en' ? (label.en ?? label.zh) : label.zh
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A business date in words: 2026年11月3日 / 3 Nov 2026. */
export function dayLabel(day: string): FullLabel {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return { zh: `${year}年${month}月${date}日`, en: `${date} ${MONTHS[month - 1]} ${year}` }
}
