import type { Asked, AskedFilter } from './asked.ts'
import { dimensionRegistry, type DimensionKey } from './dimensions.ts'
import type { Ground } from './ground.ts'
import { metricRegistry } from './metrics.ts'
import type { Narrowing } from './read.types.ts'
import { subtree } from './ground.ts'
import { predecessorsIn, type Window, type Windows } from './windows.ts'

/**
 * How filters act. A filter that a row's own key answers (an institution's name, group or region) chooses the rows
 * shown and leaves every figure as it is; any other narrows what is counted.
 */
export type Plan = {
  narrowing: Narrowing
  /** The count has to be split by institution, to be put together window by window. */
  byInstitution: boolean
  /** Whether an institution's cases count in a window; null: all do. */
  counts: ((window: Window, institution: number) => boolean) | null
  rowFilters: AskedFilter[]
}

export function planNarrowing(asked: Asked, ground: Ground, windows: Windows): Plan {
  const answered = answeredBy(asked.by)
  const rowFilters = asked.filters.filter((filter) => answered.includes(filter.dimension))
  const rest = asked.filters.filter((filter) => !answered.includes(filter.dimension))
  const narrowing: Narrowing = {}
  for (const filter of rest) if (!isOfInstitution(filter)) narrow(narrowing, filter, ground)
  const split =
    asked.by.some((dimension) => isMember(dimension)) ||
    asked.metrics.some((metric) => metricRegistry[metric].per !== undefined || metricRegistry[metric].less !== undefined)
  const ofInstitutions = rest.filter(isOfInstitution)
  if (ofInstitutions.length === 0) return { narrowing, byInstitution: split, counts: null, rowFilters }
  // Rows by group are narrowed, their groups are not: the count has to hold everybody.
  if (asked.by.includes('peerGroup'))
    return { narrowing, byInstitution: true, counts: countsOf(ofInstitutions, ground, windows), rowFilters }
  return { ...narrowInstitutions(ofInstitutions, narrowing, split, ground, windows), rowFilters }
}

/** The filters that choose rows: those on a dimension that the row's key decides. */
function answeredBy(by: DimensionKey[]): DimensionKey[] {
  if (by.includes('institution')) return ['institution', 'peerGroup', 'region']
  return by.filter((dimension) => dimension === 'peerGroup' || dimension === 'region')
}

function isMember(dimension: DimensionKey): boolean {
  return dimension === 'institution' || dimension === 'peerGroup'
}
function isOfInstitution(filter: AskedFilter): boolean {
  return isMember(filter.dimension)
}

function narrow(narrowing: Narrowing, filter: AskedFilter, ground: Ground): void {
  const { column, kind } = dimensionRegistry[filter.dimension]
  if (!column) return
  const before = narrowing[column] ?? { include: null, exclude: [] }
  const widen = (ids: readonly number[]) => (kind === 'REGION' ? ids.flatMap((id) => below(id, ground)) : ids)
  const include = filter.include === null ? null : widen(filter.include)
  narrowing[column] = {
    include: include === null ? before.include : before.include === null ? include : include.filter((id) => before.include?.includes(id)),
    exclude: [...before.exclude, ...widen(filter.exclude)],
  }
}

/** A region stands for all below it. */
export function below(id: number, ground: Ground): number[] {
  const region = ground.regions.find((one) => one.id === id)
  return region ? subtree(ground.regions, region).map((one) => one.id) : []
}

function narrowInstitutions(
  filters: AskedFilter[],
  narrowing: Narrowing,
  split: boolean,
  ground: Ground,
  windows: Windows,
): Omit<Plan, 'rowFilters'> {
  const named = windows.list.map((window) => listed(filters, window, ground, windows))
  const counts = countsOf(filters, ground, windows)
  const lists = named.flatMap((list) => (list === null ? [] : [new Set(list)]))
  if (lists.length < named.length) return { narrowing, byInstitution: true, counts }
  const union = [...new Set(lists.flatMap((list) => [...list]))]
  const constant = lists.every((list) => list.size === union.length)
  const narrowed = { ...narrowing, institution: { include: union, exclude: [] } }
  return { narrowing: narrowed, byInstitution: split || !constant, counts: split || !constant ? counts : null }
}

function countsOf(filters: AskedFilter[], ground: Ground, windows: Windows): NonNullable<Plan['counts']> {
  return (window, institution) => passes(filters, window, institution, ground, windows)
}

/** The institutions that filters name one by one in a window; null where they can only be told by what they are not. */
function listed(filters: AskedFilter[], window: Window, ground: Ground, windows: Windows): number[] | null {
  const positive = filters.find((filter) => filter.include !== null && !filter.include.includes(0))
  if (!positive?.include) return null
  const candidates =
    positive.dimension === 'institution'
      ? positive.include.flatMap((id) => [id, ...predecessorsOf(id, window, ground, windows)])
      : [...window.members.values()].filter((state) => positive.include?.includes(state.peerGroupId ?? 0)).map((state) => state.id)
  return candidates.filter((id) => passes(filters, window, id, ground, windows))
}

function passes(filters: AskedFilter[], window: Window, institution: number, ground: Ground, windows: Windows): boolean {
  return filters.every((filter) => {
    const ids =
      filter.dimension === 'peerGroup' ? [window.members.get(institution)?.peerGroupId ?? 0] : namesOf(institution, window, ground, windows)
    const included = filter.include === null || ids.some((id) => filter.include?.includes(id))
    return included && !ids.some((id) => filter.exclude.includes(id))
  })
}

/** Under which names an institution's cases count: its own, 0 outside the ranking, and in earlier windows its successor's. */
function namesOf(institution: number, window: Window, ground: Ground, windows: Windows): number[] {
  const names = [institution, ...(window.members.has(institution) ? [] : [0])]
  if (window.role === 'now') return names
  const now = windows.find(window.bucket, 'now')
  const successors = now ? [...predecessorsIn(now, ground)].filter(([, ids]) => ids.includes(institution)).map(([id]) => id) : []
  return [...names, ...successors]
}

function predecessorsOf(id: number, window: Window, ground: Ground, windows: Windows): number[] {
  const now = windows.find(window.bucket, 'now')
  return window.role === 'now' || !now ? [] : (predecessorsIn(now, ground).get(id) ?? [])
}
