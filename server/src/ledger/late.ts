import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'

/**
 * Notes the complaints that this revision brought into a month that their office, or one above it, had closed before.
 * Called once the versions of the change are written. One that lay in the month before (a correction, a restored batch) is
 * no new entry. The planner knows nothing of a revision just written and takes it for one row: `is true` keeps the closed
 * months a hashed set instead of a list walked for each row, and the month is no condition of an index, so that a
 * complaint's own versions are looked up by its key.
 */
export async function noteLate(tx: Transaction<Tables>, revision: number): Promise<void> {
  const at = Math.trunc(revision)
  await sql
    .raw(`with recursive above as (
      select region_id, region_id as node from region
      union
      select a.region_id, r.parent_id from above a join region r on r.region_id = a.node where r.parent_id is not null
    ), closed as (
      select distinct a.region_id, m.month from above a join month_close m on m.region_id = a.node
       where m.from_revision < ${at} and (m.to_revision is null or m.to_revision > ${at})
    )
    insert into late_entry (region_id, complaint_id, month, revision)
    select v.region_id, v.complaint_id, v.month, ${at} from complaint_version v
     where v.from_revision = ${at} and ((v.region_id, v.month) in (select c.region_id, c.month from closed c)) is true
       and not exists (select from complaint_version o where o.region_id = v.region_id and o.complaint_id = v.complaint_id
         and o.month is not distinct from v.month and o.from_revision < ${at})`)
    .execute(tx)
}

/** Late entries that are not as versions and closings make them: what verify names. */
export async function lateProblems(tx: Transaction<Tables>): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select 'late entry ' || coalesce(c.number, '#' || coalesce(h.complaint_id, e.complaint_id)) || ' ' || coalesce(h.month, e.month) as text
      from (select * from late_entry) h full join late_entries() e
        on h.region_id = e.region_id and h.complaint_id = e.complaint_id and h.month = e.month
      left join complaint c on c.region_id = coalesce(h.region_id, e.region_id) and c.id = coalesce(h.complaint_id, e.complaint_id)
     where h.revision is distinct from e.revision limit 200`.execute(tx)
  return rows.map((row) => row.text)
}
