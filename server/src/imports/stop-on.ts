import { sql, type Transaction } from 'kysely'
import type { Db } from '../db/connect.ts'
import type { Tables } from '../db/tables.ts'
import { log } from '../platform/log.ts'

/**
 * Ends the statement that a transaction is in when the signal aborts; the transaction then fails and leaves nothing.
 * Gives what takes the ear off the signal again.
 */
export async function stopOn(signal: AbortSignal | undefined, db: Db, tx: Transaction<Tables>): Promise<() => void> {
  if (!signal) return () => undefined
  signal.throwIfAborted()
  const { rows } = await sql<{ pid: number; began: string }>`select pg_backend_pid() as pid, now()::text as began`.execute(tx)
  const [mine] = rows
  // The backend may serve somebody else by then: only this transaction is ended.
  const end = () =>
    void db.pools.writing
      .query('select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and xact_start = $2::timestamptz', [
        mine?.pid,
        mine?.began,
      ])
      .catch((error: unknown) => log.warn('a commit was not stopped at once', { error }))
  signal.addEventListener('abort', end, { once: true })
  return () => signal.removeEventListener('abort', end)
}
