import type { Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Service } from '../context.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { writeCsv } from '../exports/csv.ts'
import type { ExportFormatKey, ExportTicket } from '../exports/exports.types.ts'
import type { Sheet } from '../exports/sheet.ts'
import { contentTypes, writeFileWith } from '../exports/write-file.ts'
import { writeXlsx } from '../exports/xlsx.ts'
import { actorOf, auditAlone } from '../ledger/audit.ts'
import { inLanguage, type Language } from '../platform/label.ts'
import { REASON_HEADINGS } from './remembered.ts'
import type { ImportReport } from './report.ts'
import { faultSentence } from './sheet-problems.ts'
import { splitCells } from './sheet-row.ts'
import type { Staged } from './stage.ts'

/** Prepares the rows that were not taken as a file for the office that sent them; leaves an audit line. */
export async function exportRejected(
  { db, files }: Service,
  viewer: Viewer,
  staged: Staged,
  report: ImportReport,
  format: ExportFormatKey,
): Promise<ExportTicket> {
  const sheets = await writeAs(db, 'mingjing_writer', (tx) => rejectedSheets(tx, staged, viewer.language))
  const title = inLanguage({ zh: '未导入的行', en: 'rows not imported' }, viewer.language)
  const fileName = `${staged.file.fileName.replace(/\.[^.]+$/, '')} ${title}.${format}`
  const { id, path } = files.place()
  await writeFileWith(path, (out) =>
    format === 'csv' ? writeCsv(sheets, out) : writeXlsx(sheets, out, { title: fileName, author: viewer.displayName, at: new Date() }),
  )
  await files.offer(id, { fileName, type: contentTypes[format], userId: viewer.userId })
  await auditAlone(db, { kind: 'EXPORT', actor: actorOf(viewer), detail: { format, rejected: report.rejectedRows, file: report.file } })
  return { url: `/files/${id}`, fileName }
}

/** Each sheet of the file with its headings and its rejected rows, and a last column that says why. */
async function rejectedSheets(tx: Transaction<Tables>, staged: Staged, language: Language): Promise<Sheet[]> {
  const rows = await tx
    .selectFrom('staging.sheet_row as r')
    .leftJoin('staging.outcome as o', (on) => on.onRef('o.import_id', '=', 'r.import_id').onRef('o.seq', '=', 'r.seq'))
    .leftJoin('staging.sheet_row as f', (on) => on.onRef('f.import_id', '=', 'r.import_id').onRef('f.seq', '=', 'r.first_seq'))
    .select(['r.seq', 'r.sheet', 'r.row_no as row', 'r.kind', 'r.cells', 'o.faults', 'f.row_no as first'])
    .where('r.import_id', '=', staged.importId)
    .where((is) => is.or([is('r.kind', 'in', ['headings', 'rejected']), is('o.outcome', '=', 'REJECTED')]))
    .orderBy('r.seq')
    .execute()
  const reasons = await reasonsOf(tx, staged.importId, language)
  const sheets: Sheet[] = []
  for (const table of staged.parsed.tables.filter((one) => one.read)) {
    const ours = rows.filter((row) => row.sheet === null || row.sheet === table.sheet)
    const width = Math.max(...ours.map((row) => splitCells(row.cells).length), 0)
    const whole = (cells: string, last: string) => {
      const texts = splitCells(cells)
      return [...texts, ...Array<string>(width - texts.length).fill(''), last]
    }
    const headings = ours.filter((row) => row.kind === 'headings' && table.headingRows.includes(row.row))
    const rejected = ours.filter((row) => row.kind !== 'headings')
    if (rejected.length === 0) continue
    sheets.push({
      name: table.sheet ?? 'Sheet1',
      titles: [],
      columns: Array.from({ length: width + 1 }, (_, index) => ({
        heading: '',
        kind: 'TEXT',
        decimals: 0,
        width: index === width ? 40 : 16,
      })),
      rows: [
        ...headings.map((row, index) => whole(row.cells, index === headings.length - 1 ? REASON_HEADINGS[language] : '')),
        ...rejected.map((row) => whole(row.cells, reasons(row.seq, row.first, row.faults))),
      ],
    })
  }
  return sheets
}

type Fault = { value: string; reason: string }

async function reasonsOf(tx: Transaction<Tables>, importId: number, language: Language) {
  const found = await tx
    .selectFrom('staging.rejection')
    .select(['seq', 'column_name', 'value_masked', 'reason'])
    .where('import_id', '=', importId)
    .execute()
  const sentence = (reason: string, value: string, first: number | null) => inLanguage(faultSentence(reason, value, first), language)
  const raw = new Map<number, typeof found>()
  for (const one of found) raw.set(one.seq, [...(raw.get(one.seq) ?? []), one])
  return (seq: number, first: number | null, planned: unknown): string => {
    const parsed = (raw.get(seq) ?? []).map((one) => `${one.column_name ?? ''}: ${sentence(one.reason, one.value_masked ?? '', first)}`)
    // Written by the comparison of the small kinds alone.
    const later = ((planned ?? []) as Fault[]).map((one) => sentence(one.reason, one.value, first))
    return [...parsed, ...later].join('；')
  }
}
