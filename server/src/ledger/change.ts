import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { actorOf, appendAudit } from './audit.ts'
import { changeDigest } from './change-digest.ts'
import { installed } from './clock.ts'
import { noteLate } from './late.ts'
import { addToRollups, foldDeltas } from './rollups.ts'
import { uuid7 } from './keys.ts'
import { currentRevision } from './revision.ts'

/** The formulas by which versions are derived; a new number stands beside the old one. */
export const ledgerMethod = 1

/** What is done: `kind` a constant (IMPORT, VOID, CORRECT …), `regionId` the jurisdiction's node. */
export type Act = {
  kind: string
  regionId: number
  reason?: string | null
  detail?: object
  /** When the act is told to have happened; the demo's history alone gives it. */
  at?: Date
  /** Told once when another write has kept this one waiting for a second. */
  onWait?: () => void
}
/** What a write is given: everything that it adds carries `revision`. */
export type Writing = {
  tx: Transaction<Tables>
  revision: number
  regionId: number
  viewer: Viewer
  now: Date
  /** Names the batch in the change line. */
  belongsTo(batchId: number): void
  /** Versions were opened or ended: the rollups follow once, when the work is done. */
  touchesVersions(): void
  /** Nothing of it will stay: versions are compared and counted, not stored. */
  rehearsed: boolean
}
export type Written<T> = { value: T; change: { key: string; revision: number } }

/**
 * The one way to write the ledger: takes the next revision, does the work, leaves one change line and one audit line,
 * all in one transaction. The counter's lock is the first statement, the audit chain's the last.
 */
export function write<T>(db: Db, viewer: Viewer, act: Act, work: (writing: Writing) => Promise<T>): Promise<Written<T>> {
  return writeAs(db, 'mingjing_writer', async (tx) => {
    const revision = (await lockCounter(tx, act.onWait)) + 1
    // Temporary tables are analyzed on the way: a small sample of them is enough.
    await sql`select set_config('work_mem', '128MB', true), set_config('default_statistics_target', '10', true)`.execute(tx)
    const line = { batchId: null as number | null, touched: false }
    const writing: Writing = {
      tx,
      revision,
      regionId: act.regionId,
      viewer,
      now: act.at ?? new Date(),
      rehearsed: false,
      belongsTo: (batchId) => {
        line.batchId = batchId
      },
      touchesVersions: () => {
        line.touched = true
      },
    }
    const value = await work(writing)
    if (line.touched) {
      await noteLate(tx, revision)
      await addToRollups(tx, revision)
    }
    await foldDeltas(tx, revision)
    const key = await leaveChange(writing, act, line.batchId)
    return { value, change: { key, revision } }
  })
}

/** A revision that no change will have: a rehearsal beside a write has no row in common with it. */
const beyond = 2_000_000_000

/** Ends a rehearsal's transaction with what it found. */
class Rehearsed<T> {
  constructor(readonly value: T) {}
}

/**
 * What a write would come to: its work is done and taken back, nothing of it stays, and no other write waits for it. The
 * work's own refusals are thrown as the write would throw them.
 */
export async function rehearse<T>(db: Db, viewer: Viewer, act: Act, work: (writing: Writing) => Promise<T>): Promise<T> {
  try {
    return await writeAs(db, 'mingjing_writer', async (tx) => {
      await sql`select set_config('work_mem', '128MB', true), set_config('default_statistics_target', '10', true)`.execute(tx)
      const nothing = (): void => undefined
      const writing = { tx, revision: beyond, regionId: act.regionId, viewer, now: new Date(), rehearsed: true }
      throw new Rehearsed(await work({ ...writing, belongsTo: nothing, touchesVersions: nothing }))
    })
  } catch (error) {
    if (error instanceof Rehearsed) return error.value as T
    throw error
  }
}

async function lockCounter(tx: Transaction<Tables>, onWait?: () => void): Promise<number> {
  const timer = onWait && setTimeout(onWait, 1000)
  try {
    await sql`select from revision_counter for update`.execute(tx)
  } finally {
    clearTimeout(timer)
  }
  return currentRevision(tx)
}

async function leaveChange(writing: Writing, act: Act, batchId: number | null): Promise<string> {
  const { tx, revision, viewer, now } = writing
  const key = uuid7(now)
  const { origin } = await installed(tx)
  const detail = JSON.stringify(act.detail ?? {})
  const digest = await changeDigest(tx, revision, { kind: act.kind, actor: viewer.name, reason: act.reason ?? null, detail })
  await sql`
    insert into change (region_id, revision, key, origin, origin_revision, kind, actor_id, actor_name, at, reason, batch_id, method, detail, digest)
    values (${act.regionId}, ${revision}, ${key}, ${origin}, ${revision}, ${act.kind}, ${viewer.userId}, ${viewer.name}, ${now},
            ${act.reason ?? null}, ${batchId}, ${ledgerMethod}, ${detail}, ${digest})`.execute(tx)
  await sql`update revision_counter set revision = ${revision}`.execute(tx)
  await appendAudit(tx, {
    kind: act.kind,
    actor: actorOf(viewer),
    detail: { revision, change: key, digest: digest.toString('hex'), reason: act.reason ?? null, ...act.detail },
  })
  return key
}
