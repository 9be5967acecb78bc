import { sql, type ControlledTransaction, type Transaction } from 'kysely'
import type { Scope, Viewer } from '../access/viewer.ts'
import type { Db } from './connect.ts'
import { UserError } from '../platform/errors.ts'
import { log } from '../platform/log.ts'
import type { Tables } from './tables.ts'

/** The database roles a transaction may take (data.md 8). */
export type DatabaseRole = 'mingjing_reader_all' | 'mingjing_reader_scope' | 'mingjing_writer' | 'mingjing_identity' | 'mingjing_unmask'

/**
 * Reads in one `repeatable read, read only` transaction as the reader role of the viewer's scope.
 * Queries inside run in turn on one connection and see one state of the ledger.
 */
export function readSnapshot<T>(db: Db, viewer: Viewer, work: Work<T>): Promise<T> {
  const { scope, permissions } = viewer
  const begin: Work<void> = (tx) => takeRole(tx, readerRole(scope), scope, permissions.has('complaintText:read'))
  return db.shared ? db.shared.read(viewer, () => begun(db, begin), work) : readOnly(db, begin, work)
}

/** A read-committed transaction of the writing handle as the role given; `ledger/change` is the one user for ledger tables. */
export function writeAs<T>(db: Db, role: DatabaseRole, work: Work<T>): Promise<T> {
  return db.writing.transaction().execute(async (tx) => {
    await takeRole(tx, role, { kind: 'ALL' })
    return work(tx)
  })
}

/** Reads as the reader of all, without a viewer: start-up, viewer resolution, verification. */
export function readAll<T>(db: Db, work: Work<T>): Promise<T> {
  return readOnly(db, (tx) => takeRole(tx, 'mingjing_reader_all', { kind: 'ALL' }), work)
}

type Work<T> = (tx: Transaction<Tables>) => Promise<T>
type Reading = ControlledTransaction<Tables>

/**
 * The one snapshot of a request that reads: its fields are read in turn and see one state of the ledger. Handed out with
 * `sharing`, ended with `end`. Work inside must not ask for another snapshot: it would wait for itself.
 */
export class SharedSnapshot {
  private tx: Reading | null = null
  private viewer: Viewer | null = null
  private last: Promise<unknown> = Promise.resolve()

  read<T>(viewer: Viewer, begin: () => Promise<Reading>, work: Work<T>): Promise<T> {
    const result = this.last.then(() => this.readNow(viewer, begin, work))
    this.last = result.catch(() => undefined)
    return result
  }

  /** Ends the snapshot once what was asked for is read. */
  end(): void {
    void this.last.then(() => this.close())
  }

  private async readNow<T>(viewer: Viewer, begin: () => Promise<Reading>, work: Work<T>): Promise<T> {
    if (this.viewer !== viewer) this.close()
    this.viewer = viewer
    this.tx ??= await begin()
    try {
      return await work(this.tx)
    } catch (error) {
      // After an error of the database nothing more can be read in its transaction.
      if (!(error instanceof UserError)) this.close()
      throw error
    }
  }

  private close(): void {
    if (this.tx) ended(this.tx.rollback().execute())
    this.tx = null
  }
}

/** The same database, read in one snapshot. */
export function sharing(db: Db): Db {
  return { ...db, shared: new SharedSnapshot() }
}

async function begun(db: Db, begin: Work<void>): Promise<Reading> {
  const tx = await db.reading.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  try {
    await begin(tx)
    return tx
  } catch (error) {
    ended(tx.rollback().execute())
    throw error
  }
}

async function readOnly<T>(db: Db, begin: Work<void>, work: Work<T>): Promise<T> {
  const tx = await begun(db, begin)
  // Nothing was written, so nobody waits for the end.
  return work(tx).finally(() => ended(tx.rollback().execute()))
}

function ended(ending: Promise<void>): void {
  ending.catch((error: unknown) => log.warn('a reading transaction did not end', { error }))
}

export function readerRole(scope: Scope): DatabaseRole {
  return scope.kind === 'ALL' ? 'mingjing_reader_all' : 'mingjing_reader_scope'
}

/**
 * `set local role`, the scope and the right to texts in one round trip: role is a setting like the others.
 * An empty scope reads nothing.
 */
export async function takeRole(tx: Transaction<Tables>, role: DatabaseRole, scope: Scope, mayReadText = false): Promise<void> {
  const regions = scope.kind === 'ALL' ? '' : arrayText(scope.regions)
  const institutions = scope.kind === 'ALL' ? '' : arrayText(scope.institutions)
  await sql`select set_config('role', ${role}, true),
    set_config('mingjing.regions', ${regions}, true),
    set_config('mingjing.institutions', ${institutions}, true),
    set_config('mingjing.text', ${mayReadText ? 'yes' : ''}, true)`.execute(tx)
}

function arrayText(ids: number[]): string {
  return `{${ids.map((id) => String(Math.trunc(id))).join(',')}}`
}
