import type { FullLabel } from '../platform/label.ts'

export type ImportColumn = {
  label: FullLabel
  meaning: FullLabel
  /** Headings that mean this column without a mapping, in any width and case. */
  synonyms: readonly string[]
  /** Headings that mean it only where no better one is in the file. */
  weakSynonyms?: readonly string[]
  /** Holds a person: used for masking and the person token, never kept. NO_NAME: its words are no names to look for elsewhere. */
  personal?: true | 'NO_NAME'
  required?: true
  /** Held apart from what is compared as content (an order number in the file, the source). */
  identity?: true
  /** Words that a dictionary gives a meaning. */
  words?: true
  date?: true
  /** A line above the headings may state it for the whole sheet where no column does: a day, or a period. */
  titled?: 'DAY' | 'PERIOD'
  /** A cell of strokes, 无, 不详 and the like is an empty one, and so is one of these words. Dates are so without it. */
  unsaid?: readonly string[]
  /** Known, and passed over: nothing of it is kept, and its meaning says why. */
  aside?: true
  /** What it is taken for where the file has no column of that field. `where`: only the cells that say so. */
  standsInFor?: StandIn
  /** Fields that a file may do without where it has this column. */
  insteadOf?: readonly string[]
}
export type StandIn = { field: string; where?: RegExp }

type Marks = {
  required?: true
  personal?: true | 'NO_NAME'
  identity?: true
  words?: true
  date?: true
  titled?: 'DAY' | 'PERIOD'
  unsaid?: readonly string[]
  aside?: true
  standsInFor?: StandIn
  insteadOf?: readonly string[]
  weak?: readonly string[]
}

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
