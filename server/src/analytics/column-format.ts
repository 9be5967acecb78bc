import type { FullLabel } from '../platform/label.ts'
import type { FigureKindKey } from './analytics.enums.ts'
import { addDays } from './calendar.ts'
import type { Asked } from './asked.ts'
import type { Ground } from './ground.ts'
import { isTime, splitsCases } from './dimensions.ts'
import { bases, isAdditive, metricRegistry, partsOfMetric, withBase, type Metric, type MetricKey } from './metrics.ts'
import type { Rounding } from './rounding.ts'
import type { Settings } from '../ledger/settings.ts'

export type ColumnFormat = { decimals: number; rounding: Rounding; unit: FullLabel }

const percent: FullLabel = { zh: '%', en: '%' }
const percentagePoints: FullLabel = { zh: '个百分点', en: 'pp' }
const cases: FullLabel = { zh: '件', en: 'complaints' }
const place: FullLabel = { zh: '', en: '' }

/** The columns that a query gives of a metric. */
export function kindsOf(asked: Asked, key: MetricKey): FigureKindKey[] {
  const metric = metricRegistry[key]
  const split = asked.by.some((dimension) => !isTime(dimension))
  // What an institution's share of its group leaves open: beside other dimensions it would say the same of ever smaller parts.
  const ofTotal = asked.by.includes('institution') && isAdditive(metric) && !asked.by.some((dimension) => splitsCases(dimension))
  return [
    'value',
    ...partsOfMetric(metric),
    ...(asked.by.includes('institution') ? (['rank'] as const) : []),
    ...(split ? (['share'] as const) : []),
    ...(ofTotal ? (['shareOfTotal'] as const) : []),
    ...(asked.comparison.includes('previousPeriod') ? (['previous', 'change'] as const) : []),
    ...(asked.comparison.includes('samePeriodLastYear') ? (['lastYear', 'changeLastYear'] as const) : []),
  ]
}

/** Decimals, rounding and unit of a column, by the jurisdiction's settings on the period's last day. */
export function columnFormat(ground: Ground, asked: Pick<Asked, 'period'>, key: MetricKey, kind: FigureKindKey): ColumnFormat {
  const settings = ground.settings.at(addDays(asked.period.end, -1))
  const metric = metricRegistry[key]
  const { rounding } = settings
  switch (kind) {
    case 'value':
    case 'lowest':
    case 'highest':
    case 'previous':
    case 'lastYear':
      return { rounding, decimals: decimalsOf(metric, settings), unit: unitOf(metric, settings) }
    case 'numerator':
    case 'unknown':
      return { rounding, decimals: 0, unit: cases }
    case 'base':
      return { rounding, decimals: 0, unit: metric.per ? bases[metric.per] : cases }
    case 'rank':
      return { rounding, decimals: 0, unit: place }
    case 'share':
    case 'shareOfTotal':
      return { rounding, decimals: settings.shareDecimals, unit: percent }
    case 'change':
    case 'changeLastYear':
      return changeFormat(metric, settings)
  }
}

/** Decimals of a group's median and quartiles: a mean of two whole numbers is none itself. */
export function middleDecimals(metric: Metric, settings: Settings): number {
  return metric.decimals ?? (metric.per || metric.toldPer ? settings.rateDecimals : settings.shareDecimals)
}

export function decimalsOf(metric: Metric, settings: Settings): number {
  if (metric.decimals !== undefined) return metric.decimals
  if (metric.per || metric.toldPer) return settings.rateDecimals
  return metric.over ? settings.shareDecimals : 0
}

export function unitOf(metric: Metric, settings: Settings): FullLabel {
  return withBase(metric.unit, metric.times ? settings[metric.times] : null)
}

export function changeFormat(metric: Metric, settings: Settings): ColumnFormat {
  const { rounding, shareDecimals } = settings
  if (metric.change === 'relative') return { rounding, decimals: shareDecimals, unit: percent }
  return metric.over
    ? { rounding, decimals: shareDecimals, unit: percentagePoints }
    : { rounding, decimals: metric.decimals ?? 0, unit: metric.unit }
}
