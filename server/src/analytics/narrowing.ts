import type { Asked, AskedFilter } from './asked.ts'
import { dimensionRegistry, isOfInstitution, type DimensionKey } from './dimensions.ts'
import type { Ground } from './ground.ts'
import { metricRegistry } from './metrics.ts'
import { parentOf, placesOf } from './places.ts'
import type { Narrowing } from './read.types.ts'
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
  const rowFilters = asked.filters.filter((filter) => answers(asked.by, filter.dimension))
  const rest = asked.filters.filter((filter) => !answers(asked.by, filter.dimension))
  const narrowing: Narrowing = {}
  for (const filter of rest) if (!isOfInstitution(filter.dimension)) narrow(narrowing, filter, ground)
  const split =
    asked.by.some((dimension) => isOfInstitution(dimension)) ||
    asked.metrics.some((metric) => metricRegistry[metric].per !== undefined || metricRegistry[metric].less !== undefined)
  const ofInstitutions = rest.filter((filter) => isOfInstitution(filter.dimension))
  if (ofInstitutions.length === 0) return { narrowing, byInstitution: split, counts: null, rowFilters }
  // Rows by group are narrowed, their groups are not: the count has to hold everybody.
  if (asked.by.includes('peerGroup'))
    return { narrowing, byInstitution: true, counts: countsOf(ofInstitutions, ground, windows), rowFilters }
  return { ...narrowInstitutions(ofInstitutions, narrowing, split, ground, windows), rowFilters }
}

/** Whether a row's key decides a filter, so that it chooses rows: an institution's also its group, region and parent. */
export function answers(by: readonly DimensionKey[], filter: DimensionKey): boolean {
  const { kind } = dimensionRegistry[filter]
  if (by.includes('institution')) return isOfInstitution(filter) || kind === 'REGION'
  return by.includes(filter) && (kind === 'PEER_GROUP' || kind === 'PARENT' || kind === 'REGION')
}

function narrow(narrowing: Narrowing, filter: AskedFilter, ground: Ground): void {
  const { column } = dimensionRegistry[filter.dimension]
  if (!column) return
  const before = narrowing[column] ?? { include: null, exclude: [] }
  const { storedIn } = placesOf(filter.dimension, ground)
  const stored = (ids: readonly number[]) => (storedIn ? storedIn(new Set(ids)) : ids)
  const include = filter.include === null ? null : stored(filter.include)
  narrowing[column] = {
    include: include === null ? before.include : before.include === null ? include : include.filter((id) => before.include?.includes(id)),
    exclude: [...before.exclude, ...stored(filter.exclude)],
  }
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
      : [...window.members.keys()].filter((id) => positive.include?.includes(standing(positive.dimension, id, window, ground)))
  return candidates.filter((id) => passes(filters, window, id, ground, windows))
}

function passes(filters: AskedFilter[], window: Window, institution: number, ground: Ground, windows: Windows): boolean {
  return filters.every((filter) => {
    const ids =
      filter.dimension === 'institution'
        ? namesOf(institution, window, ground, windows)
        : [standing(filter.dimension, institution, window, ground)]
    const included = filter.include === null || ids.some((id) => filter.include?.includes(id))
    return included && !ids.some((id) => filter.exclude.includes(id))
  })
}

/** A member's peer group or parent in a window; 0 outside the ranking. */
export function standing(dimension: DimensionKey, institution: number, { members }: Window, ground: Ground): number {
  const state = members.get(institution)
  if (!state) return 0
  return dimensionRegistry[dimension].kind === 'PARENT' ? parentOf(state, ground) : (state.peerGroupId ?? 0)
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
