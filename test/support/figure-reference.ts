import { sql } from 'kysely'
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
import { readAll } from '../../server/src/db/snapshot.ts'
import { loadDictionary, type DictionaryEntry } from '../../server/src/ledger/dictionary.ts'
import { loadInstitutionHistory, type InstitutionHistory } from '../../server/src/ledger/institution-history.ts'

type Case = {
  register: number
  ranked: number
  region: number
  received: string
  finished: string | null
  left: string | null
  due: string
  days: number | null
  onTime: boolean | null
  category: number
  cause: number
  lodgingChannel: number
  represents: boolean
}
type Exposure = { id: number; base: string; asOf: string; value: number }
export type Reference = {
  cases: Case[]
  history: InstitutionHistory
  dictionary: DictionaryEntry[]
  regions: { id: number; key: string }[]
  exposures: Exposure[]
  today: string
  mergedFrom: string
  windows: Map<string, Window>
  ids: Map<string, number>
  first: Map<number, string>
}
type Role = 'now' | 'previous' | 'lastYear'
type Window = Range & { role: Role; dueBefore: string; last: string; group: (institution: number) => number; members: number[] }

/** Everything that figures come from as of a revision, row by row: no sum is read. */
export function loadReference(db: Db, revision: number, today: string, mergedFrom: string): Promise<Reference> {
  return readAll(db, async (tx) => {
    const held = sql`from_revision <= ${revision} and (to_revision is null or to_revision > ${revision})`
    const cases =
      await sql<Case>`select register, ranked_institution_id as ranked, region_id as region, received_on as received, finished_on as finished, left_on as left,
      due_on as due, handling_days as days, on_time as "onTime", category_id as category, cause_id as cause, lodging_channel_id as "lodgingChannel", represents
      from complaint_version where ${held} and kind = 1 and counted`.execute(tx)
    const exposures =
      await sql<Exposure>`select institution_id as id, base, as_of as "asOf", value from exposure where revision <= ${revision} order by as_of, id`.execute(
        tx,
      )
    const regions = await sql<{ id: number; key: string }>`select region_id as id, key from region`.execute(tx)
    return {
      cases: cases.rows,
      exposures: exposures.rows,
      regions: regions.rows,
      history: await loadInstitutionHistory(tx, revision),
      dictionary: await loadDictionary(tx, revision),
      today,
      mergedFrom,
      windows: new Map(),
      ids: new Map(),
      first: firstDays(cases.rows),
    }
  })
}

function firstDays(cases: Case[]): Map<number, string> {
  const first = new Map<number, string>()
  for (const { register, received } of cases) if (received < (first.get(register) ?? '9999')) first.set(register, received)
  return first
}

/** A figure of a table's row by plain counting; `keys` are the row's keys by dimension. Unrounded; null where there is none. */
export function plainFigure(
  reference: Reference,
  query: MetricQuery,
  keys: Partial<Record<DimensionKey, string>>,
  metric: MetricKey,
  role: Role,
): number | null {
  const whole = parsePeriod(query.period)
  const bucket = bucketOf(whole, keys)
  if (bucket.from > reference.today) return null
  const now = windowOf(reference, bucket, 'now', null)
  const window =
    role === 'now' ? now : windowOf(reference, bucket, role, role === 'previous' ? previousPeriod(bucket) : samePeriodLastYear(bucket))
  const register = query.register === 'institution' ? 2 : 1
  const first = reference.first.get(register)
  if (role !== 'now' && (first === undefined || window.end <= first)) return null
  const merged = query.repeats ? query.repeats === 'merged' : reference.mergedFrom < whole.end
  const cases = reference.cases.filter(
    (one) =>
      one.register === register &&
      (one.represents || !merged || metric === 'repeatRate') &&
      isOfRow(reference, query, keys, one, window, now) &&
      passes(reference, query, one, window, now),
  )
  return measured(reference, query, keys, metric, window, cases)
}

function bucketOf(whole: Period, keys: Partial<Record<DimensionKey, string>>): Period {
  const text = keys.month ?? keys.quarter ?? keys.year
  if (text === undefined) return whole
  const unit = keys.month ? 'MONTH' : keys.quarter ? 'QUARTER' : 'YEAR'
  const bucket = periodAt(unit, parsePeriod(text).from)
  return { ...bucket, from: bucket.from < whole.from ? whole.from : bucket.from, end: bucket.end > whole.end ? whole.end : bucket.end }
}

function windowOf(reference: Reference, bucket: Period, role: Role, other: Period | null): Window {
  const name = `${role} ${bucket.from} ${bucket.end} ${bucket.text} ${other?.text}`
  const known = reference.windows.get(name) ?? layOut(reference, bucket, role, other)
  reference.windows.set(name, known)
  return known
}

function layOut({ history, today }: Reference, bucket: Period, role: Role, other: Period | null): Window {
  const tomorrow = plus(today, 1)
  const range: Range =
    other === null ? { from: bucket.from, end: bucket.end < tomorrow ? bucket.end : tomorrow } : sameDays(bucket, other, today)
  const membership = other === null ? { from: bucket.from, to: bucket.end } : { from: range.from, to: range.end }
  const members = history.membersOf(membership)
  const groups = new Map(members.map((state) => [state.id, state.peerGroupId ?? 0]))
  const dueBefore = other === null && range.end > today ? today : range.end
  return {
    ...range,
    role,
    dueBefore,
    last: plus(membership.to, -1),
    members: members.map((state) => state.id),
    group: (id) => groups.get(id) ?? 0,
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
    return idsOf(reference, dimension, one, window, now).includes(idOf(reference, dimension, key))
  })
}

