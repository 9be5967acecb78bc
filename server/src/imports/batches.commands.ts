import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readAll } from '../db/snapshot.ts'
import { findBatch, restoreComplaints, voidComplaints, type Batch } from '../ledger/batch.ts'
import { write, type Writing, type Written } from '../ledger/change.ts'
import { complaintsOn, rederiveInstitutions } from '../ledger/rederive.ts'
import { ConflictError } from '../platform/errors.ts'

/** `complaints`: how many have another current version than before; `passedOver`: numbers that corrections hold in place. */
export type BatchOutcome = { batch: string; file: string; kind: Batch['kind']; complaints: number; passedOver: (string | null)[] }

/** Makes a batch's assertions inactive. Throws ConflictError where it is void already or complaints hang on its institutions. */
export async function voidBatch(
  db: Db,
  viewer: Viewer,
  key: string,
  withCorrections: boolean,
  reason: string | null,
): Promise<Written<BatchOutcome>> {
  const batch = await readAll(db, (tx) => findBatch(tx, key))
  const detail = { batch: batch.key, file: batch.fileName, withCorrections }
  return write(db, viewer, { kind: 'VOID', regionId: batch.regionId, reason, detail }, async (writing) => {
    writing.belongsTo(batch.id)
    if (batch.kind === 'COMPLAINTS') {
      const { complaints, passedOver } = await voidComplaints(writing, batch, withCorrections)
      return outcome(
        batch,
        complaints,
        passedOver.map((one) => one.number),
      )
    }
    await voidWhole(writing, batch)
    return outcome(batch, batch.kind === 'INSTITUTIONS' ? await rederiveInstitutions(writing) : 0, [])
  })
}

/** Makes active again exactly what the batch's latest void made inactive. */
export async function restoreBatch(db: Db, viewer: Viewer, key: string, reason: string | null): Promise<Written<BatchOutcome>> {
  const batch = await readAll(db, (tx) => findBatch(tx, key))
  const detail = { batch: batch.key, file: batch.fileName }
  return write(db, viewer, { kind: 'RESTORE', regionId: batch.regionId, reason, detail }, async (writing) => {
    writing.belongsTo(batch.id)
    if (batch.kind === 'COMPLAINTS') return outcome(batch, (await restoreComplaints(writing, batch)).complaints, [])
    await restoreWhole(writing, batch)
    return outcome(batch, batch.kind === 'INSTITUTIONS' ? await rederiveInstitutions(writing) : 0, [])
  })
}

/** Ends the void of a batch of institutions or exposures. @throws ConflictError where it is not void. */
export async function restoreWhole(writing: Writing, batch: Batch): Promise<void> {
  const lifted = await sql`update batch_void set to_revision = ${writing.revision}
    where region_id = ${batch.regionId} and batch_id = ${batch.id} and to_revision is null`.execute(writing.tx)
  if (Number(lifted.numAffectedRows ?? 0) === 0)
    throw new ConflictError({ zh: '该批次没有作废，无可恢复。', en: 'The batch is not void; there is nothing to restore.' })
}

/**
 * Voids a batch of institutions or exposures as a whole; whoever asks resolves what hangs on it.
 * @throws ConflictError where it is void already or complaints hang on institutions that it alone knows.
 */
export async function voidWhole(writing: Writing, batch: Batch): Promise<void> {
  const { tx, revision } = writing
  const { rows } = await sql`select from batch_void where batch_id = ${batch.id} and to_revision is null`.execute(tx)
  if (rows.length > 0) throw new ConflictError({ zh: '该批次已经作废。', en: 'The batch is void already.' })
  if (batch.kind === 'INSTITUTIONS') {
    const count = await complaintsOn(writing, await onlyInBatch(writing, batch))
    if (count > 0) {
      throw new ConflictError(
        {
          zh: `该批次的机构上还挂着 ${count} 件投诉，不能作废。`,
          en: `${count} complaints hang on the institutions of this batch; it cannot be voided.`,
        },
        [{ path: 'batch', reason: 'IN_USE', params: { complaints: count } }],
      )
    }
  }
  await sql`insert into batch_void (region_id, batch_id, with_corrections, passed_over, from_revision)
    values (${batch.regionId}, ${batch.id}, false, '{}', ${revision})`.execute(tx)
}

/** Institutions that no other batch in force knows. */
async function onlyInBatch(writing: Writing, batch: Batch): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct v.institution_id as id from institution_version v where v.batch_id = ${batch.id}
       and not exists (select from institution_version o where o.institution_id = v.institution_id and o.batch_id is distinct from ${batch.id}
         and not exists (select from batch_void b where b.batch_id = o.batch_id and b.to_revision is null))`.execute(writing.tx)
  return rows.map((row) => row.id)
}

function outcome(batch: Batch, complaints: number, passedOver: (string | null)[]): BatchOutcome {
  return { batch: batch.key, file: batch.fileName, kind: batch.kind, complaints, passedOver }
}
