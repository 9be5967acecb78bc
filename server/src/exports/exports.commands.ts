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
import { inLanguage, type Label, type Language } from '../platform/label.ts'
import { aboutSheet, tableFacts } from './about-sheet.ts'
import type { ExportFormatKey, ExportTicket } from './exports.types.ts'
import { prepareRanking } from './ranking-book.ts'
import { plainSheet, tableSheets } from './table-sheets.ts'
import { contentTypes, safeName, writeFileWith, writeSheets } from './write-file.ts'

export type TableExport = { query: MetricQuery; format: ExportFormatKey; title: string | null; language: Language }

/** A metric table ready to be written, with the sheet that explains it. */
export type PreparedExport = { title: string; fileName: string; type: string; revision: number; write: (out: Writable) => Promise<void> }

/** Runs the query and lays out its sheets; in a workbook a ranking is one sheet a peer group. */
export async function prepareExport(db: Db, viewer: Viewer, asked: TableExport): Promise<PreparedExport> {
  const { format, language } = asked
  const query = format === 'xlsx' ? withGroups(asked.query) : asked.query
  const at = new Date()
  const { table, ground, multiplierOf } = await readSnapshot(db, viewer, async (tx) => {
    const found = await loadGround(tx, viewer, query)
    const settings = found.settings.at(addDays(parsePeriod(query.period).end, -1))
    const multiplier = (metric: MetricKey) => {
      const { times } = metricRegistry[metric]
      return times ? settings[times] : null
    }
    return { table: await tableIn(tx, viewer, query), ground: found, multiplierOf: multiplier }
  })
  const say = (label: Label) => inLanguage(label, language)
  const title = asked.title?.trim() || say({ zh: '消费投诉统计', en: 'Consumer complaints' })
  const wording = { title, subtitle: `${say(ground.jurisdiction.label)} · ${say(table.period.label)}`, language, multiplierOf }
  const tables = format === 'csv' ? [plainSheet(table, wording)] : tableSheets(table, wording)
  const { revision } = table
  const facts = tableFacts({ query: asked.query, table, ground, multiplierOf })
  const about = aboutSheet(facts, { revision, author: viewer.displayName, at }, language)
  return {
    title,
    fileName: `${safeName(`${title} ${table.period.key}`)}.${format}`,
    type: contentTypes[format],
    revision,
    write: (out) => writeSheets(format, { tables, about }, { title, author: viewer.displayName, at }, out),
  }
}

/** Prepares an export as a file that its user can take once, and leaves an audit line. */
export async function exportTable(db: Db, files: FileStore, viewer: Viewer, asked: TableExport): Promise<ExportTicket> {
  const prepared = await prepareExport(db, viewer, asked)
  const { metrics, by = [], period } = asked.query
  return offerExport(db, files, viewer, prepared, { format: asked.format, metrics, by, period, revision: prepared.revision })
}

/** Prepares the ranking as it is published, and leaves an audit line. */
export async function exportRanking(
  db: Db,
  files: FileStore,
  viewer: Viewer,
  asked: { query: MetricQuery; language: Language },
): Promise<ExportTicket> {
  const prepared = await prepareRanking(db, viewer, asked)
  const { metrics, period } = asked.query
  return offerExport(db, files, viewer, prepared, { format: 'xlsx', ranking: metrics, period, revision: prepared.revision })
}

/** Writes what was prepared to a file that its user can take once; leaves an audit line with the detail given. */
export async function offerExport(
  db: Db,
  files: FileStore,
  viewer: Viewer,
  prepared: Pick<PreparedExport, 'fileName' | 'type' | 'write'>,
  detail: object,
): Promise<ExportTicket> {
  const { id, path } = files.place()
  try {
    await writeFileWith(path, prepared.write)
  } catch (error) {
    await files.drop(id)
    throw error
  }
  await files.offer(id, { fileName: prepared.fileName, type: prepared.type, userId: viewer.userId })
  await auditAlone(db, { kind: 'EXPORT', actor: actorOf(viewer), detail })
  return { url: `/files/${id}`, fileName: prepared.fileName }
}

/** A ranking needs each institution's group beside it, to be split into sheets. */
function withGroups(query: MetricQuery): MetricQuery {
  const by = query.by ?? []
  return by.length === 1 && by[0] === 'institution' && !query.grain ? { ...query, by: ['peerGroup', 'institution'] } : query
}
