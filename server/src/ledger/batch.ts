import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
import { loadAssertions, loadVoids, touchResolved } from './assertion.ts'
import type { Writing } from './change.ts'
import { valueColumns } from './columns.ts'
import { uuid7 } from './keys.ts'
import { activeAssertions, correctionsInForce, type BatchVoid } from './resolve.ts'
import { openTouched, storeTouched } from './version.ts'

export type BatchKind = 'INSTITUTIONS' | 'EXPOSURES' | 'COMPLAINTS' | 'RETURNS' | 'ASSESSMENTS'
export type NewBatch = {
  kind: BatchKind
  register: number | null
  fileName: string
  fileDigest: Buffer | null
  fileSize: number | null
  rowCount: number
  fields: readonly string[]
  mapping: object
  report: object
}
export type Batch = { id: number; key: string; regionId: number; kind: BatchKind; revision: number; fileName: string }

/** Records a batch at this revision; what it asserts is added by its importer. */
export async function addBatch(writing: Writing, batch: NewBatch): Promise<{ id: number; key: string }> {
  const { tx, revision, regionId, now } = writing
  const key = uuid7(now)
  const { rows } = await sql<{ id: number }>`
    insert into batch (region_id, key, kind, register, file_name, file_digest, file_size, row_count, fields, mapping, report, revision)
    values (${regionId}, ${key}, ${batch.kind}, ${batch.register}, ${batch.fileName}, ${batch.fileDigest}, ${batch.fileSize}, ${batch.rowCount},
            ${batch.fields}::text[], ${JSON.stringify(batch.mapping)}::jsonb, ${JSON.stringify(batch.report)}::jsonb, ${revision}) returning id`.execute(
    tx,
  )
  const id = rows[0]?.id
  if (id === undefined) throw new Error('No batch was made.')
  writing.belongsTo(id)
  return { id, key }
}

/** The batch with this key, or with this number as text. */
export async function findBatch(tx: Transaction<Tables>, key: string): Promise<Batch> {
  const { rows } = await sql<Batch>`
    select id, key, region_id as "regionId", kind, revision, file_name as "fileName" from batch where key::text = ${key} or id::text = ${key}`.execute(
    tx,
  )
  const batch = rows[0]
  if (!batch) throw new NotFoundError({ zh: `没有批次 ${key}。`, en: `There is no batch ${key}.` })
  return batch
}

export type VoidResult = { complaints: number; passedOver: { number: string | null; complaintId: number }[] }

/**
 * Voids a batch of complaints: its assertions become inactive and its records are resolved again. Records with a
 * correction in force stay, and are listed, unless `withCorrections`.
 */
export async function voidComplaints(writing: Writing, batch: Batch, withCorrections: boolean): Promise<VoidResult> {
  const { tx, revision } = writing
  const marked = await markVoid(writing, batch, withCorrections)
  await openTouched(tx)
  await sql`insert into touched_id (region_id, complaint_id) select region_id, complaint_id from assertion where batch_id = ${batch.id} and complaint_id = any (${marked.alone}::bigint[])`.execute(
    tx,
  )
  await touchResolved(tx, marked.others, revision)
  const complaints = await storeTouched(writing)
  return { complaints, passedOver: marked.passedOver }
}

/**
 * The void alone, for a commit that replaces the batch in the same change: whoever asks resolves the records. `alone`
 * are those that nothing else was ever said about.
 */
export async function markVoid(
  writing: Writing,
  batch: Batch,
  withCorrections: boolean,
): Promise<{ passedOver: VoidResult['passedOver']; alone: number[]; others: number[] }> {
  const { tx, revision } = writing
  const voids = await loadVoids(tx)
  const corrected = await correctedRecords(tx, batch, voids)
  const passedOver = withCorrections ? [] : corrected.filter((one) => one.inForce).map((one) => one.complaintId)
  if ((await countActive(tx, batch, voids, passedOver)) === 0) refuseEmptyVoid(batch, voids, passedOver.length)
  await sql`insert into batch_void (region_id, batch_id, with_corrections, passed_over, from_revision)
    values (${batch.regionId}, ${batch.id}, ${withCorrections}, ${passedOver}::bigint[], ${revision})`.execute(tx)
  const { rows } = await sql<{ id: number; alone: boolean }>`
    select a.complaint_id as id, ${alone('a')} as alone from assertion a where a.batch_id = ${batch.id} and a.complaint_id <> all (${passedOver}::bigint[])`.execute(
    tx,
  )
  const ids = (single: boolean) => rows.filter((row) => row.alone === single).map((row) => row.id)
  return { passedOver: await numbersOf(tx, passedOver), alone: ids(true), others: ids(false) }
}

