import { one, viewSearch, type ViewSearch } from '../filters/search.ts'

/** `show`: returns (absent) or assessment results. */
export type ReturnSearch = ViewSearch & { show?: 'assessments' }

export function returnSearch(raw: Record<string, unknown>): ReturnSearch {
  return { ...viewSearch(raw), ...(one(raw['show']) === 'assessments' ? { show: 'assessments' as const } : {}) }
}
