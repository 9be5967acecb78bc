import { sql } from 'kysely'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { dimensionRegistry, type DimensionKey } from '../../server/src/analytics/dimensions.ts'
import type { Filter, MetricQuery } from '../../server/src/analytics/metric-query.types.ts'
import { metricRegistry, type MetricKey } from '../../server/src/analytics/metrics.ts'
import {
  parsePeriod,
  periodAt,
  previousPeriod,
  sameDays,
  samePeriodLastYear,
  type Period,
  type Range,
} from '../../server/src/analytics/period.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readSnapshot } from '../../server/src/db/snapshot.ts'
import { loadDictionary } from '../../server/src/ledger/dictionary.ts'
import { loadInstitutionHistory, type InstitutionHistory, type InstitutionState } from '../../server/src/ledger/institution-history.ts'
import { loadSettings, type SettingHistory } from '../../server/src/ledger/settings.ts'
import { officer } from './ledger.ts'
import { loadCases, pathOf, type Case, type PlainRegion } from './plain-cases.ts'

type Exposure = { id: number; base: string; asOf: string; value: number }
export type Reference = {
  viewer: Viewer
  cases: Case[]
  history: InstitutionHistory
  regions: PlainRegion[]
  /** The viewer's jurisdiction. */
  inside: ReadonlySet<number>
  exposures: Exposure[]
  settings: SettingHistory
  today: string
  windows: Map<string, Window>
  ids: Map<string, number>
  /** The first day of each register; before everything for who sees a part of it. */
  first: Map<number, string>
}
type Role = 'now' | 'previous' | 'lastYear'
type Window = Range & {
  role: Role
  dueBefore: string
  last: string
  member: (institution: number) => InstitutionState | undefined
  members: number[]
}
/** A figure before it is rounded, and what stands beside it. */
export type PlainFigure = Partial<Record<'value' | 'numerator' | 'base' | 'unknown' | 'lowest' | 'highest', number | null>>

/** Everything that figures come from as of a revision, row by row: no sum is read. */
export function loadReference(db: Db, viewer: Viewer, revision: number, today: string): Promise<Reference> {
  // Texts are read too, and those only somebody who may read them reads.
  return readSnapshot(db, officer, async (tx) => {
    const { scope, rootRegionId } = viewer
    const all = (await sql<PlainRegion>`select region_id as id, key, parent_id as parent, level from region order by region_id`.execute(tx))
      .rows
    const byId = new Map(all.map((region) => [region.id, region]))
    const regions = all.filter((region) =>
      pathOf(region.id, (at) => byId.get(at)?.parent ?? null, byId).some((one) => one.id === rootRegionId),
    )
    const dictionary = await loadDictionary(tx, revision)
    const seesAll = scope.kind === 'ALL' || regions.every((region) => scope.regions.includes(region.id))
    const whole = await loadInstitutionHistory(tx, revision)
    const history = scope.kind === 'ALL' ? whole : new SeenHistory(whole, (id) => scope.institutions.includes(id))
    const known = seesAll ? null : new Set(history.latest().flatMap(({ name, aliases }) => [name, ...aliases]))
    const cases = await loadCases(tx, viewer, revision, { regions, dictionary, known })
    const days = await sql<{ register: number; day: string }>`
      select register, min(received_on) as day from complaint_version v where from_revision <= ${revision} and (to_revision is null or to_revision > ${revision})
         and region_id = any(${regions.map((region) => region.id)}::bigint[]) group by register`.execute(tx)
    const exposures = await sql<Exposure>`
      select institution_id as id, base, as_of as "asOf", value from exposure where revision <= ${revision} order by as_of, id`.execute(tx)
    return {
      viewer,
      cases,
      history,
      regions,
      inside: new Set(regions.map((region) => region.id)),
      exposures: exposures.rows,
      settings: await loadSettings(tx, rootRegionId, revision),
      today,
      windows: new Map(),
      ids: new Map(dictionary.filter((entry) => entry.kind === 'peerGroup').map((entry) => [entry.key, entry.id])),
      first: seesAll
        ? new Map(days.rows.map((row) => [row.register, row.day]))
        : new Map([1, 2].map((register) => [register, '0001-01-01'])),
    } as Reference
  })
}

/** The institutions that a viewer sees; parents and successors beyond are not there. */
class SeenHistory {
  constructor(
    private readonly all: InstitutionHistory,
    private readonly sees: (id: number) => boolean,
  ) {}
  stateOn(id: number, day: string): InstitutionState | null {
    return this.sees(id) ? this.all.stateOn(id, day) : null
  }
  latest(): InstitutionState[] {
    return this.all.latest().filter((state) => this.sees(state.id))
  }
  membersOf(range: { from: string; to: string }): InstitutionState[] {
    return this.all.membersOf(range).filter((state) => this.sees(state.id))
  }
}

