import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import { any } from '../analytics/read-parts.ts'
import { heldAsOf } from '../analytics/revisions.ts'
import type { ComplaintRow } from '../complaints/complaints.types.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { readPlace, writePlace, type Place } from './matters.rules.ts'
import type { DismissedRepeat, DismissedRepeatPage, MergedMatter, MergedMatterPage, RepeatAct } from './matters.types.ts'
import { rowsById } from './repeats.queries.ts'

const mostRows = 200
type Asked = { jurisdiction: string | null; revision: number | null; first: number; after: string | null }
type Listed<T> = { rows: T[]; endCursor: string | null; hasNextPage: boolean; totalCount: number }

/** Merged groups whose members the viewer sees, the latest made first. */
export async function readMerged(db: Db, viewer: Viewer, asked: Asked): Promise<MergedMatterPage> {
  return listed(db, viewer, asked, async (tx, ground, beyond, limit) => {
    const among = sql`from matter_member m join complaint_version v on v.region_id = m.region_id and v.complaint_id = m.complaint_id and ${heldAsOf(ground.asOf)}
      where v.region_id = ${any(ground.regionIds)} and ${held(ground, 'm')}`
    const groups = await sql<Position>`select m.group_id as id, 0 as other, 0 as last ${among}${beyond(sql`m.group_id, 0, 0`)}
      group by m.group_id having count(*) > 1 order by m.group_id desc limit ${sql.lit(limit)}`.execute(tx)
    const total = await sql<{
      count: number
    }>`select count(*) as count from (select ${among} group by m.group_id having count(*) > 1) g`.execute(tx)
    return {
      places: groups.rows,
      total: total.rows[0]?.count ?? 0,
      rowsOf: (shown) =>
        mattersOf(
          tx,
          ground,
          shown.map((one) => one.id),
        ),
    }
  })
}

/** Pairs that were judged to be two matters, the latest first. */
export async function readDismissed(db: Db, viewer: Viewer, asked: Asked): Promise<DismissedRepeatPage> {
  return listed(db, viewer, asked, async (tx, ground, beyond, limit) => {
    const seen = (id: string) =>
      sql`exists (select from complaint_version v where v.region_id = ${any(ground.regionIds)} and v.complaint_id = ${sql.ref(id)} and ${heldAsOf(ground.asOf)})`
    const among = sql`from matter_dismissal d where ${held(ground, 'd')} and ${seen('d.complaint_id')} and ${seen('d.other_id')}`
    const order = sql`d.from_revision, d.complaint_id, d.other_id`
    const pairs = await sql<Position>`select d.from_revision as id, d.complaint_id as other, d.other_id as last
      ${among}${beyond(order)} order by 1 desc, 2 desc, 3 desc limit ${sql.lit(limit)}`.execute(tx)
    const total = await sql<{ count: number }>`select count(*) as count ${among}`.execute(tx)
    return { places: pairs.rows, total: total.rows[0]?.count ?? 0, rowsOf: (shown) => dismissedOf(tx, ground, shown) }
  })
}

/** What a list is ordered by, three numbers: a group's; or a dismissal's revision and its two complaints. */
type Position = { id: number; other: number; last: number }
type Found<T> = { places: Position[]; total: number; rowsOf(shown: Position[]): Promise<T[]> }
type Beyond = (order: RawBuilder<unknown>) => RawBuilder<unknown>

/** A page of a list in descending order of its positions, by the place of its last row. */
async function listed<T>(
  db: Db,
  viewer: Viewer,
  asked: Asked,
  find: (tx: Transaction<Tables>, ground: Ground, beyond: Beyond, limit: number) => Promise<Found<T>>,
): Promise<Listed<T>> {
  const after: Place | null = asked.after === null ? null : readPlace(asked.after)
  const first = Math.min(Math.max(asked.first, 1), mostRows)
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, { jurisdiction: asked.jurisdiction, revision: after?.revision ?? asked.revision })
    const beyond: Beyond = (order) =>
      after ? sql` and (${order}) < (${after.id}::bigint, ${after.other}::bigint, ${after.on}::bigint)` : sql``
    const { places, total, rowsOf } = await find(tx, ground, beyond, first + 1)
    const shown = places.slice(0, first)
    const last = shown.at(-1)
    return {
      rows: await rowsOf(shown),
      endCursor: last ? writePlace({ revision: ground.asOf.revision, on: String(last.last), id: last.id, other: last.other }) : null,
      hasNextPage: places.length > first,
      totalCount: total,
    }
  })
}

function held(ground: Ground, alias: string): RawBuilder<unknown> {
  const { revision } = ground.asOf
  const to = sql.ref(`${alias}.to_revision`)
  return sql`${sql.ref(`${alias}.from_revision`)} <= ${revision} and (${to} is null or ${to} > ${revision})`
}

async function mattersOf(tx: Transaction<Tables>, ground: Ground, groups: readonly number[]): Promise<MergedMatter[]> {
  if (groups.length === 0) return []
  const { rows } = await sql<{ id: number; group: number; revision: number }>`
    select m.complaint_id as id, m.group_id as "group", m.from_revision as revision from matter_member m
     where m.group_id = ${any(groups)} and ${held(ground, 'm')}`.execute(tx)
  const shown = await rowsById(
    tx,
    ground,
    rows.map((row) => row.id),
  )
  const acts = await actsOf(
    tx,
    ground,
    'matter_member',
    'group_id',
    rows.map((row) => row.revision),
  )
  return groups.map((group) => {
    const own = rows.filter((row) => row.group === group)
    const members = own.flatMap(({ id }) => shown.get(id) ?? []).sort(byReceipt)
    return {
      members,
      counts: members.filter((one) => one.represents && one.kind === 'complaint').length,
      act: acts.get(own[0]?.revision ?? 0) ?? null,
    }
  })
}

function byReceipt(a: ComplaintRow, b: ComplaintRow): number {
  return a.receivedOn < b.receivedOn || (a.receivedOn === b.receivedOn && (a.number ?? '') < (b.number ?? '')) ? -1 : 1
}

async function dismissedOf(tx: Transaction<Tables>, ground: Ground, pairs: readonly Position[]): Promise<DismissedRepeat[]> {
  const shown = await rowsById(tx, ground, [...new Set(pairs.flatMap(({ other, last }) => [other, last]))])
  const acts = await actsOf(
    tx,
    ground,
    'matter_dismissal',
    '(t.complaint_id, t.other_id)',
    pairs.map((pair) => pair.id),
  )
  return pairs.flatMap((pair) => {
    const [one, other] = [shown.get(pair.other), shown.get(pair.last)]
    return one && other ? [{ one, other, act: acts.get(pair.id) ?? null }] : []
  })
}

/** The acts of revisions, each with how much of it stands: distinct values of the rows that it added. */
async function actsOf(
  tx: Transaction<Tables>,
  ground: Ground,
  table: string,
  distinct: string,
  revisions: readonly number[],
): Promise<Map<number, RepeatAct>> {
  const wanted = [...new Set(revisions)]
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<Omit<RepeatAct, 'at'> & { at: Date }>`
    select c.key, c.revision, c.at, c.actor_name as actor, c.reason,
           (select count(distinct ${sql.raw(distinct)})::integer from ${sql.table(table)} t where t.from_revision = c.revision and ${held(ground, 't')}) as standing
      from change c where c.revision = ${any(wanted)}`.execute(tx)
  return new Map(rows.map((row) => [row.revision, { ...row, at: row.at.toISOString() }]))
}
