import type { Catalog } from '../app/ledger.tsx'
import type { PeriodKind } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import type { Comparison, Dimension, Filter, MetricQuery } from '../gql/graphql.ts'
import { periodBefore, periodOfSpan, spanOf, UNITS, type Span } from './span.ts'
import { TOP, type TrendSearch } from './search.ts'

/** What the page draws, read from the address and completed by the catalog. */
export type Choice = {
  metric: Catalog['metrics'][number]
  /** One dimension that splits the metric; null: the total alone. */
  dimension: Catalog['dimensions'][number] | null
  grain: Dimension
  unit: PeriodKind
  span: Span
  top: number
  focus: string | null
  /** Which of the two comparisons is the thin grey line. */
  thin: Comparison | null
}

export const BOTH: Comparison[] = ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR']

/** The dimensions that the metric may be split by, those of time left out. */
export function splitsOf(catalog: Catalog, metric: Catalog['metrics'][number]): Catalog['dimensions'] {
  return catalog.dimensions.filter((each) => each.kind !== 'TIME' && metric.dimensions.includes(each.key))
}

export function grainsOf(catalog: Catalog): Catalog['dimensions'] {
  const order = Object.keys(UNITS)
  return catalog.dimensions
    .filter((each) => each.kind === 'TIME' && each.key in UNITS)
    .sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
}

/** Anything the address names that the catalog does not know is as if it were not named. Null without a metric. */
export function choiceOf(search: TrendSearch, scope: Scope, catalog: Catalog, known: Span): Choice | null {
  const metric = catalog.metrics.find((each) => each.key === search.metric) ?? catalog.metrics[0]
  const grains = grainsOf(catalog)
  const grain = grains.find((each) => each.key === search.grain) ?? grains.find((each) => each.key === 'MONTH') ?? grains[0]
  if (!metric || !grain) return null
  const unit = UNITS[grain.key] ?? 'MONTH'
  const last = scope.comparison.includes('SAME_PERIOD_LAST_YEAR')
  return {
    metric,
    dimension: splitsOf(catalog, metric).find((each) => each.key === search.by) ?? null,
    grain: grain.key,
    unit,
    span: spanOf(search.span, unit, scope.period, known),
    top: search.top ?? TOP,
    focus: search.focus ?? null,
    thin: last ? 'SAME_PERIOD_LAST_YEAR' : scope.comparison.includes('PREVIOUS_PERIOD') ? 'PREVIOUS_PERIOD' : null,
  }
}

/** The members of the dimension in the view's period, the largest first; the rest is one row of the server's. */
export function membersQuery(scope: Scope, choice: Choice): MetricQuery | null {
  if (!choice.dimension) return null
  const metric = choice.metric.key
  return scope.query({
    metrics: [metric],
    by: [choice.dimension.key],
    comparison: scope.comparison,
    order: { metric },
    limit: { rows: choice.top, others: true },
  })
}

export function periodQuery(scope: Scope, choice: Choice): MetricQuery {
  return scope.query({ metrics: [choice.metric.key], comparison: scope.comparison })
}

/** The stretch shown, or the one of the same length before it. */
export function stretchOf(choice: Choice, before: boolean): string {
  return before ? periodBefore(choice.span, choice.unit) : periodOfSpan(choice.span, choice.unit)
}

export function totalQuery(scope: Scope, choice: Choice, period: string): MetricQuery {
  return scope.query({ metrics: [choice.metric.key], grain: choice.grain, period, comparison: BOTH })
}

/** The members that stand by themselves, bucket by bucket. */
export function linesQuery(scope: Scope, choice: Choice, period: string, kept: readonly string[]): MetricQuery | null {
  if (!choice.dimension || kept.length === 0) return null
  const { key } = choice.dimension
  const filters = [...otherFilters(scope, key), { dimension: key, include: [...kept] }]
  return scope.query({ metrics: [choice.metric.key], grain: choice.grain, by: [key], period, filters, comparison: BOTH })
}

/** Everything but them: the server counts it, nobody subtracts. */
export function restQuery(scope: Scope, choice: Choice, period: string, kept: readonly string[]): MetricQuery | null {
  if (!choice.dimension) return null
  const { key } = choice.dimension
  const own = scope.filters.find((each) => each.dimension === key)
  const rest: Filter = { dimension: key, ...(own?.include ? { include: own.include } : {}), exclude: [...(own?.exclude ?? []), ...kept] }
  return scope.query({
    metrics: [choice.metric.key],
    grain: choice.grain,
    period,
    filters: [...otherFilters(scope, key), rest],
    comparison: BOTH,
  })
}

function otherFilters(scope: Scope, dimension: Dimension): Filter[] {
  return scope.filters.filter((each) => each.dimension !== dimension)
}

/** Whether a list of complaints can stand behind the metric's figures: what is told by returns and rounds has none. */
export function opensRows(metric: Catalog['metrics'][number]): boolean {
  return metric.dateRole !== 'OWN'
}
