import { dayLabel, type FullLabel } from '../platform/label.ts'
import { InvalidError } from '../platform/errors.ts'
import { isDay } from '../analytics/calendar.ts'
import type { Measure } from '../ledger/supervision-decisions.ts'

/** THE REGISTRY of measures: what is demanded of an institution on the list. OTHER says in its own words what. */
export const measureKinds = {
  INTERVIEW: { zh: '约谈谈话', en: 'Interview of the head' },
  RECTIFY: { zh: '限期整改', en: 'Rectification by a day' },
  REPORT: { zh: '整改报告', en: 'Report on rectification' },
  SPECIAL_INSPECTION: { zh: '专项检查', en: 'Special inspection' },
  FULL_INSPECTION: { zh: '综合检查', en: 'Comprehensive inspection' },
  WARNING: { zh: '风险提示', en: 'Warning' },
  OTHER: { zh: '其他', en: 'Other' },
} as const satisfies Record<string, FullLabel>
export type MeasureKind = keyof typeof measureKinds

const most = 10
const longest = 100

/** The measure in words: its kind, or what was written where it is none of the registry. */
export function measureLabel({ kind, text }: Pick<Measure, 'kind' | 'text'>): FullLabel {
  const known = Object.hasOwn(measureKinds, kind) ? measureKinds[kind as MeasureKind] : null
  if (known === null || kind === 'OTHER') return { zh: text, en: text }
  return text === '' ? known : { zh: `${known.zh}（${text}）`, en: `${known.en} (${text})` }
}

/**
 * Measures as they may be kept: of a known kind, with words where the kind has none, due on a day that is not over.
 * @throws InvalidError naming each that is not.
 */
export function demandMeasures(measures: readonly Measure[], today: string, needed: boolean): Measure[] {
  if (needed && measures.length === 0)
    throw wrong('measures', 'EMPTY', '请至少写一项后续措施及期限。', 'Name at least one measure and its day.')
  if (measures.length > most) throw wrong('measures', 'TOO_MANY', `措施最多 ${most} 项。`, `At most ${most} measures.`)
  return measures.map((one, place) => checked({ ...one, text: one.text.trim() }, `measures[${place}]`, today))
}

function checked(one: Measure, path: string, today: string): Measure {
  if (!Object.hasOwn(measureKinds, one.kind))
    throw wrong(`${path}.kind`, 'UNKNOWN_MEASURE', `没有“${one.kind}”这种措施。`, `There is no measure “${one.kind}”.`)
  if (one.kind === 'OTHER' && one.text === '') throw wrong(`${path}.text`, 'EMPTY', '请写明是什么措施。', 'Say what the measure is.')
  if (one.text.length > longest || /\p{Cc}/u.test(one.text))
    throw wrong(
      `${path}.text`,
      'TOO_LONG',
      `措施说明应为不超过 ${longest} 字的一行。`,
      `A measure is one line of at most ${longest} characters.`,
    )
  if (!isDay(one.dueOn)) throw wrong(`${path}.dueOn`, 'IMPOSSIBLE_DATE', `“${one.dueOn}”不是日期。`, `“${one.dueOn}” is no day.`)
  if (one.dueOn < today || one.dueOn > `${Number(today.slice(0, 4)) + 3}-12-31`)
    throw wrong(
      `${path}.dueOn`,
      'OUT_OF_RANGE',
      `期限 ${dayLabel(one.dueOn).zh} 应在今天（${dayLabel(today).zh}）之后的三年内。`,
      `The day ${dayLabel(one.dueOn).en} must lie within three years from today (${dayLabel(today).en}).`,
    )
  return one
}

function wrong(path: string, reason: string, zh: string, en: string): InvalidError {
  return new InvalidError({ zh, en }, [{ path, reason }])
}
