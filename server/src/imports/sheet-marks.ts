import type { Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { differencesOf } from '../ledger/compare.ts'
import { yuanText } from './amounts.ts'
import { columnsOf } from './columns.ts'
import { columnsBehind } from './compare-file.ts'
import { stagedName } from '../ledger/columns.ts'
import { WORD_FIELDS } from './complaint-fields.ts'
import { readDate } from './dates.ts'
import { textCell } from './readers/cells.ts'
import type { ImportReport } from './report.ts'
import { faultSentence, otherSentence, problemLabel, repeatSentence, sumSentence, wordSentence } from './sheet-problems.ts'
import { splitCells } from './sheet-row.ts'
import type { CellChange, CellProblem } from './sheet.types.ts'
import { showChanges } from './shown-values.ts'
import type { Staged } from './stage.ts'
import { differs } from './stated.ts'
import { likeWord } from './written.ts'

/** A row as staging holds it; `first` is the row that it repeats, as a person sees it. */
export type StagedSheetRow = {
  seq: number
  sheet: string | null
  row: number
  kind: string
  dataBefore: number
  cells: string
  first: number | null
  firstCells: string | null
  outcome: string | null
  conflict: boolean
  faults: { field: string; value: string; reason: string }[] | null
}
type Fault = { seq: number; field: string | null; value: string; reason: string }
type Marks = { seq: number; problems: CellProblem[]; changes: CellChange[] }

/** What a page of rows is marked with, cell by cell. */
export async function markRows(
  tx: Transaction<Tables>,
  staged: Staged,
  report: ImportReport,
  rows: readonly StagedSheetRow[],
): Promise<Marks[]> {
  const faults = await faultsOf(tx, staged, rows)
  const words = await openWords(tx, staged, report, rows)
  const differences = await changesOf(tx, staged, report, rows)
  return rows.map((row) => {
    const column = columnFinder(staged, row.sheet)
    const changes = (differences.get(row.seq) ?? []).map((one) => ({ ...one, column: column(one.field) }))
    return {
      seq: row.seq,
      problems: [
        ...(faults.get(row.seq) ?? []).map((fault) => faultMark(fault, row, column)),
        ...otherContent(staged, row),
        ...repeatMark(row, column),
        ...(words.get(row.seq) ?? []).map(({ field, value }) => ({
          column: column(field),
          problem: `WORD:${field}`,
          sentence: wordSentence(value),
          field,
        })),
        ...changes.flatMap(conflictMark),
        ...sumMark(report, row),
      ],
      changes,
    }
  })
}

type ColumnOf = (field: string | null) => number | null

/** Where a field stands in the sheet of a row. */
function columnFinder({ parsed }: Staged, sheet: string | null): ColumnOf {
  const table = parsed.tables.find((one) => one.read && (sheet === null || one.sheet === sheet))
  return (field) => {
    if (field === null) return null
    const names = columnsBehind(field)
    return table?.columns.find((column) => column.field !== null && names.includes(column.field))?.index ?? null
  }
}

async function faultsOf(tx: Transaction<Tables>, { importId }: Staged, rows: readonly StagedSheetRow[]): Promise<Map<number, Fault[]>> {
  const found = await tx
    .selectFrom('staging.rejection')
    .select(['seq', 'field', 'value_masked', 'reason'])
    .where('import_id', '=', importId)
    .where('seq', 'in', [-1, ...rows.filter((row) => row.kind === 'rejected').map((row) => row.seq)])
    .execute()
  const faults = new Map<number, Fault[]>()
  const add = (fault: Fault) => faults.set(fault.seq, [...(faults.get(fault.seq) ?? []), fault])
  for (const { seq, field, value_masked: value, reason } of found) add({ seq, field, value: value ?? '', reason })
  for (const row of rows) for (const fault of row.faults ?? []) add({ seq: row.seq, ...fault })
  return faults
}

function faultMark({ field, value, reason }: Fault, row: StagedSheetRow, column: ColumnOf): CellProblem {
  return { column: column(field), problem: reason, sentence: faultSentence(reason, value, row.first), field }
}

function repeatMark(row: StagedSheetRow, column: ColumnOf): CellProblem[] {
  if (row.kind !== 'repeat' && row.outcome !== 'REPEAT') return []
  const sentence = row.first === null ? problemLabel('REPEAT', 'complaints') : repeatSentence(row.first)
  return [{ column: column('number'), problem: 'REPEAT', sentence, field: 'number' }]
}

/** The cells in which a row differs from the earlier one of its number. */
function otherContent(staged: Staged, row: StagedSheetRow): CellProblem[] {
  if (row.kind !== 'rejected' || row.first === null || row.firstCells === null) return []
  const table = staged.parsed.tables.find((one) => one.read && (row.sheet === null || one.sheet === row.sheet))
  const columns = columnsOf(staged.file.kind)
  const [ours, theirs] = [splitCells(row.cells), splitCells(row.firstCells)]
  return (table?.columns ?? []).flatMap(({ index, field, personal, how }) => {
    if (field === null || how === 'ASIDE' || personal || field === 'number') return []
    const [own, other] = [ours[index] ?? '', theirs[index] ?? '']
    // A cell of the earlier row may be cut.
    const same = other.endsWith('…')
      ? own.startsWith(other.slice(0, -1))
      : readsAs(own, columns[field]?.date) === readsAs(other, columns[field]?.date)
    return same ? [] : [{ column: index, problem: 'CONFLICTING_REPEAT', sentence: otherSentence(row.first as number, other), field }]
  })
}

function readsAs(text: string, date: boolean | undefined): string {
  const moment = date ? readDate(textCell(text), { from1904: false, style: null }) : null
  return moment?.day ?? likeWord(text).replace(/,/g, '')
}

async function openWords(
  tx: Transaction<Tables>,
  staged: Staged,
  report: ImportReport,
  rows: readonly StagedSheetRow[],
): Promise<Map<number, { field: string; value: string }[]>> {
  const open = new Set(report.unresolved.map(({ field, value }) => `${field} ${value}`))
  const fields = WORD_FIELDS.filter((field) => report.unresolved.some((one) => one.field === field))
  const seqs = rows.filter((row) => row.kind === 'accepted').map((row) => row.seq)
  if (fields.length === 0 || seqs.length === 0 || staged.file.kind !== 'complaints') return new Map()
  const found = await tx
    .selectFrom('staging.complaint')
    .selectAll()
    .where('import_id', '=', staged.importId)
    .where('seq', 'in', seqs)
    .execute()
  return new Map(
    found.map((row) => [
      row.seq,
      fields.flatMap((field) => {
        const value = row[stagedName(field) as keyof typeof row]
        return typeof value === 'string' && open.has(`${field} ${value}`) ? [{ field, value }] : []
      }),
    ]),
  )
}

type Difference = Omit<CellChange, 'column'>

/** Old and new value of each cell that would change; of complaints looked up anew, of the small kinds as the dry run found them. */
async function changesOf(
  tx: Transaction<Tables>,
  staged: Staged,
  report: ImportReport,
  rows: readonly StagedSheetRow[],
): Promise<Map<number, Difference[]>> {
  const touched = rows.filter((row) => row.outcome === 'CHANGED' || row.conflict)
  const found = new Map<number, Difference[]>()
  if (touched.length === 0) return found
  const add = (seq: number, one: Difference) => found.set(seq, [...(found.get(seq) ?? []), one])
  if (staged.file.kind === 'complaints') {
    const { changes, conflicts } = await differencesOf(
      tx,
      staged.importId,
      touched.map((row) => row.seq),
    )
    const toDifference = (conflict: boolean) => (one: (typeof changes)[number]) =>
      add(one.seq, { field: one.field, before: one.before, after: one.after, conflict })
    ;(await showChanges(tx, staged, changes)).forEach(toDifference(false))
    ;(await showChanges(tx, staged, conflicts)).forEach(toDifference(true))
    return found
  }
  const places = new Map(touched.map((row) => [`${row.sheet ?? ''} ${row.row}`, row.seq]))
  for (const { sheet, row, column, before, after } of report.changes) {
    const seq = places.get(`${sheet ?? ''} ${row}`)
    const field = staged.parsed.columns.find((one) => one.heading === column)?.field ?? column
    if (seq !== undefined) add(seq, { field, before, after, conflict: false })
  }
  return found
}

function conflictMark(one: CellChange): CellProblem[] {
  if (!one.conflict) return []
  const sentence = {
    zh: `人工更正为“${one.before ?? ''}”，文件是“${one.after ?? ''}”`,
    en: `a person corrected it to “${one.before ?? ''}”, the file says “${one.after ?? ''}”`,
  }
  return [{ column: one.column, problem: 'CONFLICT', sentence, field: one.field }]
}

function sumMark(report: ImportReport, row: StagedSheetRow): CellProblem[] {
  if (row.kind !== 'subtotal' && row.kind !== 'total') return []
  const sum = report.stated.find((one) => one.row === row.row && (one.sheet ?? null) === row.sheet)
  if (!sum || !differs(sum)) return []
  const stated = sum.statedAmountFen === null ? null : yuanText(sum.statedAmountFen)
  const sentence = sumSentence({ ...sum, stated, computed: yuanText(sum.computedAmountFen) })
  return [{ column: null, problem: 'SUM_DIFFERS', sentence, field: null }]
}
