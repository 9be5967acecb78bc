import type { Metric } from '../gql/graphql.ts'
import { one, viewSearch, type ViewSearch } from '../filters/search.ts'

/** The views that stand side by side; the first is the one a ranking opens with. */
export const VIEWS = ['COMPLAINTS', 'COMPLAINTS_PER_OUTLET', 'COMPLAINTS_PER_CUSTOMER'] as const satisfies readonly Metric[]
/** Beside the views that rank stands how the cases were handled. */
export const BESIDE = 'ON_TIME_RATE' as const satisfies Metric
export type View = (typeof VIEWS)[number]

/** `tab`: the peer group shown; `view`: the metric whose ranks order the table. */
export type RankingSearch = ViewSearch & { tab?: string; view?: View }

export function rankingSearch(raw: Record<string, unknown>): RankingSearch {
  const view = VIEWS.find((each) => each === one(raw['view']))
  const tab = one(raw['tab'])
  return { ...viewSearch(raw), ...(tab ? { tab } : {}), ...(view ? { view } : {}) }
}
