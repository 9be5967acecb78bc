/** The whole state of a view as it stands in the URL: one value, read in one place, sent on whole. */
import type { Comparison, Dimension, Filter, Register, Repeats } from '../gql/graphql.ts'

export const FILTERS = {
  group: 'PEER_GROUP',
  institution: 'INSTITUTION',
  category: 'CATEGORY',
  cause: 'CAUSE',
  channel: 'LODGING_CHANNEL',
  region: 'REGION',
  service: 'SERVICE_CHANNEL',
  domain: 'RIGHTS_DOMAIN',
  department: 'DEPARTMENT',
  severity: 'SEVERITY',
  outcome: 'OUTCOME',
  satisfaction: 'SATISFACTION',
  status: 'STATUS',
  entry: 'ENTRY',
} as const satisfies Record<string, Dimension>

export type FilterName = keyof typeof FILTERS
export const FILTER_NAMES = Object.keys(FILTERS) as FilterName[]

/** A value that begins with this sign is excluded. */
export const EXCEPT = '!'

export type ViewSearch = {
  period?: string
  /** Absent: both comparisons. */
  compare?: (Comparison | 'NONE')[]
  register?: Register
  repeats?: Repeats
  jurisdiction?: string
  revision?: number
} & { [name in FilterName]?: string[] }

const COMPARISONS: readonly Comparison[] = ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR']

/** Takes what an address holds and keeps what this page knows; anything else is dropped, never an error. */
export function viewSearch(raw: Record<string, unknown>): ViewSearch {
  const search: ViewSearch = {}
  const period = one(raw['period'])
  if (period && /^[0-9QHW.\-ytd]+$/.test(period)) search.period = period
  const compare = many(raw['compare']).filter(
    (each): each is Comparison | 'NONE' => each === 'NONE' || COMPARISONS.includes(each as Comparison),
  )
  if (compare.length > 0) search.compare = compare
  const register = one(raw['register'])
  if (register === 'INSTITUTION' || register === 'REGULATOR') search.register = register
  const repeats = one(raw['repeats'])
  if (repeats === 'MERGED' || repeats === 'ALL') search.repeats = repeats
  const jurisdiction = one(raw['jurisdiction'])
  if (jurisdiction) search.jurisdiction = jurisdiction
  const revision = Number(one(raw['revision']))
  if (Number.isInteger(revision) && revision > 0) search.revision = revision
  for (const name of FILTER_NAMES) {
    const values = many(raw[name])
    if (values.length > 0) search[name] = values
  }
  return search
}

export function one(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined || first === null || first === '' ? undefined : String(first)
}

export function many(value: unknown): string[] {
  return (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map(String).filter((each) => each !== '')
}

export function comparisonsOf(search: ViewSearch): Comparison[] {
  const chosen = search.compare
  return chosen ? COMPARISONS.filter((each) => chosen.includes(each)) : [...COMPARISONS]
}

/** The filters as the API takes them. */
export function filtersOf(search: ViewSearch): Filter[] {
  return FILTER_NAMES.flatMap((name) => {
    const values = search[name] ?? []
    const include = values.filter((value) => !value.startsWith(EXCEPT))
    const exclude = values.filter((value) => value.startsWith(EXCEPT)).map((value) => value.slice(EXCEPT.length))
    if (values.length === 0) return []
    return [{ dimension: FILTERS[name], ...(include.length ? { include } : {}), ...(exclude.length ? { exclude } : {}) }]
  })
}

export function hasFilters(search: ViewSearch): boolean {
  return FILTER_NAMES.some((name) => (search[name]?.length ?? 0) > 0) || search.register === 'INSTITUTION' || search.repeats !== undefined
}

/** What "clear all" leaves: period and comparison are no filters. */
export function withoutFilters(search: ViewSearch): ViewSearch {
  const { period, compare, jurisdiction, revision } = search
  return { period, compare, jurisdiction, revision }
}

/** The name under which a dimension stands in the URL, if it can be filtered by. */
export function filterNameOf(dimension: Dimension): FilterName | null {
  return FILTER_NAMES.find((name) => FILTERS[name] === dimension) ?? null
}

const LISTS: ReadonlySet<string> = new Set([...FILTER_NAMES, 'compare'])

/** Plain query strings (`cause=a&cause=b`), because people read, shorten and send addresses. */
export function parseAddress(address: string): Record<string, unknown> {
  const params = new URLSearchParams(address)
  const result: Record<string, unknown> = {}
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key)
    result[key] = LISTS.has(key) ? values : values[0]
  }
  return result
}

export function writeAddress(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) for (const each of many(value)) params.append(key, each)
  const text = params.toString()
  return text ? `?${text}` : ''
}
