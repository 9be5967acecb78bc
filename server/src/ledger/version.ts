import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Writing } from './change.ts'
import { meaningColumns, valueColumns } from './columns.ts'
import { loadInstitutionHistory } from './institution-history.ts'
import { deadlinesAsOf } from './deadline.ts'

/** A version's columns in one order: what is asserted, then what is derived. */
const derivedColumns = [
  'register',
  'status',
  'counted',
  'represents',
  'ranked_institution_id',
  'month',
  'finished_on',
  'left_on',
  'due_on',
  'handling_days',
  'on_time',
  ...meaningColumns.map((one) => one.entry),
  'matter_group_id',
] as const
export const versionColumns: readonly string[] = [...valueColumns, ...derivedColumns]

/**
 * The values that complaints come to, gathered for one revision: `touched_value` holds a row for each complaint that
 * has a version, `touched_id` every complaint looked at. Both are temporary tables of the transaction.
 */
export async function openTouched(tx: Transaction<Tables>): Promise<void> {
  await sql.raw(`create temp table touched_id (region_id bigint not null, complaint_id bigint not null) on commit drop`).execute(tx)
  await sql
    .raw(`create temp table touched_value on commit drop as
    select region_id, complaint_id, ${valueColumns.join(', ')} from complaint_version where false`)
    .execute(tx)
}

/** Adds complaints whose asserted columns stay as their current version has them; those already gathered are passed over. */
export async function touchCurrent(tx: Transaction<Tables>, idsSql: string): Promise<void> {
  await sql
    .raw(`with asked as (select distinct i.region_id, i.complaint_id from (${idsSql}) i
        where not exists (select from touched_id t where t.complaint_id = i.complaint_id)),
      noted as (insert into touched_id (region_id, complaint_id) select region_id, complaint_id from asked)
    insert into touched_value (region_id, complaint_id, ${valueColumns.join(', ')})
    select v.region_id, v.complaint_id, ${valueColumns.map((name) => `v.${name}`).join(', ')}
      from asked join complaint_version v on v.region_id = asked.region_id and v.complaint_id = asked.complaint_id and v.to_revision is null`)
    .execute(tx)
}

/**
 * Derives versions from `touched_value`, ends the current ones that differ and opens the new ones; the rollups follow at
 * the end of the change. Gives how many complaints have another version than before. `whenNew`: none of them has one yet; called
 * while `derived_version` still holds what was opened.
 */
export async function storeTouched(writing: Writing, whenNew?: () => Promise<void>): Promise<number> {
  const { tx, revision } = writing
  const onlyNew = whenNew !== undefined
  if (!onlyNew) await touchMatters(tx)
  await sql.raw('analyze touched_value').execute(tx)
  await deriveTouched(tx, revision, onlyNew)
  if (writing.rehearsed) return countDiffering(tx)
  if (!onlyNew) await endDiffering(tx, revision)
  const columns = versionColumns.join(', ')
  const unlessCurrent = onlyNew
    ? ''
    : `where not exists (select from complaint_version v where v.region_id = n.region_id and v.complaint_id = n.complaint_id and v.to_revision is null)`
  const opened = await sql
    .raw(`insert into complaint_version (region_id, complaint_id, from_revision, ${columns})
    select n.region_id, n.complaint_id, ${revision}, ${versionColumns.map((name) => `n.${name}`).join(', ')} from derived_version n ${unlessCurrent}`)
    .execute(tx)
  writing.touchesVersions()
  await whenNew?.()
  const ended = onlyNew ? 0 : await countEnded(tx, revision)
  await sql.raw('drop table touched_value, touched_id, derived_version').execute(tx)
  return Math.max(Number(opened.numAffectedRows ?? 0), ended)
}

/** How many touched complaints would have another version than now; the temporary tables go with it. */
async function countDiffering(tx: Transaction<Tables>): Promise<number> {
  await sql.raw('analyze derived_version').execute(tx)
  const { rows } = await sql
    .raw<{ count: number }>(`select count(*)::integer as count from touched_id t
      left join complaint_version v on v.region_id = t.region_id and v.complaint_id = t.complaint_id and v.to_revision is null
      left join derived_version n on n.region_id = t.region_id and n.complaint_id = t.complaint_id
     where (v.complaint_id is null) <> (n.complaint_id is null) or ${differs}`)
    .execute(tx)
  await sql.raw('drop table touched_value, touched_id, derived_version').execute(tx)
  return rows[0]?.count ?? 0
}

