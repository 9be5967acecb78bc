import { sql } from 'kysely'
import type { Permission } from '../access/permissions.ts'
import type { Viewer } from '../access/viewer.ts'
import { demandReason } from '../platform/reason.ts'
import { visibleComplaint } from '../complaints/visible.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { maskText } from '../imports/masking.ts'
import { findBatch, restoreComplaints, voidComplaints, type Batch } from '../ledger/batch.ts'
import { write, type Writing, type Written } from '../ledger/change.ts'
import { stepKinds, stepsInForce, takeBack, type StepKind } from '../ledger/steps.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../platform/errors.ts'
import { demandOrderWithout, type UndoableKind } from './handling.rules.ts'

/** How an act is taken back: the change that does it, and the right that it takes beside that to handle. */
type Undoing = { kind: string; permission: Permission; work: (writing: Writing, act: DoneAct) => Promise<void> }
type DoneAct = { complaintId: number; revision: number; batchKey: string | null }

const undoings: Record<Exclude<UndoableKind, StepKind>, Undoing> = {
  REGISTER: { kind: 'UNREGISTER', permission: 'complaint:register', work: takeOut },
  UNREGISTER: { kind: 'REREGISTER', permission: 'complaint:register', work: putBack },
  CORRECT: { kind: 'UNDO', permission: 'complaint:correct', work: undoStep },
}
const undoingStep: Undoing = { kind: 'UNDO', permission: 'complaint:handle', work: undoStep }

/**
 * Takes one act on a complaint back, by a change of its own: its steps end, its correction is inactive from now on, a
 * registration is void and can be restored.
 * @throws ConflictError where it is taken back already, InvalidError where a later step rests on it.
 */
export async function undoAct(db: Db, viewer: Viewer, asked: { key: string; revision: number; reason: string }): Promise<Written<void>> {
  const reason = maskText(demandReason(asked.reason))
  const { complaintId, kind, batchKey } = await readSnapshot(db, viewer, async (tx) => {
    const id = await visibleComplaint(tx, asked.key)
    const { rows } = await sql<{ kind: string; batchKey: string | null; ours: boolean }>`
      select c.kind, b.key::text as "batchKey", coalesce(c.detail::json ->> 'complaint' = ${asked.key}, false)
             or exists (select from assertion a where a.batch_id = b.id and a.complaint_id = ${id}) as ours
        from change c left join batch b on b.id = c.batch_id where c.revision = ${asked.revision}`.execute(tx)
    return { complaintId: id, ...(rows[0]?.ours ? rows[0] : { kind: '', batchKey: null }) }
  })
  const undoing = undoingOf(kind)
  if (!undoing)
    throw new NotFoundError({ zh: '这件投诉没有可以撤销的这一步。', en: 'This complaint has no such act that could be undone.' })
  if (!viewer.permissions.has(undoing.permission))
    throw new ForbiddenError({ zh: '您没有撤销这一步的权限。', en: 'You may not undo this act.' })
  const detail = { complaint: asked.key, undoes: asked.revision }
  return write(db, viewer, { kind: undoing.kind, regionId: viewer.rootRegionId, reason, detail }, (writing) =>
    undoing.work(writing, { complaintId, revision: asked.revision, batchKey }),
  )
}

function undoingOf(kind: string): Undoing | null {
  if (stepKinds.some((step) => step === kind)) return undoingStep
  return kind in undoings ? undoings[kind as keyof typeof undoings] : null
}

async function undoStep(writing: Writing, { complaintId, revision }: DoneAct): Promise<void> {
  const steps = await stepsInForce(writing.tx, complaintId)
  demandOrderWithout(steps.filter((step) => step.revision !== revision))
  const rows = await takeBack(writing, complaintId, revision)
  if (rows === 0) throw new ConflictError({ zh: '这一步已经撤销。', en: 'This act is undone already.' })
}

/** The record with everything that persons said about it; a file that brought it too keeps it in the ledger. */
async function takeOut(writing: Writing, act: DoneAct): Promise<void> {
  await voidComplaints(writing, await batchOf(writing, act), true)
}

async function putBack(writing: Writing, act: DoneAct): Promise<void> {
  await restoreComplaints(writing, await batchOf(writing, act))
}

async function batchOf(writing: Writing, { batchKey }: DoneAct): Promise<Batch> {
  const batch = await findBatch(writing.tx, batchKey ?? '')
  writing.belongsTo(batch.id)
  return batch
}
