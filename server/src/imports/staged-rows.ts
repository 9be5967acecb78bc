import type { Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { StagedRow } from './plan-institutions.ts'

/** The rows of a staged file of a small kind, as its parser wrote them. */
export async function loadStagedRows<T>(tx: Transaction<Tables>, importId: number): Promise<StagedRow<T>[]> {
  const rows = await tx
    .selectFrom('staging.row')
    .select(['seq', 'sheet', 'row_no', 'cells'])
    .where('import_id', '=', importId)
    .orderBy('seq')
    .execute()
  // What the parser of this kind wrote.
  return rows.map((row) => ({ seq: row.seq, sheet: row.sheet, row: row.row_no, value: row.cells as T }))
}
