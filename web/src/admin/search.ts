import { one, viewSearch, type ViewSearch } from '../filters/search.ts'

export type AuditSearch = ViewSearch & { kind?: string | undefined; from?: string | undefined; to?: string | undefined }

export type PlacesSearch = ViewSearch & { set?: string; place?: string; standing?: 'OPEN' | 'CLOSED' }

/** What the list of institutions keeps in the address; typed words stay out of it. */
export function placesSearch(raw: Record<string, unknown>): PlacesSearch {
  const search: PlacesSearch = viewSearch(raw)
  const set = one(raw['set'])
  if (set) search.set = set
  const place = one(raw['place'])
  if (place) search.place = place
  const standing = one(raw['standing'])
  if (standing === 'OPEN' || standing === 'CLOSED') search.standing = standing
  return search
}

export type ExposuresSearch = ViewSearch & { set?: string; on?: string }

/** Which day and which group the grid shows. */
export function exposuresSearch(raw: Record<string, unknown>): ExposuresSearch {
  const search: ExposuresSearch = viewSearch(raw)
  const set = one(raw['set'])
  if (set) search.set = set
  const on = one(raw['on'])
  if (on && day.test(on)) search.on = on
  return search
}

const day = /^\d{4}-\d{2}-\d{2}$/

/** What the audit log keeps in the address: kind and days. */
export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  const search: AuditSearch = viewSearch(raw)
  const kind = one(raw['kind'])
  if (kind && /^[A-Z_]{1,40}$/.test(kind)) search.kind = kind
  const from = one(raw['from'])
  if (from && day.test(from)) search.from = from
  const to = one(raw['to'])
  if (to && day.test(to)) search.to = to
  return search
}

export type DictionarySearch = ViewSearch & { dictionary?: string | undefined }

/** Which dictionary is looked at stands in the address. */
export function dictionarySearch(raw: Record<string, unknown>): DictionarySearch {
  const search: DictionarySearch = viewSearch(raw)
  const dictionary = one(raw['dictionary'])
  if (dictionary && /^[A-Za-z]{1,40}$/.test(dictionary)) search.dictionary = dictionary
  return search
}

export type CalendarSearch = ViewSearch & { year?: number | undefined }

/** Which year is looked at stands in the address. */
export function calendarSearch(raw: Record<string, unknown>): CalendarSearch {
  const search: CalendarSearch = viewSearch(raw)
  const year = Number(one(raw['year']))
  if (Number.isInteger(year) && year >= 1990 && year <= 2100) search.year = year
  return search
}