/** Complaints that would have another version, by the ranked institution they count for now and then (0: none). */
export type Moved = { from: number; to: number; complaints: number; inClosedMonths: number }

/** Derives what was touched as `storeTouched` does, and says what would differ; the temporary tables go again. */
export async function tryTouched(tx: Transaction<Tables>, revision: number): Promise<Moved[]> {
  await touchMatters(tx)
  await sql.raw('analyze touched_value').execute(tx)
  await deriveTouched(tx, revision)
  const { rows } = await sql
    .raw<Moved>(`
    select v.ranked_institution_id as "from", n.ranked_institution_id as "to", count(*)::integer as complaints,
           count(*) filter (where exists (select from month_close m where m.region_id = v.region_id and m.month = v.month and m.to_revision is null))::integer as "inClosedMonths"
      from derived_version n join complaint_version v on v.region_id = n.region_id and v.complaint_id = n.complaint_id and v.to_revision is null
     where ${differs} group by 1, 2 order by 3 desc, 1, 2`)
    .execute(tx)
  await sql.raw('drop table touched_value, touched_id, derived_version').execute(tx)
  return rows
}

async function countEnded(tx: Transaction<Tables>, revision: number): Promise<number> {
  const { rows } = await sql
    .raw<{ count: number }>(`select count(*)::integer as count from touched_id t where exists
    (select from complaint_version v where v.region_id = t.region_id and v.complaint_id = t.complaint_id and v.to_revision = ${revision})`)
    .execute(tx)
  return rows[0]?.count ?? 0
}

/** Members of every group that a touched complaint is or was in at this revision are derived again with it. */
async function touchMatters(tx: Transaction<Tables>): Promise<void> {
  await sql.raw('analyze touched_id').execute(tx)
  await touchCurrent(
    tx,
    `select distinct o.region_id, o.complaint_id from touched_id t
    join complaint_version v on v.region_id = t.region_id and v.complaint_id = t.complaint_id and v.to_revision is null and v.matter_group_id is not null
    join matter_member o on o.group_id = v.matter_group_id
    union select o.region_id, o.complaint_id from touched_id t
    join matter_member m on m.region_id = t.region_id and m.complaint_id = t.complaint_id and m.to_revision is null
    join matter_member o on o.group_id = m.group_id and o.to_revision is null`,
  )
}

/** Temporary table `derived_version` as of a revision from `touched_value`; replay uses it for the past. */
export async function deriveTouched(tx: Transaction<Tables>, asOf: number, alone = false): Promise<void> {
  await intervalsAsOf(tx, asOf)
  await deadlinesAsOf(tx, asOf)
  await sql.raw(`create temp table derived_version on commit drop as ${derivation(asOf, alone)}`).execute(tx)
  await sql.raw('drop table ranked_interval, deadline, working_due').execute(tx)
}

async function intervalsAsOf(tx: Transaction<Tables>, asOf: number): Promise<void> {
  const history = await loadInstitutionHistory(tx, asOf)
  const intervals = history.rankedIntervals()
  await sql`create temp table ranked_interval on commit drop as
    select * from unnest(${intervals.map((one) => one.institutionId)}::bigint[], ${intervals.map((one) => one.from)}::date[],
      ${intervals.map((one) => one.to)}::date[], ${intervals.map((one) => one.rankedId ?? 0)}::bigint[]) as i (institution_id, day_from, day_to, ranked_id)`.execute(
    tx,
  )
  await sql.raw('analyze ranked_interval').execute(tx)
}

/** The steps that end a complaint or open it again. */
const standingSteps = `'CLOSED', 'WITHDRAWN', 'REJECTED', 'REOPENED'`

/**
 * What is derived from the asserted columns as of a revision (data.md 1 to 3): status and dates from the handling
 * steps where there are any (the last by day that ends a complaint or opens it again decides), the due day, the ranked institution, what words mean, the matter and who represents it.
 */
