import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Writable } from 'node:stream'
import type { Viewer } from '../access/viewer.ts'
import { addDays } from '../analytics/calendar.ts'
import { loadGround } from '../analytics/ground.ts'
import type { MetricQuery } from '../analytics/metric-query.types.ts'
import { metricRegistry, type MetricKey } from '../analytics/metrics.ts'
import { parsePeriod } from '../analytics/period.ts'
import { tableIn } from '../analytics/run.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { actorOf, auditAlone } from '../ledger/audit.ts'
import type { FileStore } from '../platform/files.ts'
import { inLanguage, type Language } from '../platform/label.ts'
import { aboutSheet } from './about-sheet.ts'
import { writeCsv } from './csv.ts'
import type { ExportFormatKey, ExportTicket } from './exports.types.ts'
import type { Sheet } from './sheet.ts'
import { plainSheet, tableSheets } from './table-sheets.ts'
import { writeXlsx } from './xlsx.ts'

export type TableExport = { query: MetricQuery; format: ExportFormatKey; title: string | null; language: Language }

/** A metric table ready to be written, with the sheet that explains it. */
export type PreparedExport = { title: string; fileName: string; type: string; revision: number; write: (out: Writable) => Promise<void> }

const types: Record<ExportFormatKey, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}

/** Runs the query and lays out its sheets; in a workbook a ranking is one sheet a peer group. */
export async function prepareExport(db: Db, viewer: Viewer, asked: TableExport): Promise<PreparedExport> {
  const query = asked.format === 'xlsx' ? withGroups(asked.query) : asked.query
  const at = new Date()
  const { table, jurisdiction, multiplierOf } = await readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, query)
    const settings = ground.settings.at(addDays(parsePeriod(query.period).end, -1))
    const multiplier = (metric: MetricKey) => {
      const { times } = metricRegistry[metric]
      return times ? settings[times] : null
    }
    return { table: await tableIn(tx, viewer, query), jurisdiction: ground.jurisdiction.label, multiplierOf: multiplier }
  })
  const say = (label: { zh: string; en: string | null }) => inLanguage(label, asked.language)
  const title = asked.title?.trim() || say({ zh: '消费投诉统计', en: 'Consumer complaints' })
  const subtitle = `${say(jurisdiction)} · ${say(table.period.label)}`
  const wording = { title, subtitle, language: asked.language, multiplierOf }
  // A CSV is read by programs: headings and rows, nothing else.
  const sheets: Sheet[] =
    asked.format === 'csv'
      ? [plainSheet(table, wording)]
      : [
          ...tableSheets(table, wording),
          aboutSheet({ query: asked.query, table, language: asked.language, jurisdiction, multiplierOf, author: viewer.displayName, at }),
        ]
  const write = (out: Writable) =>
    asked.format === 'csv' ? writeCsv(sheets, out) : writeXlsx(sheets, out, { title, author: viewer.displayName, at })
  return {
    title,
    fileName: `${safeName(`${title} ${table.period.key}`)}.${asked.format}`,
    type: types[asked.format],
    revision: table.revision,
    write,
  }
}

/** Prepares an export as a file that its user can take once, and leaves an audit line. */
export async function exportTable(db: Db, files: FileStore, viewer: Viewer, asked: TableExport): Promise<ExportTicket> {
  const prepared = await prepareExport(db, viewer, asked)
  const { id, path } = files.place()
  await writeFileWith(path, prepared.write)
  await files.offer(id, { fileName: prepared.fileName, type: prepared.type, userId: viewer.userId })
  const { metrics, by = [], period } = asked.query
  const detail = { format: asked.format, metrics, by, period, revision: prepared.revision }
  await auditAlone(db, { kind: 'EXPORT', actor: actorOf(viewer), detail })
  return { url: `/files/${id}`, fileName: prepared.fileName }
}

/** Writes a file through a function that is given the stream; the file is whole when this returns. */
export async function writeFileWith(path: string, write: (out: Writable) => Promise<void>): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 })
  try {
    await write(out)
    out.end()
    await finished(out)
  } catch (error) {
    out.destroy()
    throw error
  }
}

/** A ranking needs each institution's group beside it, to be split into sheets. */
function withGroups(query: MetricQuery): MetricQuery {
  const by = query.by ?? []
  return by.length === 1 && by[0] === 'institution' && !query.grain ? { ...query, by: ['peerGroup', 'institution'] } : query
}

function safeName(text: string): string {
  return text.replaceAll(/[\p{Cc}/\\:*?"<>|]/gu, '_').slice(0, 120)
}
