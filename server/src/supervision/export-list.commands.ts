import type { Viewer } from '../access/viewer.ts'
import { loadGround } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { writeCsv } from '../exports/csv.ts'
import { writeFileWith } from '../exports/exports.commands.ts'
import type { ExportFormatKey, ExportTicket } from '../exports/exports.types.ts'
import type { Cell, Sheet } from '../exports/sheet.ts'
import { writeXlsx } from '../exports/xlsx.ts'
import { actorOf, auditAlone } from '../ledger/audit.ts'
import { dayIn } from '../ledger/clock.ts'
import type { FileStore } from '../platform/files.ts'
import { dayLabel, inLanguage, type Label, type Language } from '../platform/label.ts'
import { criterionKeys, criterionRegistry } from './criteria.ts'
import type { ListAsked } from './list-state.queries.ts'
import { listIn } from './supervision.queries.ts'
import type { EntryState } from './supervision.enums.ts'
import type { SupervisionEntry, SupervisionList } from './supervision.types.ts'

const types: Record<ExportFormatKey, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}
const states: Record<EntryState, Label> = {
  NEW: { zh: '新列入', en: 'new' },
  STAYS: { zh: '续列', en: 'stays' },
  PENDING: { zh: '在列，待决定', en: 'listed, to be decided' },
  LEFT: { zh: '移出', en: 'left' },
}

/** Prepares a list as a file that its user can take once, and leaves an audit line. A CSV holds headings and rows alone. */
export async function exportList(
  db: Db,
  files: FileStore,
  viewer: Viewer,
  asked: ListAsked,
  format: ExportFormatKey,
): Promise<ExportTicket> {
  const at = new Date()
  const { language } = viewer
  const say = (label: Label) => inLanguage(label, language)
  const { list, place, definitions } = await readSnapshot(db, viewer, async (tx) => {
    const { jurisdiction, settings } = await loadGround(tx, viewer, asked)
    const found = await listIn(tx, viewer, asked)
    const inForce = settings.at(found.period.from)
    return {
      list: found,
      place: jurisdiction.label,
      definitions: criterionKeys.map((key) => [criterionRegistry[key].label, criterionRegistry[key].definition(inForce)]),
    }
  })
  const title = say({ zh: '重点监督名单', en: 'Key supervision list' })
  const subtitle = `${say(place)} · ${say(list.period.label)}`
  const rows = listSheet(list, title, subtitle, language)
  const about: [string, string][] = [
    [say({ zh: '辖区', en: 'Jurisdiction' }), say(place)],
    [say({ zh: '名单期', en: 'List period' }), say(list.period.label)],
    [say({ zh: '依据', en: 'Figures of' }), `${say(list.basis.label)} (${list.basis.from} – ${list.basis.through})`],
    ...definitions.map(([label, words]): [string, string] => [say(label as Label), say(words as Label)]),
    [
      say({ zh: '数据来源', en: 'Source' }),
      say({ zh: `明镜台账，修订号 ${list.revision}`, en: `Mingjing ledger, revision ${list.revision}` }),
    ],
    [say({ zh: '导出时间', en: 'Exported at' }), at.toISOString()],
    [say({ zh: '导出人', en: 'Exported by' }), viewer.displayName],
  ]
  const { id, path } = files.place()
  await writeFileWith(path, (out) =>
    format === 'csv'
      ? writeCsv([{ ...rows, titles: [] }], out)
      : writeXlsx([rows, aboutSheet(about, language)], out, { title: `${title} ${subtitle}`, author: viewer.displayName, at }),
  )
  const fileName = `${title} ${list.period.key}.${format}`
  await files.offer(id, { fileName, type: types[format], userId: viewer.userId })
  await auditAlone(db, { kind: 'EXPORT', actor: actorOf(viewer), detail: { format, list: list.period.key, revision: list.revision } })
  return { url: `/files/${id}`, fileName }
}

function listSheet(list: SupervisionList, title: string, subtitle: string, language: Language): Sheet {
  const say = (label: Label) => inLanguage(label, language)
  const text = (zh: string, en: string, width: number) => ({ heading: say({ zh, en }), kind: 'TEXT' as const, decimals: 0, width })
  return {
    name: title,
    titles: [title, subtitle],
    columns: [
      { heading: say({ zh: '序号', en: 'No.' }), kind: 'NUMBER', decimals: 0, width: 6 },
      text('机构', 'Institution', 28),
      text('机构类别', 'Peer group', 22),
      text('状态', 'State', 14),
      text('列入期', 'Listed since', 18),
      text('列入条件', 'Criteria', 24),
      text('列入理由', 'Reason of entry', 60),
      text('本期决定理由', 'Reason for this list', 60),
      text('后续措施与期限', 'Measures and days', 40),
      text('决定人', 'Decided by', 12),
      text('决定日期', 'Decided on', 16),
      { heading: say({ zh: '依据修订号', en: 'Revision of figures' }), kind: 'NUMBER', decimals: 0, width: 12 },
    ],
    rows: list.rows.map((one, place) => rowOf(one, place + 1, say, language)),
  }
}

function rowOf(one: SupervisionEntry, number: number, say: (label: Label) => string, language: Language): Cell[] {
  const latest = one.decided ?? one.entered
  return [
    number,
    say(one.label),
    one.group ? say(one.group) : null,
    say(states[one.state]),
    say(one.since.label),
    one.entered.criteria.map(say).join(language === 'zh' ? '、' : ', '),
    one.entered.reason,
    one.decided && one.decided.key !== one.entered.key ? one.decided.reason : null,
    one.measures.map(({ label, dueOn }) => `${say(label)} ${say(dayLabel(dueOn))}`).join(language === 'zh' ? '；' : '; '),
    latest.made.actor,
    latest.made.at && say(dayLabel(dayIn(latest.made.at))),
    latest.evidenceRevision,
  ]
}

function aboutSheet(rows: [string, string][], language: Language): Sheet {
  const say = (label: Label) => inLanguage(label, language)
  return {
    name: say({ zh: '说明', en: 'About' }),
    titles: [say({ zh: '说明', en: 'About this list' })],
    columns: [
      { heading: say({ zh: '项目', en: 'Item' }), kind: 'TEXT', decimals: 0, width: 24 },
      { heading: say({ zh: '内容', en: 'Content' }), kind: 'TEXT', decimals: 0, width: 90 },
    ],
    rows,
  }
}
