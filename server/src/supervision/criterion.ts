import type { FigurePartKey } from '../analytics/analytics.enums.ts'
import type { MetricKey } from '../analytics/metrics.ts'
import type { SettingName, Settings } from '../ledger/settings.ts'
import type { FullLabel, Label } from '../platform/label.ts'

/** A metric of an institution or of its whole group, as the metric table gives it. */
export type JudgedFigure = { value: number | null; numerator: number | null; base: number | null; rank: number | null }
export type MetricWords = { label: FullLabel; unit: FullLabel; decimals: number }

/** The latest assessment with a grade; `scale` from best to worst, `place` of the grade in it from 0. */
export type HeldGrade = {
  period: string
  label: FullLabel
  grade: string
  place: number
  scale: readonly string[]
  score: number | null
  rank: number | null
  members: number
  median: number | null
}

/** All that a criterion may know of one institution: its figures of the basis period and those of its whole group. */
export type Subject = {
  key: string
  name: string
  group: { key: string; label: Label; bases: readonly string[]; members: number }
  period: { key: string; label: FullLabel }
  own: ReadonlyMap<MetricKey, JudgedFigure>
  whole: ReadonlyMap<MetricKey, JudgedFigure>
  words: ReadonlyMap<MetricKey, MetricWords>
  assessment: HeldGrade | null
}

/** Where a figure leads: the rows that it counts, the ranking it is a rank of, the assessments it was taken from. */
export type Opens =
  | { page: 'ROWS'; metric: MetricKey; part: FigurePartKey; period: string; institution: string | null; group: string | null }
  | { page: 'RANKINGS'; period: string; group: string }
  | { page: 'ASSESSMENTS'; period: string }

/** One figure of a judgement. `own`: of the institution alone, so that it may be told to the institution. */
export type FoundFigure = {
  name: string
  value: number | null
  /** What is no number: a grade. */
  text: string | null
  decimals: number
  unit: FullLabel
  own: boolean
  opens: Opens | null
}

/** FACT: nothing was estimated. The others say how likely chance alone gives as much. */
export type Strength = 'FACT' | 'STRONG' | 'FAIR' | 'WEAK'

export type Judged = {
  /** Null: it cannot be judged, and `pattern` says why. */
  holds: boolean | null
  /** The reason, with `{NAME}` where a figure stands. */
  pattern: FullLabel
  figures: readonly FoundFigure[]
  strength: Strength | null
  strengthWords: FullLabel | null
  /** The greatest value of the line that can be tried at which the criterion still holds; null where it never does. */
  holdsUpTo: number | null
}

/** A criterion said once: its words, what it reads, and a pure judgement. A third is one more entry of the registry. */
export type Criterion = {
  label: FullLabel
  definition: (settings: Settings) => FullLabel
  /** The settings that it depends on. */
  settings: readonly SettingName[]
  /** The metrics that it reads, with the exposures that peer groups of the jurisdiction name. */
  metrics: (settings: Settings, bases: readonly string[]) => readonly MetricKey[]
  judge: (subject: Subject, settings: Settings) => Judged
  /** What its figures are called. */
  figures: Readonly<Record<string, FullLabel>>
  /** The line that the page lets a person try: a whole number above which the criterion holds. */
  line?: { setting: SettingName; outOf: number; unit: FullLabel }
  /** Formula in force; a change takes the next number. */
  method: number
}

/** A whole or decimal figure as people read it: 1,234.50. */
export function shown({ value, text, decimals }: Pick<FoundFigure, 'value' | 'text' | 'decimals'>): string {
  if (text !== null) return text
  if (value === null) return '—'
  const size = Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  return value < 0 ? `−${size}` : size
}

/** A pattern with its figures in their places. */
export function filled(pattern: FullLabel, figures: readonly FoundFigure[]): FullLabel {
  const place = (text: string) =>
    text.replaceAll(/\{([A-Z_]+)\}/g, (all, name: string) => {
      const figure = figures.find((one) => one.name === name)
      return figure ? shown(figure) : all
    })
  return { zh: place(pattern.zh), en: place(pattern.en) }
}
