import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { touchResolved } from './assertion.ts'
import { valueColumns } from './columns.ts'
import { deriveTouched, openTouched, versionColumns } from './version.ts'

const manyRecords = 20_000

/** Complaints with a difference, by number where they have one, with the columns that differ. */
export type ReplayProblem = { complaint: string; revision: number; columns: string }

/**
 * Derives the complaints named (SQL of region_id, complaint_id) as of a revision from their assertions and compares
 * them with the versions that the ledger holds for that revision. Nothing is written but temporary tables.
 */
export async function replay(tx: Transaction<Tables>, idsSql: string, asOf: number): Promise<ReplayProblem[]> {
  const at = Math.trunc(asOf)
  const held = (name: string) => `${name}.from_revision <= ${at} and (${name}.to_revision is null or ${name}.to_revision > ${at})`
  await openTouched(tx)
  await sql
    .raw(`create temp table replayed on commit drop as
    with asked as (select distinct region_id, complaint_id from (${idsSql}) i)
    select region_id, complaint_id from asked
    union select o.region_id, o.complaint_id from asked
      join matter_member m on m.region_id = asked.region_id and m.complaint_id = asked.complaint_id and ${held('m')}
      join matter_member o on o.group_id = m.group_id and ${held('o')}`)
    .execute(tx)
  await sql.raw('analyze replayed').execute(tx)
  const { rows: counted } = await sql<{ count: number }>`select count(*)::integer as count from replayed`.execute(tx)
  // Over many records the planner expects few rows from the anti-joins and nests whole tables in one another; a few
  // thousand at a time, as they are resolved one by one, it must look up.
  const nest = (on: boolean) =>
    sql.raw(`set local enable_nestloop = ${on || (counted[0]?.count ?? 0) <= manyRecords ? 'on' : 'off'}`).execute(tx)
  await nest(false)
  await touchAlone(tx, at)
  await sql.raw('analyze touched_id').execute(tx)
  const { rows } = await sql<{ id: number }>`
    select r.complaint_id as id from replayed r where not exists (select from touched_id t where t.complaint_id = r.complaint_id) order by 1`.execute(
    tx,
  )
  await nest(true)
  await touchResolved(
    tx,
    rows.map((row) => row.id),
    at,
  )
  await nest(false)
  await sql.raw('analyze touched_value').execute(tx)
  await deriveTouched(tx, at)
  const differing = versionColumns.map((name) => `case when v.${name} is distinct from n.${name} then '${name}' end`)
  const problems = await sql
    .raw<ReplayProblem>(`
    select coalesce(c.number, '#' || r.complaint_id) as complaint, ${at} as revision,
           case when v.complaint_id is null then 'missing' when n.complaint_id is null then 'surplus' else concat_ws(', ', ${differing.join(', ')}) end as columns
      from replayed r
      left join complaint c on c.region_id = r.region_id and c.id = r.complaint_id
      left join complaint_version v on v.region_id = r.region_id and v.complaint_id = r.complaint_id and ${held('v')}
      left join derived_version n on n.region_id = r.region_id and n.complaint_id = r.complaint_id
     where (v.complaint_id is null) <> (n.complaint_id is null)
        or (v.complaint_id is not null and (${versionColumns.map((name) => `v.${name}`).join(', ')}) is distinct from (${versionColumns.map((name) => `n.${name}`).join(', ')}))
     order by 1 limit 1000`)
    .execute(tx)
  await sql.raw('drop table replayed, touched_id, touched_value, derived_version; set local enable_nestloop = on').execute(tx)
  return problems.rows
}

/**
 * Complaints that one file asserted once and nobody corrected: the version that began there has their values, and they
 * have none while their batch is void. A void never passes over one without a correction.
 */
async function touchAlone(tx: Transaction<Tables>, asOf: number): Promise<void> {
  await sql
    .raw(`with passed_over as (select unnest(passed_over) as complaint_id from batch_void),
    alone as (
      select a.region_id, a.complaint_id, a.revision, a.batch_id from replayed r join assertion a on a.region_id = r.region_id and a.complaint_id = r.complaint_id
       where not a.own_values and a.revision <= ${asOf} and not exists (select from passed_over p where p.complaint_id = a.complaint_id)
         and not exists (select from correction_undo u where u.region_id = a.region_id and u.complaint_id = a.complaint_id)
         and not exists (select from assertion o where o.region_id = a.region_id and o.complaint_id = a.complaint_id and o.revision <> a.revision)
    ), noted as (insert into touched_id (region_id, complaint_id) select region_id, complaint_id from alone)
    insert into touched_value (region_id, complaint_id, ${valueColumns.join(', ')})
    select v.region_id, v.complaint_id, ${valueColumns.map((name) => `v.${name}`).join(', ')}
      from alone join complaint_version v on v.region_id = alone.region_id and v.complaint_id = alone.complaint_id and v.from_revision = alone.revision
     where alone.batch_id is null or alone.batch_id not in (
       select batch_id from batch_void where from_revision <= ${asOf} and (to_revision is null or to_revision > ${asOf}))`)
    .execute(tx)
}
