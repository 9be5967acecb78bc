import type { Dimension, Metric } from '../gql/graphql.ts'
import { one, viewSearch, type ViewSearch } from '../filters/search.ts'

/** What the list shows of each institution: its count with change and rank, and how the cases were handled. */
export const COUNT = 'COMPLAINTS' as const satisfies Metric
export const HANDLED = 'ON_TIME_RATE' as const satisfies Metric
/** The four figures of a profile; the catalog says everything else about them. */
export const PROFILE_TILES = [
  'COMPLAINTS',
  'COMPLAINTS_PER_CUSTOMER',
  'ON_TIME_RATE',
  'MEDIAN_HANDLING_DAYS',
] as const satisfies readonly Metric[]
/** What is open and what of it is late, at the period's end. */
export const OPEN_CASES = ['OPEN', 'OVERDUE'] as const satisfies readonly Metric[]
/** By what a profile takes its count apart, beside the group. */
export const MIXES = ['CAUSE', 'CATEGORY', 'LODGING_CHANNEL'] as const satisfies readonly Dimension[]

export const SORTS = ['order', 'name', 'count', 'change', 'rank', 'handled', 'assessment'] as const
export type Sort = (typeof SORTS)[number]

/** `sorted`: by which column inside each group; `outside`: those outside the ranking are listed too. */
export type InstitutionsSearch = ViewSearch & { sorted?: Sort; outside?: 'shown' }

export function institutionsSearch(raw: Record<string, unknown>): InstitutionsSearch {
  const sort = SORTS.find((each) => each === one(raw['sorted']))
  return {
    ...viewSearch(raw),
    ...(sort && sort !== 'order' ? { sorted: sort } : {}),
    ...(one(raw['outside']) === 'shown' ? { outside: 'shown' as const } : {}),
  }
}

/** `metric`: whose course is drawn beside the group's. */
export type ProfileSearch = ViewSearch & { metric?: Metric }

export function profileSearch(raw: Record<string, unknown>): ProfileSearch {
  const metric = one(raw['metric'])
  // The server knows the metrics; one that it does not know is answered by a sentence that names it.
  return { ...viewSearch(raw), ...(metric && /^[A-Z0-9_]+$/.test(metric) ? { metric: metric as Metric } : {}) }
}