/** A figure of a table's row by plain counting; `keys` are the row's keys by dimension. Null where there is none. */
export function plainFigure(
  reference: Reference,
  query: MetricQuery,
  keys: Partial<Record<DimensionKey, string>>,
  metric: MetricKey,
  role: Role,
): PlainFigure {
  const whole = parsePeriod(query.period)
  const bucket = bucketOf(whole, keys)
  if (bucket.from > reference.today) return { value: null }
  const now = windowOf(reference, bucket, 'now', null)
  const window =
    role === 'now' ? now : windowOf(reference, bucket, role, role === 'previous' ? previousPeriod(bucket) : samePeriodLastYear(bucket))
  const register = query.register === 'institution' ? 2 : 1
  const first = reference.first.get(register)
  if (role !== 'now' && (first === undefined || window.end <= first)) return { value: null }
  const mergedFrom = reference.settings.on('mergedFrom', plus(whole.end, -1))
  const merged = query.repeats ? query.repeats === 'merged' : mergedFrom !== null && mergedFrom < whole.end
  const cases = reference.cases.filter(
    (one) =>
      one.register === register &&
      (one.represents || !merged || metric === 'repeatRate') &&
      (!query.text || one.text.includes(query.text)) &&
      isOfRow(reference, query, keys, one, window, now) &&
      passes(reference, query, one, window, now, whole),
  )
  return measured(reference, query, keys, metric, window, cases)
}

const buckets = { day: 'DAY', week: 'WEEK', month: 'MONTH', quarter: 'QUARTER', halfYear: 'HALF', year: 'YEAR' } as const

function bucketOf(whole: Period, keys: Partial<Record<DimensionKey, string>>): Period {
  const named = (Object.keys(buckets) as (keyof typeof buckets)[]).find((key) => keys[key] !== undefined)
  if (named === undefined) return whole
  const bucket = periodAt(buckets[named], parsePeriod(keys[named] ?? '').from)
  return { ...bucket, from: bucket.from < whole.from ? whole.from : bucket.from, end: bucket.end > whole.end ? whole.end : bucket.end }
}

function windowOf(reference: Reference, bucket: Period, role: Role, other: Period | null): Window {
  const name = `${role} ${bucket.from} ${bucket.end} ${bucket.text} ${other?.text}`
  const known = reference.windows.get(name) ?? layOut(reference, bucket, role, other)
  reference.windows.set(name, known)
  return known
}

function layOut({ history, today, inside }: Reference, bucket: Period, role: Role, other: Period | null): Window {
  const tomorrow = plus(today, 1)
  const range: Range =
    other === null ? { from: bucket.from, end: bucket.end < tomorrow ? bucket.end : tomorrow } : sameDays(bucket, other, today)
  const membership = other === null ? { from: bucket.from, to: bucket.end } : { from: range.from, to: range.end }
  const members = membership.from < membership.to ? history.membersOf(membership).filter((state) => inside.has(state.regionId)) : []
  const states = new Map(members.map((state) => [state.id, state]))
  return {
    ...range,
    role,
    dueBefore: other === null && range.end > today ? today : range.end,
    last: plus(membership.to, -1),
    members: members.map((state) => state.id),
    member: (id) => states.get(id),
  }
}

/** Whether a case belongs to the row; before, a member also stands for those whose business it took over since. */
function isOfRow(
  reference: Reference,
  query: MetricQuery,
  keys: Partial<Record<DimensionKey, string>>,
  one: Case,
  window: Window,
  now: Window,
): boolean {
  return (query.by ?? []).every((dimension) => {
    const key = keys[dimension]
    if (key === undefined || dimensionRegistry[dimension].kind === 'TIME') return true
    if (dimension === 'outlet') return outletKey(reference, one.named) === key
    if (one.row[dimension] !== undefined) return one.row[dimension] === key
    return idsOf(reference, dimension, one, window, now).includes(idOf(reference, key))
  })
}

const ofInstitution: readonly DimensionKey[] = ['institution', 'peerGroup', 'parentInstitution']
const ofRegion: readonly DimensionKey[] = ['region', 'nation', 'province', 'city', 'county']