function refuseEmptyVoid(batch: Batch, voids: readonly BatchVoid[], passedOver: number): void {
  if (passedOver > 0) {
    throw new ConflictError({
      zh: `批次中其余记录已经作废；${passedOver} 条有人工更正，须选择“连同更正”。`,
      en: `The rest of the batch is void already; ${passedOver} records hold corrections and go only with corrections.`,
    })
  }
  if (voids.some((one) => one.batchId === batch.id && one.toRevision === null))
    throw new ConflictError({ zh: '该批次已经作废。', en: 'The batch is void already.' })
}

/** Makes active again exactly what the batch's latest void made inactive. */
export async function restoreComplaints(writing: Writing, batch: Batch): Promise<{ complaints: number }> {
  const { tx, revision } = writing
  const { rows } = await sql<{ fromRevision: number }>`
    update batch_void set to_revision = ${revision} where region_id = ${batch.regionId} and batch_id = ${batch.id} and to_revision is null
       and from_revision = (select max(from_revision) from batch_void where batch_id = ${batch.id} and to_revision is null)
    returning from_revision as "fromRevision"`.execute(tx)
  if (rows.length === 0)
    throw new ConflictError({ zh: '该批次没有作废，无可恢复。', en: 'The batch is not void; there is nothing to restore.' })
  await openTouched(tx)
  const stillVoid = await sql<{
    id: number
  }>`select batch_id as id from batch_void where batch_id = ${batch.id} and to_revision is null`.execute(tx)
  const straight = stillVoid.rows.length === 0 ? alone('a') : sql`false`
  // Alone and never altered: the version that began with the assertion still holds its values.
  await sql`with back as (select a.region_id, a.complaint_id, a.revision from assertion a where a.batch_id = ${batch.id} and not a.own_values and ${straight}),
      noted as (insert into touched_id (region_id, complaint_id) select region_id, complaint_id from back)
    insert into touched_value (region_id, complaint_id, ${sql.raw(valueColumns.join(', '))})
    select v.region_id, v.complaint_id, ${sql.raw(valueColumns.map((name) => `v.${name}`).join(', '))}
      from back join complaint_version v on v.region_id = back.region_id and v.complaint_id = back.complaint_id and v.from_revision = back.revision`.execute(
    tx,
  )
  const others = await sql<{ id: number }>`
    select a.complaint_id as id from assertion a where a.batch_id = ${batch.id} and not (not a.own_values and ${straight})`.execute(tx)
  await touchResolved(
    tx,
    others.rows.map((row) => row.id),
    revision,
  )
  return { complaints: await storeTouched(writing) }
}

/** Complaints whose only assertion, ever, is this one. */
function alone(name: string) {
  return sql.raw<boolean>(
    `not exists (select from assertion o where o.region_id = ${name}.region_id and o.complaint_id = ${name}.complaint_id and o.revision <> ${name}.revision)`,
  )
}

async function correctedRecords(
  tx: Transaction<Tables>,
  batch: Batch,
  voids: readonly BatchVoid[],
): Promise<{ complaintId: number; inForce: boolean }[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct a.complaint_id as id from assertion a join assertion c on c.complaint_id = a.complaint_id and c.kind = 2 where a.batch_id = ${batch.id}`.execute(
    tx,
  )
  const assertions = await loadAssertions(
    tx,
    rows.map((row) => row.id),
  )
  return [...assertions].map(([complaintId, all]) => ({
    complaintId,
    inForce: correctionsInForce(activeAssertions(all, voids, Number.MAX_SAFE_INTEGER)).length > 0,
  }))
}

/** How many of the batch's assertions a void would still make inactive. */
async function countActive(
  tx: Transaction<Tables>,
  batch: Batch,
  voids: readonly BatchVoid[],
  passedOver: readonly number[],
): Promise<number> {
  const ours = voids.filter((one) => one.batchId === batch.id && one.toRevision === null)
  const { rows } = await sql<{
    count: number
  }>`select count(*)::integer as count from assertion where batch_id = ${batch.id} and complaint_id <> all (${passedOver}::bigint[])`.execute(
    tx,
  )
  const all = rows[0]?.count ?? 0
  if (ours.length === 0) return all
  // What every void in force passed over is still active.
  const [first, ...rest] = ours.map((one) => one.passedOver)
  return [...(first ?? [])].filter((id) => rest.every((set) => set.has(id)) && !passedOver.includes(id)).length
}

async function numbersOf(tx: Transaction<Tables>, ids: readonly number[]): Promise<VoidResult['passedOver']> {
  const { rows } = await sql<VoidResult['passedOver'][number]>`
    select number, id as "complaintId" from complaint where region_id in (select region_id from region) and id = any (${ids}::bigint[]) order by number, id`.execute(
    tx,
  )
  return rows
}
