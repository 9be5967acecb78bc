import type { Metric } from '../gql/graphql.ts'
import { one, viewSearch, type ViewSearch } from '../filters/search.ts'

/** The view that a ranking opens with; beside it stand the rates per each base of the group. */
export const FIRST: Metric = 'COMPLAINTS'
/** Beside the views that rank stands how the cases were handled. */
export const BESIDE: Metric = 'ON_TIME_RATE'

/** `tab`: the peer group shown; `view`: the metric whose ranks order the table. */
export type RankingSearch = ViewSearch & { tab?: string; view?: Metric }

export function rankingSearch(raw: Record<string, unknown>): RankingSearch {
  const view = one(raw['view'])
  const tab = one(raw['tab'])
  return { ...viewSearch(raw), ...(tab ? { tab } : {}), ...(view && /^[A-Z0-9_]+$/.test(view) ? { view: view as Metric } : {}) }
}
