import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'

/** What is written of one command, export, sign-in, refusal or unmasking. `detail` holds no personal data. */
export type AuditEntry = { kind: string; actor: { userId: number | null; name: string }; detail: object }

/** Appends one line to the chain; the last statement before COMMIT, because it takes the chain's lock. */
export async function appendAudit(tx: Transaction<Tables>, entry: AuditEntry): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select audit_append(${entry.kind}, ${entry.actor.userId}::bigint, ${entry.actor.name}, ${JSON.stringify(entry.detail)}) as id`.execute(
    tx,
  )
  return rows[0]?.id ?? 0
}

/** One line of its own: sign-ins, refusals, exports. */
export function auditAlone(db: Db, entry: AuditEntry): Promise<number> {
  return writeAs(db, 'mingjing_identity', (tx) => appendAudit(tx, entry))
}

export function actorOf(viewer: Viewer): AuditEntry['actor'] {
  return { userId: viewer.userId, name: viewer.name }
}
