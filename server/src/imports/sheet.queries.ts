import { sql, type Transaction } from 'kysely'
import { writeAs } from '../db/snapshot.ts'
import type { Db } from '../db/connect.ts'
import type { Tables } from '../db/tables.ts'
import { InvalidError } from '../platform/errors.ts'
import type { ImportReport } from './report.ts'
import { markRows, type StagedSheetRow } from './sheet-marks.ts'
import { countSql, filterPieces, placesSql, type FilterFacts, type SheetFilter } from './sheet-filter.ts'
import { splitCells } from './sheet-row.ts'
import type { ImportSheet, RowOutcome, SheetRow } from './sheet.types.ts'
import type { Staged } from './stage.ts'
import { differs } from './stated.ts'

/** `after`: a cursor; `at`: a place to start from instead; `backward`: the rows before the cursor, still in file order. */
export type SheetPage = SheetFilter & { first: number; after: string | null; at: number | null; backward: boolean }

export const MOST_ROWS = 500

/** Rows of a staged sheet, by keyset over their place in the file. `report`: the dry run that is shown. */
export function readSheet(db: Db, staged: Staged, report: ImportReport, page: SheetPage): Promise<ImportSheet> {
  if (page.outcomes && page.problem !== null)
    throw new InvalidError({ zh: '按结果或按问题筛选，二者选一。', en: 'Filter by outcomes or by a problem, not both.' }, [
      { path: 'problem', reason: 'ONE_OF' },
    ])
  const size = Math.min(Math.max(page.first, 1), MOST_ROWS)
  return writeAs(db, 'mingjing_writer', async (tx) => {
    const facts = await filterFacts(tx, staged, report, page)
    const found = await sheetRows(tx, facts, page, size + 1)
    const shown = found.slice(0, size)
    if (page.backward) shown.reverse()
    const rows = await markRows(tx, staged, report, shown)
    const last = rows.at(-1)
    return {
      rows: rows.map((row, index) => shownRow(row, shown[index] as StagedSheetRow)),
      endCursor: last ? cursorOf(last.seq) : null,
      hasNextPage: found.length > size,
      // To count the new ones would be to look at every row; the dry run did.
      totalCount: page.outcomes?.join() === 'NEW' ? report.new : await countRows(tx, facts, page),
    }
  })
}

export const cursorOf = (seq: number): string => Buffer.from(String(seq)).toString('base64url')

async function filterFacts(tx: Transaction<Tables>, staged: Staged, report: ImportReport, { problem }: SheetFilter): Promise<FilterFacts> {
  const words = new Map<string, string[]>()
  for (const { field, value } of report.unresolved) words.set(field, [...(words.get(field) ?? []), value])
  const sums = problem === 'ANY' || problem === 'SUM_DIFFERS' ? await differingSums(tx, staged.importId, report) : []
  return { importId: staged.importId, words, sums }
}

/** Places of rows whose stated sums their rows do not give. */
export async function differingSums(tx: Transaction<Tables>, importId: number, report: ImportReport): Promise<number[]> {
  const wrong = report.stated.filter(differs)
  if (wrong.length === 0) return []
  const { rows } = await sql<{ seq: number }>`
    select r.seq from staging.sheet_row r
      join unnest(${wrong.map((one) => one.sheet ?? '')}::text[], ${wrong.map((one) => one.row)}::integer[]) s (sheet, row_no)
        on s.sheet = coalesce(r.sheet, '') and s.row_no = r.row_no
     where r.import_id = ${importId} and r.kind <> 'accepted' and r.kind in ('subtotal', 'total') order by r.seq`.execute(tx)
  return rows.map((row) => row.seq)
}

async function sheetRows(tx: Transaction<Tables>, facts: FilterFacts, page: SheetPage, most: number): Promise<StagedSheetRow[]> {
  const order = page.backward ? 'desc' : 'asc'
  const edge = edgeOf(page)
  const pieces = filterPieces(page, facts)
  const places = pieces
    ? placesSql(pieces, facts.importId, sql`x.seq ${edge}`, order, most)
    : sql`(select x.seq from staging.sheet_row x where x.import_id = ${facts.importId} and x.seq ${edge} order by x.seq ${sql.raw(order)} limit ${most})`
  const { rows } = await sql<StagedSheetRow>`
    with place as (select seq from (${places}) p order by seq ${sql.raw(order)} limit ${most})
    select r.seq, r.sheet, r.row_no as row, r.kind, r.data_before as "dataBefore", r.cells,
           f.row_no as first, f.cells as "firstCells", o.outcome, coalesce(o.conflict, false) as conflict, o.faults
      from place join staging.sheet_row r on r.import_id = ${facts.importId} and r.seq = place.seq
      left join staging.sheet_row f on f.import_id = r.import_id and f.seq = r.first_seq
      left join staging.outcome o on o.import_id = r.import_id and o.seq = r.seq
     order by r.seq ${sql.raw(order)}`.execute(tx)
  return rows
}

function edgeOf({ after, at, backward }: SheetPage) {
  if (after !== null) {
    const place = Number(Buffer.from(after, 'base64url').toString('utf8'))
    if (!Number.isSafeInteger(place))
      throw new InvalidError({ zh: '游标无效。', en: 'Not a cursor.' }, [{ path: 'after', reason: 'CURSOR' }])
    return backward ? sql`< ${place}` : sql`> ${place}`
  }
  return backward ? sql`< ${at ?? 2_147_483_647}` : sql`>= ${at ?? 0}`
}

async function countRows(tx: Transaction<Tables>, facts: FilterFacts, filter: SheetFilter): Promise<number> {
  const pieces = filterPieces(filter, facts)
  const places = pieces ? countSql(pieces, facts.importId) : null
  const { rows } = places
    ? await sql<{ count: number }>`select count(*)::integer as count from (${places}) p`.execute(tx)
    : await sql<{
        count: number
      }>`select coalesce(max(seq) + 1, 0)::integer as count from staging.sheet_row where import_id = ${facts.importId}`.execute(tx)
  return rows[0]?.count ?? 0
}

type Marked = Pick<SheetRow, 'problems' | 'changes'> & { seq: number }

function shownRow({ seq, problems, changes }: Marked, row: StagedSheetRow): SheetRow {
  return {
    position: seq,
    sheet: row.sheet,
    row: row.row,
    outcome: outcomeOf(row),
    cells: splitCells(row.cells),
    dataBefore: row.dataBefore,
    problems,
    changes,
  }
}

function outcomeOf({ kind, outcome }: StagedSheetRow): RowOutcome {
  // Both are written by the parser and the comparison alone, in these words.
  return (kind === 'accepted' ? (outcome ?? 'NEW') : kind.toUpperCase()) as RowOutcome
}
