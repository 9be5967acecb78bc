import { screaming } from './analytics.enums.ts'
import type { Ground, SeriesBreak } from './ground.ts'
import type { MetricKey } from './metrics.ts'
import type { Range } from './period.ts'

/** The breaks of a metric's definition that lie after an earlier stretch began and before a later one ended. */
export function breaksBetween(ground: Ground, metric: MetricKey, earlier: Range, later: Range): SeriesBreak[] {
  return ground.breaks.filter((one) => touches(one, metric) && earlier.from < one.on && one.on < later.end)
}

/** `forms`: the forms of the returns that a figure was told by; a break may be of one form alone (`reported@季报`). */
export function breakBetween(ground: Ground, metric: MetricKey, earlier: Range, later: Range, forms: readonly string[] = []): boolean {
  return (
    breaksBetween(ground, metric, earlier, later).length > 0 ||
    ground.breaks.some(
      (one) => earlier.from < one.on && one.on < later.end && forms.some((form) => one.metrics.includes(formBreak(metric, form))),
    )
  )
}

/** How a break of one form names the metric that it touches. */
export function formBreak(metric: MetricKey, form: string): string {
  return `${metric}@${form}`
}

/** The forms that a break's names tell. */
export function formsOfBreak(metrics: readonly string[]): string[] {
  return [...new Set(metrics.flatMap((name) => (name.includes('@') ? [name.slice(name.indexOf('@') + 1)] : [])))]
}

/** A break names its metrics by key or by their outer name; one that names none touches all. */
export function touches(one: SeriesBreak, metric: MetricKey): boolean {
  return one.metrics.length === 0 || one.metrics.includes(metric) || one.metrics.includes(screaming(metric))
}
