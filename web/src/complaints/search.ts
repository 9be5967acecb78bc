import type { FigurePart, Metric } from '../gql/graphql.ts'
import { one, viewSearch, type ViewSearch } from '../filters/search.ts'

/** Which number's rows are listed: of which metric, and which part of it. */
export type ComplaintSearch = ViewSearch & { metric?: Metric; part?: FigurePart; order?: 'EARLIEST' }

const PARTS: readonly FigurePart[] = ['VALUE', 'NUMERATOR', 'BASE', 'UNKNOWN', 'PREVIOUS', 'LAST_YEAR']

export function complaintSearch(raw: Record<string, unknown>): ComplaintSearch {
  const metric = one(raw['metric'])
  const part = PARTS.find((each) => each === one(raw['part']))
  // The server knows the metrics; one that it does not know is answered by a sentence that names it.
  return {
    ...viewSearch(raw),
    ...(metric && /^[A-Z0-9_]+$/.test(metric) ? { metric: metric as Metric } : {}),
    ...(part ? { part } : {}),
    ...(one(raw['order']) === 'EARLIEST' ? { order: 'EARLIEST' as const } : {}),
  }
}
