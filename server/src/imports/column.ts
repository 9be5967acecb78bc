import type { FullLabel } from '../platform/label.ts'

export type ImportColumn = {
  label: FullLabel
  meaning: FullLabel
  /** Headings that mean this column without a mapping, in any width and case. */
  synonyms: readonly string[]
  /** Headings that mean it only where no better one is in the file. */
  weakSynonyms?: readonly string[]
  /** Holds a person: used for masking and the person token, never kept. */
  personal?: true
  required?: true
  /** Held apart from what is compared as content (an order number in the file, the source). */
  identity?: true
  /** Words that a dictionary gives a meaning. */
  words?: true
  date?: true
}

type Marks = { required?: true; personal?: true; identity?: true; words?: true; date?: true; weak?: readonly string[] }

/** An entry of the registry: key texts in both languages, headings, marks. */
export function col(
  zh: string,
  en: string,
  meaningZh: string,
  meaningEn: string,
  synonyms: readonly string[],
  marks: Marks = {},
): ImportColumn {
  const { weak, ...rest } = marks
  return { label: { zh, en }, meaning: { zh: meaningZh, en: meaningEn }, synonyms, ...(weak ? { weakSynonyms: weak } : {}), ...rest }
}
