import type { Scope } from '../filters/scope.ts'
import type { Metric, MetricQuery } from '../gql/graphql.ts'

/** The four figures of the page; the catalog says everything else about them. */
export const TILES = ['COMPLAINTS', 'ON_TIME_RATE', 'MEDIAN_HANDLING_DAYS', 'OVERDUE'] as const satisfies readonly Metric[]

export function tilesQuery(scope: Scope): MetricQuery {
  return scope.query({ metrics: [...TILES], comparison: scope.comparison })
}
