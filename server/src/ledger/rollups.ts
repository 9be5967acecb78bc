import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { currentRevision } from './revision.ts'

/**
 * A rollup: sums of versions by a declared list of columns, kept in the writing transaction. `events` are SQL rows that
 * one version `v` adds, with the rollup's own key columns and the measures that it counts; every measure is kept twice,
 * for all complaints and for matters (their representatives).
 */
export type Rollup = {
  table: string
  keys: readonly string[]
  measures: readonly string[]
  /** A lateral FROM item `e` with the keys that are not columns of v, and the measures. */
  events: string
  where: string
  /** The table of its signed deltas, tagged with the revision; null where none are kept. */
  delta: string | null
  /** Its cells are sums of the day rollup's, by month: cheaper than going through the versions again. */
  byMonthOfDays?: boolean
}

const common = ['region_id', 'register', 'kind', 'institution_id'] as const
const flow = ['received', 'closed', 'on_time', 'left_open', 'overdue_net'] as const

// A complaint is overdue from the day it is due (or received, if later) until the day it leaves open: +1, then −1.
// The sum over the days before D is what is open past its due day at D.
const dailyEvents = (unit: (day: string) => string) => `(
  select ${unit('day')} as day, received, closed, on_time, left_open, overdue_net from (values
    (v.received_on, 1, 0, 0, 0, 0),
    (v.finished_on, 0, case when v.status = 2 then 1 else 0 end, case when v.status = 2 and v.on_time then 1 else 0 end, 0, 0),
    (v.left_on, 0, 0, 0, 1, 0),
    (case when v.left_on is null or v.left_on > greatest(v.due_on, v.received_on) then greatest(v.due_on, v.received_on) end, 0, 0, 0, 0, 1),
    (case when v.left_on > greatest(v.due_on, v.received_on) then v.left_on end, 0, 0, 0, 0, -1)
  ) d (day, received, closed, on_time, left_open, overdue_net) where day is not null) e`
const asIs = (day: string) => day
const monthOf = (day: string) => `date_trunc('month', ${day})::date`

/** THE REGISTRY: the few rollups there are. Whole months come from them, a broken edge from the ledger. */
export const rollups = {
  month: {
    table: 'rollup_month',
    keys: [...common, 'month', 'category_id'],
    measures: ['received'],
    events: '(select v.month, v.category_id, 1 as received) e',
    where: 'v.counted',
    delta: 'delta_month',
  },
  day: {
    table: 'rollup_day',
    keys: [...common, 'day'],
    measures: flow,
    events: dailyEvents(asIs),
    where: 'v.counted',
    delta: 'delta_day',
  },
  stock: {
    table: 'rollup_stock',
    keys: [...common, 'month'],
    measures: flow,
    events: dailyEvents(monthOf).replace(' as day,', ' as month,'),
    where: 'v.counted',
    delta: null,
    byMonthOfDays: true,
  },
  handling: {
    table: 'rollup_handling',
    keys: [...common, 'month', 'handling_days'],
    measures: ['closed'],
    events: `(select ${monthOf('v.finished_on')} as month, v.handling_days, 1 as closed) e`,
    where: 'v.counted and v.status = 2 and v.handling_days is not null',
    delta: null,
  },
  cause: {
    table: 'rollup_cause',
    keys: [...common, 'month', 'lodging_channel_id', 'cause_id'],
    measures: ['received'],
    events: '(select v.month, v.lodging_channel_id, v.cause_id, 1 as received) e',
    where: 'v.counted',
    delta: null,
  },
} as const satisfies Record<string, Rollup>

export type RollupName = keyof typeof rollups
const registry: Rollup[] = Object.values(rollups)
/** Every this many revisions the sum of their deltas is written beside them. */
export const deltaSpan = 32

/** SQL of a rollup's cells over a source of versions `v` that has a column `sign` (1 opened, −1 closed). */
export function cellsOf(rollup: Rollup, source: string): string {
  const own = rollup.keys.filter((key) => !(common as readonly string[]).includes(key))
  const keys = ['v.region_id', 'v.register', 'v.kind', 'v.ranked_institution_id', ...own.map((key) => `e.${key}`)]
  const names = [...common, ...own]
  const sums = rollup.measures.flatMap((measure) => [
    `sum(v.sign * e.${measure})::integer as ${measure}_all`,
    `coalesce(sum(v.sign * e.${measure}) filter (where v.represents), 0)::integer as ${measure}_merged`,
  ])
  const filled = rollup.measures.flatMap((measure) => [
    `sum(v.sign * e.${measure}) <> 0`,
    `sum(v.sign * e.${measure}) filter (where v.represents) <> 0`,
  ])
  return `select ${keys.map((key, index) => `${key} as ${names[index]}`).join(', ')}, ${sums.join(', ')}
    from ${source} v cross join lateral ${rollup.events} where ${rollup.where}
    group by ${keys.join(', ')} having ${filled.join(' or ')}`
}

/** The versions that a revision opened and closed, signed. */
export function signedVersions(revision: number): string {
  return `(select 1 as sign, o.* from complaint_version o where o.from_revision = ${Math.trunc(revision)}
     union all select -1 as sign, c.* from complaint_version c where c.to_revision = ${Math.trunc(revision)})`
}

/** Adds to every rollup what the versions opened and closed at this revision change in it, with the deltas. */
export async function addToRollups(tx: Transaction<Tables>, revision: number): Promise<void> {
  await sql.raw(`create temp table touched_version on commit drop as select * from ${signedVersions(revision)} signed`).execute(tx)
  await sql.raw('analyze touched_version').execute(tx)
  for (const rollup of registry.filter((one) => !one.byMonthOfDays)) await addToRollup(tx, rollup, revision)
  await sql.raw('drop table touched_version').execute(tx)
}

