import { sql } from 'kysely'
import { ConflictError, InvalidError } from '../platform/errors.ts'
import type { Writing } from './change.ts'
import { openTouched, storeTouched, touchCurrent } from './version.ts'

/** Joins complaints, and the whole groups that they are in, to one group with a new number. */
export async function mergeComplaints(writing: Writing, complaintIds: readonly number[]): Promise<void> {
  if (new Set(complaintIds).size < 2) throw new InvalidError({ zh: '合并至少需要两件投诉。', en: 'A merge takes at least two complaints.' })
  await mergeGroups(writing, [complaintIds])
}

/** Many merges at once, pairs or more, each with the whole groups that its complaints are in. No two may meet in a group. */
export async function mergeGroups(writing: Writing, groups: readonly (readonly number[])[]): Promise<void> {
  const members = groups.flatMap((group, index) => group.map((id) => ({ index, id })))
  await sql`create temp table merging on commit drop as
    with named as (select * from unnest(${members.map((one) => one.index)}::integer[], ${members.map((one) => one.id)}::bigint[]) g (group_index, id))
    select c.region_id, c.id as complaint_id, n.group_index
      from named n join complaint c on c.region_id in (select region_id from region) and c.id = n.id
    union select o.region_id, o.complaint_id, n.group_index
      from named n join matter_member m on m.region_id in (select region_id from region) and m.complaint_id = n.id and m.to_revision is null
      join matter_member o on o.group_id = m.group_id and o.to_revision is null`.execute(writing.tx)
  await joinMerging(writing)
}

/** Gives each group of the temporary table `merging` a number never used before, and derives its members again; a member without one is alone. */
async function joinMerging(writing: Writing): Promise<void> {
  const { tx, revision } = writing
  await openTouched(tx)
  await touchCurrent(tx, 'select region_id, complaint_id from merging')
  await endMembership(writing)
  await sql
    .raw(`with numbered as (select group_index, nextval('matter_group_id')::bigint as group_id from (select distinct group_index from merging where group_index is not null) d)
    insert into matter_member (region_id, group_id, complaint_id, from_revision)
    select m.region_id, n.group_id, m.complaint_id, ${revision} from merging m join numbered n on n.group_index = m.group_index`)
    .execute(tx)
  await sql.raw('drop table merging').execute(tx)
  await storeTouched(writing)
}

/**
 * Undoes what one change merged, as far as it still stands: its groups end, and members that were in groups before are
 * in groups of the same members again. Gives how many complaints were set free of it and how many another change has
 * since taken into another group or out of it.
 */
export async function unmerge(writing: Writing, merged: number): Promise<{ complaints: number; passedOver: number }> {
  const { tx } = writing
  const at = Math.trunc(merged)
  await sql
    .raw(`create temp table merging on commit drop as
    with ours as (select * from matter_member where from_revision = ${at} and to_revision is null),
      earlier as (select o.complaint_id, b.group_id, count(*) over (partition by b.group_id) as members
        from ours o join matter_member b on b.region_id = o.region_id and b.complaint_id = o.complaint_id and b.to_revision = ${at})
    select o.region_id, o.complaint_id, e.group_id as group_index
      from ours o left join earlier e on e.complaint_id = o.complaint_id and e.members > 1`)
    .execute(tx)
  const { rows } = await sql<{ standing: number; all: number }>`select (select count(*) from merging)::integer as standing,
    (select count(*) from matter_member where from_revision = ${at})::integer as all`.execute(tx)
  const { standing = 0, all = 0 } = rows[0] ?? {}
  if (all === 0) throw new InvalidError({ zh: '该次变更没有合并投诉。', en: 'That change merged no complaints.' })
  if (standing === 0) throw new ConflictError({ zh: '该次合并已全部拆分或另行合并。', en: 'Nothing of that merge stands any more.' })
  await joinMerging(writing)
  return { complaints: standing, passedOver: all - standing }
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
