import { one, viewSearch, type ViewSearch } from '../filters/search.ts'

export type AuditSearch = ViewSearch & { kind?: string | undefined; from?: string | undefined; to?: string | undefined }

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
