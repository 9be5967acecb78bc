import { viewSearch, type ViewSearch } from '../filters/search.ts'

/** What a link to another page takes along: the filter value, not what belongs to the page left. */
export const keptSearch = (before: Record<string, unknown>): ViewSearch => viewSearch(before)