async function addToRollup(tx: Transaction<Tables>, rollup: Rollup, revision: number): Promise<void> {
  const cells = cellsOf(rollup, 'touched_version')
  if (rollup.delta === null) {
    await sql.raw(`with cells as (${cells}) ${upsert(rollup, 'cells')}`).execute(tx)
    return
  }
  const columns = columnsOf(rollup)
  // In the order of the primary keys: then neighbouring entries of the indexes are written together.
  await sql.raw(`create temp table rollup_cell on commit drop as ${cells} order by ${orderOf(rollup)}`).execute(tx)
  await sql.raw(upsert(rollup, 'rollup_cell')).execute(tx)
  await sql.raw(`insert into ${rollup.delta} (${columns}, revision, span) select ${columns}, ${revision}, 1 from rollup_cell`).execute(tx)
  if (rollup === (rollups.day as Rollup)) await addMonthsOfDays(tx, rollup)
  await sql.raw('drop table rollup_cell').execute(tx)
}

/** The rollups by month whose cells are sums of the day cells just added. */
async function addMonthsOfDays(tx: Transaction<Tables>, days: Rollup): Promise<void> {
  const sums = sumsOf(days).map((sum) => `sum(${sum})::integer as ${sum}`)
  for (const rollup of registry.filter((one) => one.byMonthOfDays)) {
    const keys = rollup.keys.map((key) => (key === 'month' ? `${monthOf('day')} as month` : key))
    const groups = rollup.keys.map((key) => (key === 'month' ? monthOf('day') : key))
    await sql
      .raw(
        `with cells as (select ${keys.join(', ')}, ${sums.join(', ')} from rollup_cell group by ${groups.join(', ')}) ${upsert(rollup, 'cells')}`,
      )
      .execute(tx)
  }
}

function upsert(rollup: Rollup, cells: string): string {
  const columns = columnsOf(rollup)
  const added = sumsOf(rollup).map((sum) => `${sum} = ${rollup.table}.${sum} + excluded.${sum}`)
  return `insert into ${rollup.table} (${columns}) select ${columns} from ${cells} order by ${orderOf(rollup)}
    on conflict (${rollup.keys.join(', ')}) do update set ${added.join(', ')}`
}

/** The keys in the order of the rollup's index: time first, or what the migration puts before it. */
function orderOf(rollup: Rollup): string {
  const first = [
    'region_id',
    ...(rollup.keys.includes('lodging_channel_id') ? ['lodging_channel_id'] : []),
    ...rollup.keys.filter((key) => key === 'month' || key === 'day'),
  ]
  return [...first, ...rollup.keys.filter((key) => !first.includes(key))].join(', ')
}

/** Every 32nd revision also writes the sum of its 32 revisions' deltas, so that a look back reads few rows. */
export async function foldDeltas(tx: Transaction<Tables>, revision: number): Promise<void> {
  if (revision % deltaSpan !== 0) return
  for (const rollup of registry) if (rollup.delta) await sql.raw(folded(rollup, revision)).execute(tx)
}

function folded(rollup: Rollup, revision: number): string {
  const sums = sumsOf(rollup)
  return `insert into ${rollup.delta} (${columnsOf(rollup)}, revision, span)
    select ${rollup.keys.join(', ')}, ${sums.map((sum) => `sum(${sum})::integer`).join(', ')}, ${revision}, ${deltaSpan}
      from ${rollup.delta} where span = 1 and revision > ${revision - deltaSpan} and revision <= ${revision}
     group by ${rollup.keys.join(', ')} having ${sums.map((sum) => `sum(${sum}) <> 0`).join(' or ')}`
}

/** Makes a rollup again from the versions, its deltas included; holds back other writes until it is done. */
export async function rebuildRollup(tx: Transaction<Tables>, name: RollupName): Promise<void> {
  const rollup: Rollup = rollups[name]
  const columns = columnsOf(rollup)
  await sql`select from revision_counter for update`.execute(tx)
  await sql.raw(`delete from ${rollup.table}`).execute(tx)
  const current = '(select 1 as sign, o.* from complaint_version o where o.to_revision is null)'
  await sql.raw(`insert into ${rollup.table} (${columns}) select ${columns} from (${cellsOf(rollup, current)}) cells`).execute(tx)
  if (rollup.delta === null) return
  await sql.raw(`delete from ${rollup.delta}`).execute(tx)
  await sql
    .raw(
      `insert into ${rollup.delta} (${columns}, revision, span) select ${columns}, revision, 1 from (${deltasFromVersions(rollup)}) cells`,
    )
    .execute(tx)
  const last = await currentRevision(tx)
  for (let revision = deltaSpan; revision <= last; revision += deltaSpan) {
    await sql.raw(folded(rollup, revision)).execute(tx)
  }
}

/** SQL of a rollup's deltas for all revisions, from the versions: keys, sums and `revision`. */
export function deltasFromVersions(rollup: Rollup): string {
  const source = `(select 1 as sign, o.from_revision as revision, o.* from complaint_version o
     union all select -1 as sign, c.to_revision as revision, c.* from complaint_version c where c.to_revision is not null)`
  const inner = cellsOf(rollup, source)
  return inner
    .replace('select v.region_id', 'select v.revision, v.region_id')
    .replace('group by v.region_id', 'group by v.revision, v.region_id')
}

export function columnsOf(rollup: Rollup): string {
  return [...rollup.keys, ...sumsOf(rollup)].join(', ')
}

export function sumsOf(rollup: Rollup): string[] {
  return rollup.measures.flatMap((measure) => [`${measure}_all`, `${measure}_merged`])
}
