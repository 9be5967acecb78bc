import { one, viewSearch, type ViewSearch } from '../filters/search.ts'

/** `show`: returns (absent) or assessment results. `cells`: where one return alone answers, it is opened. */
export type ReturnSearch = ViewSearch & { show?: 'assessments'; cells?: true }

export function returnSearch(raw: Record<string, unknown>): ReturnSearch {
  return {
    ...viewSearch(raw),
    ...(one(raw['show']) === 'assessments' ? { show: 'assessments' as const } : {}),
    ...(one(raw['cells']) === 'true' ? { cells: true as const } : {}),
  }
}
