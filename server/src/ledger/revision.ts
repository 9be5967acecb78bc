import type { Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'

/** The revision of the latest change; 0 before the first one. */
export async function currentRevision(tx: Transaction<Tables>): Promise<number> {
  const row = await tx.selectFrom('revision_counter').select('revision').executeTakeFirst()
  return row?.revision ?? 0
}
