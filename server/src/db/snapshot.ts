import { sql, type Transaction } from 'kysely'
import type { Scope, Viewer } from '../access/viewer.ts'
import type { Db } from './connect.ts'
import type { Tables } from './tables.ts'

/** The database roles a transaction may take (data.md 8). */
export type DatabaseRole = 'mingjing_reader_all' | 'mingjing_reader_scope' | 'mingjing_writer' | 'mingjing_identity' | 'mingjing_unmask'

/**
 * Reads in one `repeatable read, read only` transaction as the reader role of the viewer's scope.
 * Queries inside run in turn on one connection and see one state of the ledger.
 */
export function readSnapshot<T>(db: Db, viewer: Viewer, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.reading
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await takeRole(tx, readerRole(viewer.scope), viewer.scope, viewer.permissions.has('complaintText:read'))
      return work(tx)
    })
}

/** A read-committed transaction of the writing handle as the role given; `ledger/change` is the one user for ledger tables. */
export function writeAs<T>(db: Db, role: DatabaseRole, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.writing.transaction().execute(async (tx) => {
    await takeRole(tx, role, { kind: 'ALL' })
    return work(tx)
  })
}

/** Reads as the reader of all, without a viewer: start-up, viewer resolution, verification. */
export function readAll<T>(db: Db, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.reading
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await takeRole(tx, 'mingjing_reader_all', { kind: 'ALL' })
      return work(tx)
    })
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
