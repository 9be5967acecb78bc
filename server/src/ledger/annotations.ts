import { sql } from 'kysely'
import type { Writing } from './change.ts'

/** What stands in one row: days in (both), words, and what it touches; `metrics` and `memberIds` empty: everything. */
export type AnnotationRow = {
  fromDay: string
  toDay: string
  zh: string
  en: string | null
  metrics: readonly string[]
  dimension: string | null
  memberIds: readonly number[]
}

/** Adds a remark at the writing's node. */
export async function addAnnotationRow(writing: Writing, key: string, row: AnnotationRow): Promise<void> {
  const { tx, revision, regionId, viewer } = writing
  await sql`
    insert into annotation (region_id, key, from_day, to_day, zh, en, metrics, dimension, member_ids, author, from_revision)
    values (${regionId}, ${key}, ${row.fromDay}, ${row.toDay}, ${row.zh}, ${row.en}, ${row.metrics}::text[], ${row.dimension},
            ${row.memberIds}::bigint[], ${viewer.name}, ${revision})`.execute(tx)
}

/** Ends a remark that stands. False: none of this key does. */
export async function endAnnotation({ tx, revision, regionId }: Writing, key: string): Promise<boolean> {
  const ended = await sql`
    update annotation set to_revision = ${revision} where region_id = ${regionId} and key = ${key} and to_revision is null`.execute(tx)
  return Number(ended.numAffectedRows ?? 0) > 0
}

/** Puts a remark back as it last stood. False: it stands already. */
export async function putBackAnnotation({ tx, revision, regionId }: Writing, key: string): Promise<boolean> {
  const added = await sql`
    insert into annotation (region_id, id, key, from_day, to_day, zh, en, metrics, dimension, member_ids, author, from_revision)
    select region_id, id, key, from_day, to_day, zh, en, metrics, dimension, member_ids, author, ${revision}
      from annotation a where region_id = ${regionId} and key = ${key} and to_revision is not null
       and not exists (select from annotation o where o.key = a.key and o.to_revision is null)
     order by from_revision desc limit 1`.execute(tx)
  return Number(added.numAffectedRows ?? 0) > 0
}
