import type { ComplaintSearch } from '../complaints/search.ts'
import type { FigurePart, Metric } from '../gql/graphql.ts'
import type { Scope } from './scope.ts'
import { viewSearch, type FilterName } from './search.ts'

export type RowsOf = {
  metric: Metric
  part?: FigurePart
  /** Another period than the view's, as a month of its chart. */
  period?: string
  /** What the row itself stands for, on top of the view's filters. */
  narrow?: Partial<Record<FilterName, string[]>>
}

/** The address of the rows behind a number: the view's filters, narrowed to that number. */
export function rowsSearch(scope: Scope, rows: RowsOf): ComplaintSearch {
  return {
    ...viewSearch(scope.search as Record<string, unknown>),
    period: rows.period ?? scope.period,
    ...rows.narrow,
    metric: rows.metric,
    ...(rows.part && rows.part !== 'VALUE' ? { part: rows.part } : {}),
  }
}
