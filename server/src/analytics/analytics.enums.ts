import { screaming, registryEnum } from '../platform/enum.ts'
import type { FullLabel } from '../platform/label.ts'
import { dimensionKeys, dimensionRegistry, type DimensionKey } from './dimensions.ts'
import { metricKeys, metricRegistry, type MetricKey } from './metrics.ts'

/** What a column of a table holds. The plain ones are values of the metric; RANK and SHARE are of the whole group. */
export const figureKinds = {
  value: 'the metric itself',
  numerator: 'what is counted above the line, an exact whole number',
  base: 'what it is divided by; for a quantile the number of cases',
  unknown: 'cases of which it is not known: neither for nor against',
  lowest: 'the rate if everything unknown spoke against',
  highest: 'the rate if everything unknown spoke for',
  rank: 'competition rank inside the peer group',
  share: 'per cent of the whole group, or of the total',
  shareOfTotal: 'per cent of everything in the jurisdiction, beside the share of the group',
  previous: 'the metric in the period before',
  change: 'against the period before: per cent, percentage points or days',
  lastYear: 'the metric in the same period last year',
  changeLastYear: 'against the same period last year',
} as const
export type FigureKindKey = keyof typeof figureKinds

/** Why a figure is null. */
export const nullReasons = {
  noBase: 'no exposure is known',
  zeroBase: 'change from nothing, or a rate over a base of 0',
  seriesBreak: 'the definition changed between the two periods',
  unfinished: 'the period has not begun',
  tooFew: 'too few cases to judge',
  notAdditive: 'figures of this metric do not add up to a whole',
  notAllowed: 'the viewer may not see it',
  suppressed: 'the group is too small to be shown without naming a member',
  noCases: 'a rate or an order over no cases',
  noData: 'the ledger holds nothing so early',
} as const
export type NullReasonKey = keyof typeof nullReasons

/** Null reasons in the words of a printed table. */
export const nullReasonLabels: Record<NullReasonKey, FullLabel> = {
  noBase: { zh: '无基数', en: 'no base' },
  zeroBase: { zh: '基期为零', en: 'from zero' },
  seriesBreak: { zh: '口径调整', en: 'series break' },
  unfinished: { zh: '未开始', en: 'not begun' },
  tooFew: { zh: '件数过少', en: 'too few' },
  notAdditive: { zh: '不适用', en: 'not additive' },
  notAllowed: { zh: '无权查看', en: 'not allowed' },
  suppressed: { zh: '不予显示', en: 'suppressed' },
  noCases: { zh: '无案件', en: 'no cases' },
  noData: { zh: '无数据', en: 'no data' },
}

/** Column kinds in the words of a heading. */
export const figureKindLabels: Record<FigureKindKey, FullLabel> = {
  value: { zh: '', en: '' },
  numerator: { zh: '件数', en: 'cases' },
  base: { zh: '基数', en: 'base' },
  unknown: { zh: '不明件数', en: 'unknown' },
  lowest: { zh: '下限', en: 'at least' },
  highest: { zh: '上限', en: 'at most' },
  rank: { zh: '位次', en: 'rank' },
  share: { zh: '占比', en: 'share' },
  shareOfTotal: { zh: '占合计', en: 'share of total' },
  previous: { zh: '上期', en: 'previous period' },
  change: { zh: '环比', en: 'change on previous period' },
  lastYear: { zh: '上年同期', en: 'same period last year' },
  changeLastYear: { zh: '同比', en: 'change on last year' },
}

export const comparisons = { previousPeriod: 'the period before', samePeriodLastYear: 'the same period last year' } as const
export type ComparisonKey = keyof typeof comparisons
export type RepeatsKey = 'merged' | 'all'
export type RegisterKey = 'regulator' | 'institution'
export type DirectionKey = 'ascending' | 'descending'
/** Which part of a figure a list of rows stands for. */
export type FigurePartKey = 'value' | 'numerator' | 'base' | 'unknown' | 'previous' | 'lastYear'

function keysOf<K extends string>(registry: Record<K, unknown>): K[] {
  return Object.keys(registry) as K[]
}

export const MetricEnum = registryEnum<MetricKey>(
  'Metric',
  metricKeys,
  'A figure of the catalog.',
  (key) => metricRegistry[key].definition.en,
)
export const DimensionEnum = registryEnum<DimensionKey>(
  'Dimension',
  dimensionKeys,
  'What a figure is split or narrowed by.',
  (key) => dimensionRegistry[key].label.en,
)
export const FigureKindEnum = registryEnum<FigureKindKey>(
  'FigureKind',
  keysOf(figureKinds),
  'What a column holds.',
  (key) => figureKinds[key],
)
export const NullReasonEnum = registryEnum<NullReasonKey>(
  'NullReason',
  keysOf(nullReasons),
  'Why a figure is null.',
  (key) => nullReasons[key],
)
export const ComparisonEnum = registryEnum<ComparisonKey>(
  'Comparison',
  keysOf(comparisons),
  'With what a figure is compared.',
  (key) => comparisons[key],
)
export const RepeatsEnum = registryEnum<RepeatsKey>('Repeats', ['merged', 'all'], 'Whether a matter counts once or each complaint counts.')
export const RegisterEnum = registryEnum<RegisterKey>(
  'Register',
  ['regulator', 'institution'],
  'Who registered the complaints; never added together.',
)
export const DirectionEnum = registryEnum<DirectionKey>('Direction', ['ascending', 'descending'], 'Order of rows.')
export const FigurePartEnum = registryEnum<FigurePartKey>(
  'FigurePart',
  ['value', 'numerator', 'base', 'unknown', 'previous', 'lastYear'],
  'Which part of a figure a list of rows stands for.',
)
export const DateRoleEnum = registryEnum('DateRole', ['received', 'closed', 'stock', 'own'] as const, 'By which date a metric counts.')
export const GoodWhenEnum = registryEnum('GoodWhen', ['low', 'high', 'none'] as const, 'Which direction is good.')
export const RankFromEnum = registryEnum('RankFrom', ['high', 'low'] as const, 'Where rank 1 stands.')

export { screaming }
