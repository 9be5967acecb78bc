import { sql } from 'kysely'
import { InvalidError } from '../platform/errors.ts'
import type { Writing } from './change.ts'
import { openTouched, storeTouched, touchCurrent } from './version.ts'

/** Joins complaints, and the whole groups that they are in, to one group with a new number. */
export async function mergeComplaints(writing: Writing, complaintIds: readonly number[]): Promise<void> {
  if (new Set(complaintIds).size < 2) throw new InvalidError({ zh: '合并至少需要两件投诉。', en: 'A merge takes at least two complaints.' })
  const ids = `'{${complaintIds.map((id) => Math.trunc(id)).join(',')}}'::bigint[]`
  await sql
    .raw(`create temp table merging on commit drop as
    select c.region_id, c.id as complaint_id, 0 as group_index from complaint c where c.region_id in (select region_id from region) and c.id = any (${ids})
    union select o.region_id, o.complaint_id, 0 from matter_member m join matter_member o on o.group_id = m.group_id and o.to_revision is null
     where m.to_revision is null and m.complaint_id = any (${ids})`)
    .execute(writing.tx)
  await joinMerging(writing)
}

/** Many merges at once, pairs or larger groups, of complaints that are in no group yet. */
export async function mergeGroups(writing: Writing, groups: readonly (readonly number[])[]): Promise<void> {
  const members = groups.flatMap((group, index) => group.map((id) => ({ index, id })))
  await sql`create temp table merging on commit drop as
    select c.region_id, c.id as complaint_id, g.number as group_index
      from unnest(${members.map((one) => one.index)}::integer[], ${members.map((one) => one.id)}::bigint[]) g (number, id) join complaint c on c.region_id in (select region_id from region) and c.id = g.id`.execute(
    writing.tx,
  )
  await joinMerging(writing)
}

/** Gives each group of the temporary table `merging` a number never used before, and derives its members again. */
async function joinMerging(writing: Writing): Promise<void> {
  const { tx, revision } = writing
  await openTouched(tx)
  await touchCurrent(tx, 'select region_id, complaint_id from merging')
  await endMembership(writing)
  await sql
    .raw(`with numbered as (select group_index, nextval('matter_group_id')::bigint as group_id from (select distinct group_index from merging) d)
    insert into matter_member (region_id, group_id, complaint_id, from_revision)
    select m.region_id, n.group_id, m.complaint_id, ${revision} from merging m join numbered n on n.group_index = m.group_index`)
    .execute(tx)
  await sql.raw('drop table merging').execute(tx)
  await storeTouched(writing)
}

/** Sets the complaints named free of their groups, each alone. A group left with one member is ended too. */
export async function splitComplaints(writing: Writing, complaintIds: readonly number[]): Promise<void> {
  const { tx } = writing
  await sql
    .raw(`create temp table merging on commit drop as
    select m.region_id, m.complaint_id, m.group_id from matter_member m where m.to_revision is null and m.complaint_id = any ('{${complaintIds.join(',')}}'::bigint[])`)
    .execute(tx)
  await sql
    .raw(`insert into merging select m.region_id, m.complaint_id, m.group_id from matter_member m
    where m.to_revision is null and m.group_id in (select group_id from merging) and not exists (select from merging g where g.complaint_id = m.complaint_id)
      and (select count(*) from matter_member o where o.group_id = m.group_id and o.to_revision is null and not exists (select from merging g where g.complaint_id = o.complaint_id)) = 1`)
    .execute(tx)
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from merging`.execute(tx)
  if (rows[0]?.count === 0) throw new InvalidError({ zh: '所选投诉没有合并过。', en: 'These complaints are in no merged matter.' })
  await openTouched(tx)
  await touchCurrent(
    tx,
    `select o.region_id, o.complaint_id from matter_member o where o.to_revision is null and o.group_id in (select group_id from merging)`,
  )
  await endMembership(writing)
  await sql.raw('drop table merging').execute(tx)
  await storeTouched(writing)
}

async function endMembership(writing: Writing): Promise<void> {
  await sql
    .raw(`update matter_member m set to_revision = ${writing.revision} from merging g
    where m.region_id = g.region_id and m.complaint_id = g.complaint_id and m.to_revision is null`)
    .execute(writing.tx)
}
