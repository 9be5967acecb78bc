import { sql, type Kysely, type Transaction } from 'kysely'
import type { Scope, Viewer } from '../access/viewer.ts'
import type { Db } from './connect.ts'
import { UserError } from '../platform/errors.ts'
import { log } from '../platform/log.ts'
import type { Tables } from './tables.ts'

/** The database roles a transaction may take (data.md 8). */
export type DatabaseRole = 'mingjing_reader_all' | 'mingjing_reader_scope' | 'mingjing_writer' | 'mingjing_identity' | 'mingjing_unmask'

type Work<T> = (tx: Transaction<Tables>) => Promise<T>

/** A transaction that is open: whoever holds it ends it. */
type Open = { tx: Transaction<Tables>; end(how: 'commit' | 'rollback'): Promise<void> }

const readOnly = 'start transaction isolation level repeatable read, read only'
const readWrite = 'start transaction'

/**
 * Reads in one `repeatable read, read only` transaction as the reader role of the viewer's scope.
 * Queries inside run in turn on one connection and see one state of the ledger.
 */
export function readSnapshot<T>(db: Db, viewer: Viewer, work: Work<T>): Promise<T> {
  const { scope, permissions, userId } = viewer
  const asked = { scope, mayReadText: permissions.has('complaintText:read'), userId }
  const begin = () => open(db.reading, readOnly, roleSql(readerRole(scope), asked))
  return db.shared ? db.shared.read(viewer, begin, work) : readAndLeave(begin, work)
}

/** A read-committed transaction of the writing handle as the role given; `ledger/change` is the one user for ledger tables. */
export async function writeAs<T>(db: Db, role: DatabaseRole, work: Work<T>): Promise<T> {
  const { tx, end } = await open(db.writing, readWrite, roleSql(role))
  try {
    const value = await work(tx)
    await end('commit')
    return value
  } catch (error) {
    await end('rollback').catch((ending: unknown) => log.warn('a transaction did not end', { error: ending }))
    throw error
  }
}

/** Reads as the reader of all, without a viewer: start-up, verification. */
export function readAll<T>(db: Db, work: Work<T>): Promise<T> {
  return readAndLeave(() => open(db.reading, readOnly, roleSql('mingjing_reader_all')), work)
}

/** Reads users and sessions, at the primary: a sign-in of a moment ago is known. */
export function readIdentity<T>(db: Db, work: Work<T>): Promise<T> {
  return readAndLeave(() => open(db.writing, readOnly, roleSql('mingjing_identity')), work)
}

/**
 * The one snapshot of a request that reads: its fields are read in turn and see one state of the ledger. Handed out with
 * `sharing`, ended with `end`. Work inside must not ask for another snapshot: it would wait for itself.
 */
export class SharedSnapshot {
  private held: Open | null = null
  private viewer: Viewer | null = null
  private last: Promise<unknown> = Promise.resolve()

  read<T>(viewer: Viewer, begin: () => Promise<Open>, work: Work<T>): Promise<T> {
    const result = this.last.then(() => this.readNow(viewer, begin, work))
    this.last = result.catch(() => undefined)
    return result
  }

  /** Ends the snapshot once what was asked for is read. */
  end(): void {
    void this.last.then(() => this.leave())
  }

  private async readNow<T>(viewer: Viewer, begin: () => Promise<Open>, work: Work<T>): Promise<T> {
    if (this.viewer !== viewer) this.leave()
    this.viewer = viewer
    this.held ??= await begin()
    try {
      return await work(this.held.tx)
    } catch (error) {
      // After an error of the database nothing more can be read in its transaction.
      if (!(error instanceof UserError)) this.leave()
      throw error
    }
  }

  private leave(): void {
    if (this.held) leave(this.held)
    this.held = null
  }
}

/** The same database, read in one snapshot. */
export function sharing(db: Db): Db {
  return { ...db, shared: new SharedSnapshot() }
}

async function readAndLeave<T>(begin: () => Promise<Open>, work: Work<T>): Promise<T> {
  const held = await begin()
  return work(held.tx).finally(() => leave(held))
}

/** Nothing was written, so nobody waits for the end. */
function leave(held: Open): void {
  held.end('rollback').catch((error: unknown) => log.warn('a reading transaction did not end', { error }))
}

/** Begins a transaction and takes its role in one round trip, which every request waits for. */
function open(handle: Kysely<Tables>, beginning: string, role: string): Promise<Open> {
  return new Promise((resolve, reject) => {
    const done = handle.connection().execute(async (connection) => {
      await sql
        .raw(`${beginning}; ${role}`)
        .execute(connection)
        .catch(async (error: unknown) => {
          await sql.raw('rollback').execute(connection)
          throw error
        })
      const how = await new Promise<'commit' | 'rollback'>((ended) => {
        // Begun by hand, on a connection that is this transaction's alone until it ends.
        const tx = connection as unknown as Transaction<Tables>
        resolve({
          tx,
          end: (which) => {
            ended(which)
            return done
          },
        })
      })
      await sql.raw(how).execute(connection)
    })
    done.catch(reject)
  })
}

export function readerRole(scope: Scope): DatabaseRole {
  return scope.kind === 'ALL' ? 'mingjing_reader_all' : 'mingjing_reader_scope'
}

/** Takes a role in a transaction that is open. */
export async function takeRole(tx: Transaction<Tables>, role: DatabaseRole): Promise<void> {
  await sql.raw(roleSql(role)).execute(tx)
}

/** For whom a transaction reads; of nobody it is the reader's role alone. */
type ReadFor = { scope: Scope; mayReadText: boolean; userId: number | null }
const nobody: ReadFor = { scope: { kind: 'ALL' }, mayReadText: false, userId: null }

/**
 * SQL of `set local role`, the scope, the right to texts and who reads: role is a setting like the others. An empty
 * scope reads nothing.
 */
function roleSql(role: DatabaseRole, { scope, mayReadText, userId }: ReadFor = nobody): string {
  const regions = scope.kind === 'ALL' ? '' : arrayText(scope.regions)
  const institutions = scope.kind === 'ALL' ? '' : arrayText(scope.institutions)
  return `select set_config('role', '${role}', true), set_config('mingjing.regions', '${regions}', true),
    set_config('mingjing.institutions', '${institutions}', true), set_config('mingjing.text', '${mayReadText ? 'yes' : ''}', true),
    set_config('mingjing.user', '${userId === null ? '' : Math.trunc(userId)}', true)`
}

function arrayText(ids: number[]): string {
  return `{${ids.map((id) => String(Math.trunc(id))).join(',')}}`
}
