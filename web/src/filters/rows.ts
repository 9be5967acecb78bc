import type { ComplaintSearch } from '../complaints/search.ts'
import type { FigurePart, Metric } from '../gql/graphql.ts'
import type { ReturnSearch } from '../returns/search.ts'
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

/** What others told: the rows behind it are the cells of returns, or results of assessments. */
const TOLD = { REPORTED: 'returns', GAP: 'returns', ASSESSMENT_SCORE: 'assessments' } as const

/** Where the rows behind a number are told by others; null where they are complaints. */
export function toldSearch(scope: Scope, { metric, period, narrow }: RowsOf): ReturnSearch | null {
  const told = Object.entries(TOLD).find(([name]) => metric === name || metric.startsWith(`${name}_`))?.[1]
  if (!told) return null
  const { revision: _, ...shared } = viewSearch(scope.search as Record<string, unknown>)
  const search = { ...shared, period: period ?? scope.period, ...narrow }
  return told === 'assessments' ? { ...search, show: 'assessments' } : { ...search, cells: true }
}
