import { sql } from 'kysely'
import { InvalidError } from '../platform/errors.ts'
import type { Writing } from './change.ts'

/** One text overwritten: what its digest was and is. Stands in the change line's detail, where verify finds it. */
export type RedactedText = { text: number; old: string; new: string }

/**
 * Overwrites every text of a complaint and its person token wherever they lie: a missed mask, a person's request, the
 * end of retention. The one act beside `to_revision` that alters what was written; what counts is not touched.
 */
export async function redactComplaint(writing: Writing, complaintId: number, masked: string, digest: Buffer): Promise<RedactedText[]> {
  const { tx } = writing
  const { rows } = await sql<RedactedText>`
    with held as (select region_id, id, digest from complaint_text where region_id in (select region_id from region) and complaint_id = ${complaintId})
    update complaint_text t set masked = ${masked}, digest = ${digest}, match_digest = null from held
     where t.region_id = held.region_id and t.id = held.id
    returning t.id as text, encode(held.digest, 'hex') as old, ${digest.toString('hex')} as new`.execute(tx)
  await sql`delete from complaint_original o using complaint_text t
    where o.region_id = t.region_id and o.text_id = t.id and t.region_id in (select region_id from region) and t.complaint_id = ${complaintId}`.execute(
    tx,
  )
  await sql`update assertion_value set person_token = null where region_id in (select region_id from region) and complaint_id = ${complaintId} and person_token is not null`.execute(
    tx,
  )
  await sql`update complaint_version set person_token = null where region_id in (select region_id from region) and complaint_id = ${complaintId} and person_token is not null`.execute(
    tx,
  )
  const { rows: known } = await sql<{ id: number }>`select id from complaint where id = ${complaintId}`.execute(tx)
  if (known.length === 0) throw new InvalidError({ zh: '没有这件投诉。', en: 'There is no such complaint.' })
  return rows
}

/**
 * SQL of a text's digest as it was when it was asserted: the oldest one that a redaction names, else the one it has.
 * `name` is the complaint_text row in scope.
 */
export function assertedDigestSql(name: string): string {
  return `coalesce((select decode(r.one ->> 'old', 'hex') from redacted r where (r.one ->> 'text')::bigint = ${name}.id order by r.revision limit 1), ${name}.digest)`
}

/** The CTE that `assertedDigestSql` reads: every text that a redaction overwrote. */
export const redactedCte = `redacted as (
  select c.revision, jsonb_array_elements(c.detail::jsonb -> 'texts') as one from change c where c.kind = 'REDACT')`