/** Filters that the row's own key answers choose rows; the others narrow what counts. */
export function isAnswered(by: readonly DimensionKey[], dimension: DimensionKey): boolean {
  if (by.includes('institution')) return ofInstitution.includes(dimension) || ofRegion.includes(dimension)
  return by.includes(dimension) && ['peerGroup', 'parentInstitution', ...ofRegion].includes(dimension)
}

function passes(reference: Reference, query: MetricQuery, one: Case, window: Window, now: Window, whole: Range): boolean {
  return (query.filters ?? []).every(
    (filter) => isAnswered(query.by ?? [], filter.dimension) || holds(reference, filter, one, window, now, whole),
  )
}

function holds(reference: Reference, filter: Filter, one: Case, window: Window, now: Window, whole: Range): boolean {
  const named = namesIn(reference, filter.dimension, one, window, now, whole)
  const included = !filter.include || filter.include.some(named)
  return included && !(filter.exclude ?? []).some(named)
}

/** Whether a key, as a filter names it, holds the case. */
function namesIn(
  reference: Reference,
  dimension: DimensionKey,
  one: Case,
  window: Window,
  now: Window,
  whole: Range,
): (key: string) => boolean {
  const under = dimension === 'outlet' ? outletsAbove(reference, one.named, plus(whole.end, -1)) : one.under[dimension]
  if (under) return (key) => under.includes(key)
  const ids = idsOf(reference, dimension, one, window, now)
  return (key) => {
    const id = idOf(reference, key)
    if (ids.includes(id)) return true
    // One that is not ranked itself stands for the ranked ones below it.
    if (dimension !== 'institution' || id === 0 || reference.history.stateOn(id, plus(whole.end, -1))?.ranked) return false
    return ids.some(
      (other) => isBelow(reference, other, id, plus(whole.end, -1)) && reference.history.stateOn(other, plus(whole.end, -1))?.ranked,
    )
  }
}

function isBelow({ history }: Reference, id: number, above: number, day: string): boolean {
  for (let at = history.stateOn(id, day)?.parentId ?? null; at !== null; at = history.stateOn(at, day)?.parentId ?? null)
    if (at === above) return true
  return false
}

function outletKey({ history }: Reference, id: number): string {
  const key = history.stateOn(id, '9999-12-31')?.key ?? String(id)
  return history.latest().some((state) => state.parentId === id) ? `=${key}` : key
}

function outletsAbove(reference: Reference, id: number, day: string): string[] {
  const { history } = reference
  const keys = [outletKey(reference, id)]
  for (let at: number | null = id; at !== null; at = history.stateOn(at, day)?.parentId ?? null)
    keys.push(history.stateOn(at, day)?.key ?? '')
  return keys
}

function idsOf(reference: Reference, dimension: DimensionKey, one: Pick<Case, 'ranked'>, window: Window, now: Window): number[] {
  const state = window.member(one.ranked)
  switch (dimension) {
    case 'institution':
      return [...(state ? [] : [0]), one.ranked, ...(window.role === 'now' ? [] : successors(reference, one.ranked, now))]
    case 'peerGroup':
      return [state?.peerGroupId ?? 0]
    case 'parentInstitution': {
      if (!state) return [0]
      return [state.parentId !== null && reference.history.stateOn(state.parentId, reference.today) ? state.parentId : state.id]
    }
    default:
      return []
  }
}

function successors({ history }: Reference, id: number, now: Window): number[] {
  if (now.member(id)) return []
  const state = history.stateOn(id, now.last)
  if (!state?.closedOn || state.closedOn > now.last || state.successorId === null) return []
  return now.member(state.successorId) ? [state.successorId] : successors({ history } as Reference, state.successorId, now)
}

/** Ids of institutions and groups; their keys never meet in these ledgers. */
function idOf(reference: Reference, key: string): number {
  if (key === 'OUTSIDE_RANKING') return 0
  const known = reference.ids.get(key) ?? reference.history.latest().find((state) => state.key === key)?.id ?? -1
  reference.ids.set(key, known)
  return known
}

