import { screaming } from './analytics.enums.ts'
import type { Ground, SeriesBreak } from './ground.ts'
import type { MetricKey } from './metrics.ts'
import type { Range } from './period.ts'

/** The breaks of a metric's definition that lie after an earlier stretch began and before a later one ended. */
export function breaksBetween(ground: Ground, metric: MetricKey, earlier: Range, later: Range): SeriesBreak[] {
  return ground.breaks.filter((one) => touches(one, metric) && earlier.from < one.on && one.on < later.end)
}

export function breakBetween(ground: Ground, metric: MetricKey, earlier: Range, later: Range): boolean {
  return breaksBetween(ground, metric, earlier, later).length > 0
}

/** A break names its metrics by key or by their outer name; one that names none touches all. */
export function touches(one: SeriesBreak, metric: MetricKey): boolean {
  return one.metrics.length === 0 || one.metrics.includes(metric) || one.metrics.includes(screaming(metric))
}