/** Filters that the row's own key does not answer narrow what counts. */
function passes(reference: Reference, query: MetricQuery, one: Case, window: Window, now: Window): boolean {
  const by = query.by ?? []
  const answered: DimensionKey[] = by.includes('institution')
    ? ['institution', 'peerGroup', 'region']
    : by.filter((each) => each === 'peerGroup' || each === 'region')
  return (query.filters ?? []).every((filter) => answered.includes(filter.dimension) || holds(reference, filter, one, window, now))
}

function holds(reference: Reference, filter: Filter, one: Case, window: Window, now: Window): boolean {
  const ids = idsOf(reference, filter.dimension, one, window, now)
  const named = (keys: string[]) => keys.map((key) => idOf(reference, filter.dimension, key))
  const included = !filter.include || ids.some((id) => named(filter.include ?? []).includes(id))
  return included && !ids.some((id) => named(filter.exclude ?? []).includes(id))
}

function idsOf(reference: Reference, dimension: DimensionKey, one: Case, window: Window, now: Window): number[] {
  switch (dimension) {
    case 'institution':
      return [
        ...(window.members.includes(one.ranked) ? [] : [0]),
        one.ranked,
        ...(window.role === 'now' ? [] : successors(reference, one.ranked, now)),
      ]
    case 'peerGroup':
      return [window.group(one.ranked)]
    case 'region':
      return [one.region]
    case 'category':
    case 'cause':
    case 'lodgingChannel':
      return [one[dimension]]
    default:
      return []
  }
}

function successors({ history }: Reference, id: number, now: Window): number[] {
  if (now.members.includes(id)) return []
  const state = history.stateOn(id, now.last)
  if (!state?.closedOn || state.closedOn > now.last || state.successorId === null) return []
  return now.members.includes(state.successorId) ? [state.successorId] : successors({ history } as Reference, state.successorId, now)
}

function idOf(reference: Reference, dimension: DimensionKey, key: string): number {
  const name = `${dimension} ${key}`
  const known = reference.ids.get(name) ?? lookUp(reference, dimension, key)
  reference.ids.set(name, known)
  return known
}

function lookUp({ history, dictionary, regions }: Reference, dimension: DimensionKey, key: string): number {
  if (key === 'OUTSIDE_RANKING' || key === 'UNCLASSIFIED') return 0
  if (dimension === 'institution') return history.latest().find((state) => state.key === key)?.id ?? -1
  if (dimension === 'region') return regions.find((region) => region.key === key)?.id ?? -1
  return dictionary.find((entry) => entry.kind === dimensionRegistry[dimension].dictionary && entry.key === key)?.id ?? -1
}

function measured(
  reference: Reference,
  query: MetricQuery,
  keys: Partial<Record<DimensionKey, string>>,
  metric: MetricKey,
  window: Window,
  cases: Case[],
): number | null {
  const { from, end, dueBefore } = window
  const within = (day: string | null) => day !== null && day >= from && day < end
  const open = cases.filter((one) => one.received < end && (one.left === null || one.left >= end))
  const closed = cases.filter((one) => within(one.finished))
  switch (metric) {
    case 'complaints':
      return cases.filter((one) => within(one.received)).length
    case 'open':
      return open.length
    case 'overdue':
      return open.filter((one) => one.due < dueBefore).length
    case 'repeatRate': {
      const received = cases.filter((one) => within(one.received))
      return received.length === 0 ? null : (100 * received.filter((one) => !one.represents).length) / received.length
    }
    case 'onTimeRate':
      return closed.length === 0 ? null : (100 * closed.filter((one) => one.onTime).length) / closed.length
    case 'medianHandlingDays':
    case 'p90HandlingDays': {
      const days = closed.flatMap((one) => one.days ?? []).sort((a, b) => a - b)
      const { of, outOf } = metricRegistry[metric].quantile ?? { of: 1, outOf: 1 }
      return days[Math.ceil((of * days.length) / outOf) - 1] ?? null
    }
    default:
      return rate(
        reference,
        query,
        keys,
        metric,
        window,
        cases.filter((one) => within(one.received)),
      )
  }
}

/** Cases of those with a base ÷ the bases of everybody in the row, silent members too. */
function rate(
  reference: Reference,
  query: MetricQuery,
  keys: Partial<Record<DimensionKey, string>>,
  metric: MetricKey,
  window: Window,
  cases: Case[],
): number | null {
  const now = windowOf(reference, bucketOf(parsePeriod(query.period), keys), 'now', null)
  const { per, times } = metricRegistry[metric]
  const base = (id: number) => {
    const last = window.role === 'now' ? window.last : plus(window.end, -1)
    const found = reference.exposures
      .filter((one) => one.id === id && one.base === per && one.asOf <= last && one.asOf >= plus(last, -400))
      .at(-1)
    return found && found.value > 0 ? found.value : null
  }
  const stands = (id: number) => {
    const region = reference.history.stateOn(id, window.last)?.regionId ?? 1
    const one = { ranked: id, region } as Case
    const plainFilters = (query.filters ?? []).filter((filter) => ['institution', 'peerGroup', 'region'].includes(filter.dimension))
    return isOfRow(reference, query, keys, one, window, now) && passes(reference, { ...query, filters: plainFilters }, one, window, now)
  }
  const judged = window.members.filter((id) => base(id) !== null && stands(id))
  if (judged.length === 0) return null
  const count = cases.filter((one) => judged.includes(one.ranked)).length
  return (count * (times === 'customerBase' ? 10_000 : 1)) / judged.reduce((sum, id) => sum + (base(id) ?? 0), 0)
}

function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}