function derivation(asOf: number, alone: boolean): string {
  const at = Math.trunc(asOf)
  const now = (name: string) => `${name}.from_revision <= ${at} and (${name}.to_revision is null or ${name}.to_revision > ${at})`
  const meanings = meaningColumns.map(({ word, entry }, index) => ({
    select: `coalesce(w${index}.entry_id, 0) as ${entry}`,
    join: `left join word_meaning w${index} on w${index}.word_id = t.${word} and ${now(`w${index}`)}`,
  }))
  return `
    with stepped as (
      select s.region_id, s.complaint_id,
             (array_agg(step order by step_on desc, id desc) filter (where step in (${standingSteps})))[1] as standing,
             (array_agg(step_on order by step_on desc, id desc) filter (where step in (${standingSteps})))[1] as standing_on,
             max(until_on) filter (where step = 'EXTENDED') as extended_until
        from handling_step s join touched_value t on t.region_id = s.region_id and t.complaint_id = s.complaint_id
       where ${now('s')} group by s.region_id, s.complaint_id
    ), dated as (
      select t.*, c.number, c.row_digest, o.name as source_name, o.register,
             case when s.complaint_id is null then t.closed_on when s.standing = 'CLOSED' then s.standing_on end as finish,
             case when s.standing = 'WITHDRAWN' then s.standing_on end as withdrawn_on,
             coalesce(s.standing = 'REJECTED', false) as rejected,
             coalesce(s.extended_until, t.due_stated_on, wd.due_on, t.received_on + d.days) as due_on,
             coalesce(i.ranked_id, 0) as ranked_institution_id,
             m.group_id as matter_group_id${meanings.map((one) => `, ${one.select}`).join('')}
        from touched_value t
        join complaint c on c.region_id = t.region_id and c.id = t.complaint_id
        join complaint_source o on o.id = c.source_id
        left join stepped s on s.region_id = t.region_id and s.complaint_id = t.complaint_id
        left join ranked_interval i on i.institution_id = t.institution_id and t.received_on >= i.day_from and t.received_on < i.day_to
        left join deadline d on d.region_id = t.region_id and t.received_on >= d.day_from and t.received_on < d.day_to
        left join working_due wd on wd.region_id = t.region_id and wd.received_on = t.received_on
        left join matter_member m on m.region_id = t.region_id and m.complaint_id = t.complaint_id and ${now('m')}
        ${meanings.map((one) => one.join).join('\n        ')}
    ), settled as (
      select dated.*, withdrawn_on is null and finish is not null as closes,
             case when rejected then 3 when withdrawn_on is not null then 4 when finish is not null then 2 else 1 end::smallint as status
        from dated
    )
    select region_id, complaint_id, ${valueColumns.join(', ')}, register, status, status <> 3 as counted,
           ${
             alone
               ? 'true'
               : `case when matter_group_id is null then true
                else row_number() over (partition by matter_group_id, register, ranked_institution_id, kind, status <> 3
                  order by received_on, coalesce(number, encode(row_digest, 'hex')) collate "C", source_name collate "C", complaint_id) = 1 end`
           } as represents,
           ranked_institution_id, date_trunc('month', received_on)::date as month,
           case when closes then finish end as finished_on,
           greatest(coalesce(withdrawn_on, finish), case when coalesce(withdrawn_on, finish) is not null then received_on end) as left_on,
           due_on,
           case when closes and finish >= received_on then finish - received_on end as handling_days,
           case when closes then finish <= due_on end as on_time,
           ${meaningColumns.map((one) => one.entry).join(', ')}, matter_group_id
      from settled`
}

const rowOf = (name: string): string => `(${versionColumns.map((column) => `${name}.${column}`).join(', ')})`
/** The version `v` holds other values than what is derived as `n`. */
const differs = `${rowOf('v')} is distinct from ${rowOf('n')}`

/** Ends the current versions of touched complaints that have none any more or another one now. */
async function endDiffering(tx: Transaction<Tables>, revision: number): Promise<void> {
  await sql.raw('analyze derived_version').execute(tx)
  await sql
    .raw(`update complaint_version v set to_revision = ${revision}
      from touched_id t left join derived_version n on n.region_id = t.region_id and n.complaint_id = t.complaint_id
     where v.region_id = t.region_id and v.complaint_id = t.complaint_id and v.to_revision is null
       and (n.complaint_id is null or ${differs})`)
    .execute(tx)
}