function measured(
  reference: Reference,
  query: MetricQuery,
  keys: Partial<Record<DimensionKey, string>>,
  metric: MetricKey,
  window: Window,
  cases: Case[],
): PlainFigure {
  const { from, end, dueBefore } = window
  const within = (day: string | null) => day !== null && day >= from && day < end
  const open = cases.filter((one) => one.received < end && (one.left === null || one.left >= end))
  const closed = cases.filter((one) => within(one.finished))
  const received = cases.filter((one) => within(one.received))
  switch (metric) {
    case 'complaints':
      return { value: received.length }
    case 'closed':
      return { value: closed.length }
    case 'lateEntries':
      return { value: received.filter((one) => one.late).length }
    case 'majorComplaints':
      return { value: received.filter((one) => one.major).length }
    case 'amount': {
      const priced = received.filter((one) => one.amount !== null)
      return { value: Number(priced.reduce((sum, one) => sum + BigInt(one.amount ?? 0), 0n)) / 100, base: priced.length }
    }
    case 'open':
      return { value: open.length }
    case 'overdue':
      return { value: open.filter((one) => one.due < dueBefore).length }
    case 'repeatRate':
      return rateOf(received.filter((one) => !one.represents).length, received.length)
    case 'upheldRate':
      return partly(received.filter((one) => one.upheld).length, received.filter((one) => one.decided).length, received.length)
    case 'satisfactionRate':
      return partly(closed.filter((one) => one.satisfied).length, closed.filter((one) => one.answered).length, closed.length)
    case 'onTimeRate':
      return rateOf(closed.filter((one) => one.onTime).length, closed.length)
    case 'medianHandlingDays':
    case 'p90HandlingDays': {
      const days = closed.flatMap((one) => one.days ?? []).sort((a, b) => a - b)
      const { of, outOf } = metricRegistry[metric].quantile ?? { of: 1, outOf: 1 }
      return { value: days[Math.ceil((of * days.length) / outOf) - 1] ?? null, base: days.length }
    }
    default:
      return perBase(reference, query, keys, metric, window, received)
  }
}

function rateOf(numerator: number, base: number): PlainFigure {
  return { value: base === 0 ? null : (100 * numerator) / base, numerator, base }
}

function partly(numerator: number, base: number, outOf: number): PlainFigure {
  const unknown = outOf - base
  const bound = (count: number) => (outOf === 0 ? null : (100 * count) / outOf)
  return { ...rateOf(numerator, base), unknown, lowest: bound(numerator), highest: bound(numerator + unknown) }
}

/** Cases of those with a base ÷ the bases of everybody in the row, silent members too. */
function perBase(
  reference: Reference,
  query: MetricQuery,
  keys: Partial<Record<DimensionKey, string>>,
  metric: MetricKey,
  window: Window,
  cases: Case[],
): PlainFigure {
  const whole = parsePeriod(query.period)
  const now = windowOf(reference, bucketOf(whole, keys), 'now', null)
  const { per, times } = metricRegistry[metric]
  const base = (id: number) => {
    const last = window.role === 'now' ? window.last : plus(window.end, -1)
    const found = reference.exposures
      .filter((one) => one.id === id && one.base === per && one.asOf <= last && one.asOf >= plus(last, -400))
      .at(-1)
    return found && found.value > 0 ? found.value : null
  }
  const stands = (id: number) => {
    const one = silentCase(reference, id, window)
    const plainFilters = (query.filters ?? []).filter(
      (filter) => ofInstitution.includes(filter.dimension) || ofRegion.includes(filter.dimension),
    )
    return (
      isOfRow(reference, query, keys, one, window, now) && passes(reference, { ...query, filters: plainFilters }, one, window, now, whole)
    )
  }
  const judged = window.members.filter((id) => base(id) !== null && stands(id))
  if (judged.length === 0) return { value: null }
  const count = cases.filter((one) => judged.includes(one.ranked)).length
  const sum = judged.reduce((total, id) => total + (base(id) ?? 0), 0)
  const multiplier = times ? reference.settings.on(times, plus(whole.end, -1)) : 1
  return { value: (count * multiplier) / sum, numerator: count, base: sum }
}

/** A member without cases, placed where it is. */
function silentCase({ regions }: Reference, id: number, window: Window): Case {
  const regionId = window.member(id)?.regionId ?? 0
  const byId = new Map(regions.map((region) => [region.id, region]))
  const path = pathOf(regionId, (at) => byId.get(at)?.parent ?? null, byId)
  const own = path[0]?.key ?? ''
  const exact = regions.some((region) => region.parent === regionId) ? `=${own}` : own
  const row: Case['row'] = { region: exact }
  const under: Case['under'] = { region: [exact, ...path.map((region) => region.key)] }
  for (const [dimension, level] of [
    ['nation', 'NATION'],
    ['province', 'PROVINCE'],
    ['city', 'CITY'],
    ['county', 'COUNTY'],
  ] as const) {
    row[dimension] = path.find((region) => region.level === level)?.key ?? 'UNDIVIDED'
    under[dimension] = [row[dimension] ?? '']
  }
  return { ranked: id, row, under } as Case
}

function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}
