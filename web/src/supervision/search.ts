import { one, viewSearch, type ViewSearch } from '../filters/search.ts'

/** `term`: the period of the list shown, because `period` is that of the other pages' figures. */
export type SupervisionSearch = ViewSearch & { term?: string }

export function supervisionSearch(raw: Record<string, unknown>): SupervisionSearch {
  const term = one(raw['term'])
  return { ...viewSearch(raw), ...(term && /^\d{4}([HQ]\d)?$/.test(term) ? { term } : {}) }
}
