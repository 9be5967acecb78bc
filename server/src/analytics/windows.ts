import type { InstitutionState } from '../ledger/institution-history.ts'
import type { Asked } from './asked.ts'
import { addDays, earlier, type Day } from './calendar.ts'
import { dimensionRegistry } from './dimensions.ts'
import type { Ground } from './ground.ts'
import { bucketsOf, elapsed, isAhead, previousPeriod, sameDays, samePeriodLastYear, type Period, type Range } from './period.ts'

export type Role = 'now' | 'previous' | 'lastYear'

/** A stretch of days that is counted: a bucket of the period, or what it is compared with. */
export type Window = {
  /** Its place in the list. */
  index: number
  bucket: number
  role: Role
  period: Period
  /** The days that count: passed ones, and of an earlier period the same days. */
  range: Range
  /** Complaints due before this day and still open at the range's end are overdue. */
  dueBefore: Day
  /** Members of groups in this window, by institution: decided window by window. */
  members: ReadonlyMap<number, InstitutionState>
}

/** The buckets of a query and every window that has to be counted for them. */
export type Windows = { buckets: Period[]; list: Window[]; find(bucket: number, role: Role): Window | null; ahead(bucket: number): boolean }

/** Lays out the windows of a query: its buckets now, and each one's earlier twins where a comparison is asked for. */
export function windowsOf(asked: Asked, ground: Ground): Windows {
  const unit = asked.time === null ? undefined : dimensionRegistry[asked.time].unit
  const buckets = unit === undefined ? [asked.period] : bucketsOf(asked.period, unit)
  const list = buckets
    .flatMap((period, bucket) => windowsOfBucket(period, bucket, asked, ground))
    .map((window, index) => Object.assign(window, { index }))
  // Both are asked for once a cell: worked out once a bucket.
  const places = { now: placesOf(list, 'now'), previous: placesOf(list, 'previous'), lastYear: placesOf(list, 'lastYear') }
  const ahead = buckets.map((period) => isAhead(period, ground.today))
  return {
    buckets,
    list,
    find: (bucket, role) => places[role][bucket] ?? null,
    ahead: (bucket) => ahead[bucket] ?? false,
  }
}

function placesOf(list: readonly Window[], role: Role): (Window | undefined)[] {
  const places: (Window | undefined)[] = []
  for (const window of list) if (window.role === role) places[window.bucket] = window
  return places
}

function windowsOfBucket(period: Period, bucket: number, asked: Asked, ground: Ground): Window[] {
  const { today } = ground
  const list = [windowAt(bucket, 'now', period, elapsed(period, today), period, ground)]
  const compared = (role: Role, other: Period) => {
    const range = sameDays(period, other, today)
    list.push(windowAt(bucket, role, other, range, range, ground))
  }
  if (asked.comparison.includes('previousPeriod')) compared('previous', previousPeriod(period))
  if (asked.comparison.includes('samePeriodLastYear')) compared('lastYear', samePeriodLastYear(period))
  return list
}

function windowAt(bucket: number, role: Role, period: Period, range: Range, membership: Range, ground: Ground): Window {
  let members: ReadonlyMap<number, InstitutionState> | null = null
  return {
    index: 0,
    bucket,
    role,
    period,
    range,
    // Today is not over: what is due today is not yet overdue.
    dueBefore: role === 'now' ? earlier(range.end, ground.today) : range.end,
    // Only queries that know institutions ask, so a trend of totals pays nothing.
    get members() {
      return (members ??= membersIn(membership, ground))
    },
  }
}

function membersIn(range: Range, ground: Ground): ReadonlyMap<number, InstitutionState> {
  if (range.from >= range.end) return new Map()
  const name = `${range.from} ${range.end}`
  const known = ground.memberships.get(name)
  if (known) return known
  const regions = new Set(ground.regionIds)
  const inside = ground.history.membersOf({ from: range.from, to: range.end }).filter((state) => regions.has(state.regionId))
  const members = new Map(inside.map((state) => [state.id, state]))
  ground.memberships.set(name, members)
  return members
}

const predecessors = new WeakMap<Window, ReadonlyMap<number, number[]>>()

/** Predecessors that are no longer members in the window, by the member that succeeds them, chains followed. */
export function predecessorsIn(window: Window, ground: Ground): ReadonlyMap<number, number[]> {
  const known = predecessors.get(window)
  if (known) return known
  const found = new Map<number, number[]>()
  predecessors.set(window, found)
  const closed = closedBy(addDays(window.period.end, -1), ground)
  for (const id of closed.keys()) {
    if (window.members.has(id)) continue
    const successor = successorOf(id, window, closed)
    if (successor !== null) found.set(successor, [...(found.get(successor) ?? []), id])
  }
  return found
}

/** Who had closed by a day and whose business went to somebody: that institution, by theirs. */
function closedBy(day: Day, ground: Ground): ReadonlyMap<number, number> {
  const known = ground.closings.get(day)
  if (known) return known
  const closed = new Map<number, number>()
  ground.closings.set(day, closed)
  for (const id of ground.history.ids()) {
    const state = ground.history.stateOn(id, day)
    if (state?.closedOn && state.closedOn <= day && state.successorId !== null) closed.set(id, state.successorId)
  }
  return closed
}

function successorOf(id: number, window: Window, closed: ReadonlyMap<number, number>): number | null {
  const seen = new Set<number>()
  let at: number | undefined = id
  while (at !== undefined && !seen.has(at)) {
    seen.add(at)
    at = closed.get(at)
    if (at !== undefined && window.members.has(at)) return at
  }
  return null
}
