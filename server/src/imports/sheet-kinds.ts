import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { stagedName } from '../ledger/columns.ts'
import { WORD_FIELDS } from './complaint-fields.ts'
import type { ImportReport } from './report.ts'
import { differingSums } from './sheet.queries.ts'
import type { Staged } from './stage.ts'

export type FoundProblem = { problem: string; rows: number; firstRow: number; firstPosition: number }

/** Kinds of problems with their rows, those that cost a row first, the most frequent first. */
export async function sheetProblems(tx: Transaction<Tables>, staged: Staged, report: ImportReport): Promise<FoundProblem[]> {
  const sums = await differingSums(tx, staged.importId, report)
  const { importId } = staged
  const { rows } = await sql<{ problem: string; rows: number; first: number }>`
    select reason as problem, count(distinct seq)::integer as rows, min(seq) as first from staging.rejection where import_id = ${importId} group by reason
    union all select f->>'reason', count(distinct o.seq)::integer, min(o.seq) from staging.outcome o, jsonb_array_elements(o.faults) f
     where o.import_id = ${importId} group by 1
    union all select 'REPEAT', count(*)::integer, min(seq) from staging.sheet_row where import_id = ${importId} and kind <> 'accepted' and kind = 'repeat'
    union all select 'REPEAT', count(*)::integer, min(seq) from staging.outcome where import_id = ${importId} and outcome = 'REPEAT'
    union all select 'CONFLICT', count(*)::integer, min(seq) from staging.outcome where import_id = ${importId} and conflict`.execute(tx)
  const words: typeof rows = []
  for (const field of staged.file.kind === 'complaints' ? WORD_FIELDS : []) {
    const open = report.unresolved.filter((one) => one.field === field)
    if (open.length === 0) continue
    const first = await firstWord(
      tx,
      importId,
      field,
      open.map((one) => one.value),
    )
    words.push({ problem: `WORD:${field}`, rows: open.reduce((sum, one) => sum + one.rows, 0), first })
  }
  const all = [
    ...rows.filter((row) => row.rows > 0),
    ...words,
    ...(sums.length > 0 ? [{ problem: 'SUM_DIFFERS', rows: sums.length, first: sums[0] as number }] : []),
  ]
  const places = await tx
    .selectFrom('staging.sheet_row')
    .select(['seq', 'row_no'])
    .where('import_id', '=', importId)
    .where('seq', 'in', [-1, ...all.map((one) => one.first)])
    .execute()
  const rowOf = new Map(places.map((place) => [place.seq, place.row_no]))
  return all.map(({ problem, rows: count, first }) => ({ problem, rows: count, firstRow: rowOf.get(first) ?? 0, firstPosition: first }))
}

async function firstWord(tx: Transaction<Tables>, importId: number, field: (typeof WORD_FIELDS)[number], words: string[]): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    select seq from staging.complaint where import_id = ${importId} and ${sql.ref(stagedName(field))} = any (${words}::text[]) order by seq limit 1`.execute(
    tx,
  )
  return rows[0]?.seq ?? 0
}
