import { one, viewSearch, type ViewSearch } from '../filters/search.ts'
import type { Dimension, Metric } from '../gql/graphql.ts'

/**
 * What the page of trends adds to a view: the metric, one dimension (absent: none), the grain, the months shown, how
 * many members stand by themselves, and the one that is made big.
 */
export type TrendSearch = ViewSearch & {
  metric?: Metric
  by?: Dimension
  grain?: Dimension
  span?: string
  top?: number
  focus?: string
}

/** How many members may stand by themselves; the rest is one line. */
export const TOPS = [3, 5, 6, 8, 12, 20] as const
export const TOP = 6
/** More lines than this stand apart, each in its own small chart. */
export const MOST_LINES = 6

const KEY = /^[A-Z][A-Z0-9_]{1,40}$/

/** The server knows the metrics and dimensions; one that it does not know falls back to the first that it has. */
export function trendSearch(raw: Record<string, unknown>): TrendSearch {
  const key = (name: string): string | undefined => {
    const value = one(raw[name])
    return value && KEY.test(value) ? value : undefined
  }
  const [metric, by, grain] = [key('metric'), key('by'), key('grain')]
  const span = one(raw['span'])
  const top = TOPS.find((each) => String(each) === one(raw['top']))
  const focus = one(raw['focus'])
  return {
    ...viewSearch(raw),
    ...(metric ? { metric: metric as Metric } : {}),
    ...(by ? { by: by as Dimension } : {}),
    ...(grain ? { grain: grain as Dimension } : {}),
    ...(span && /^\d{4}-\d\d\.\.\d{4}-\d\d$/.test(span) ? { span } : {}),
    ...(top && top !== TOP ? { top } : {}),
    ...(focus ? { focus } : {}),
  }
}
