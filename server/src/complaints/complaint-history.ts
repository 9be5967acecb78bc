import { sql, type Transaction } from 'kysely'
import type { Ground } from '../analytics/ground.ts'
import type { Tables } from '../db/tables.ts'
import type { Label } from '../platform/label.ts'
import { complaintRows, storedColumns, storedJoins, type StoredRow } from './complaint-columns.ts'
import type { ComplaintRow, ComplaintVersionRow, FieldChange } from './complaints.types.ts'

type Version = StoredRow & { fromRevision: number; toRevision: number | null; textId: number | null }
type Act = { revision: number; at: Date; kind: string; actor: string; reason: string | null }

/** The fields whose changes a history names, each as the reader sees it. */
const shownFields: readonly { label: Label; of: (row: ComplaintRow) => Label | null }[] = [
  { label: { zh: '受理日期', en: 'Received on' }, of: (row) => plain(row.receivedOn) },
  { label: { zh: '办结日期', en: 'Closed on' }, of: (row) => plain(row.closedOn) },
  { label: { zh: '办结期限', en: 'Due on' }, of: (row) => plain(row.dueOn) },
  { label: { zh: '被投诉机构', en: 'Institution' }, of: (row) => row.institution.label },
  { label: { zh: '计入机构', en: 'Counts for' }, of: (row) => row.rankedInstitution?.label ?? null },
  { label: { zh: '业务类别', en: 'Business category' }, of: (row) => row.category.label },
  { label: { zh: '投诉原因', en: 'Cause' }, of: (row) => row.cause.label },
  { label: { zh: '投诉渠道', en: 'Lodging channel' }, of: (row) => row.lodgingChannel.label },
  { label: { zh: '业务办理渠道', en: 'Service channel' }, of: (row) => row.serviceChannel.label },
  { label: { zh: '是否属实', en: 'Upheld' }, of: (row) => row.upheld.label },
  { label: { zh: '满意度', en: 'Satisfaction' }, of: (row) => row.satisfaction.label },
  { label: { zh: '金额（元）', en: 'Amount (yuan)' }, of: (row) => (row.amountYuan === null ? null : plain(String(row.amountYuan))) },
  { label: { zh: '类型', en: 'Kind' }, of: (row) => plain(row.kind.toUpperCase()) },
  { label: { zh: '状态', en: 'Status' }, of: (row) => plain(row.status.toUpperCase()) },
  {
    label: { zh: '合并后计数', en: 'Counts when merged' },
    of: (row) => (row.represents ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }),
  },
]

/** The versions of a complaint up to the revision, oldest first, each with the act that made it. */
export async function readHistory(tx: Transaction<Tables>, ground: Ground, id: number): Promise<ComplaintVersionRow[]> {
  const { revision } = ground.asOf
  const versions = await sql<Version>`
    select ${storedColumns}, v.from_revision as "fromRevision", v.to_revision as "toRevision", v.text_id as "textId"
      from complaint_version v ${storedJoins}
     where v.complaint_id = ${id} and v.region_id = any(${ground.regionIds}) and v.from_revision <= ${revision} order by v.from_revision`.execute(
    tx,
  )
  const shown = complaintRows(ground, versions.rows)
  const acts = await readActs(
    tx,
    versions.rows.flatMap((one) => [one.fromRevision, ...(one.toRevision === null ? [] : [one.toRevision])]),
  )
  return versions.rows.flatMap((version, index) => {
    const row = shown[index]
    const before = index > 0 && versions.rows[index - 1]?.toRevision === version.fromRevision ? shown[index - 1] : undefined
    const textChanged = before !== undefined && versions.rows[index - 1]?.textId !== version.textId
    const made = row ? [versionRow(acts.get(version.fromRevision), version.fromRevision, false, changes(before, row, textChanged))] : []
    const follows = versions.rows[index + 1]?.fromRevision === version.toRevision
    const ends = version.toRevision !== null && version.toRevision <= revision && !follows
    return ends ? [...made, versionRow(acts.get(version.toRevision ?? 0), version.toRevision ?? 0, true, [])] : made
  })
}

async function readActs(tx: Transaction<Tables>, revisions: number[]): Promise<Map<number, Act>> {
  const { rows } = await sql<Act>`
    select revision, at, kind, actor_name as actor, reason from change where revision = any(${revisions}::int[])`.execute(tx)
  return new Map(rows.map((row) => [row.revision, row]))
}

function versionRow(act: Act | undefined, revision: number, ended: boolean, changed: FieldChange[]): ComplaintVersionRow {
  return {
    revision,
    at: act?.at.toISOString() ?? '',
    kind: act?.kind ?? '',
    actor: act?.actor ?? '',
    reason: act?.reason ?? null,
    ended,
    changes: changed,
  }
}

/** What differs from the version before; nothing for the first one. A changed text is named, not shown. */
function changes(before: ComplaintRow | undefined, after: ComplaintRow, textChanged: boolean): FieldChange[] {
  if (!before) return []
  const fields = shownFields.flatMap(({ label, of }) => {
    const [old, now] = [of(before), of(after)]
    return old?.zh === now?.zh ? [] : [{ field: label, before: old, after: now }]
  })
  return textChanged ? [...fields, { field: { zh: '投诉内容', en: 'Text' }, before: null, after: null }] : fields
}

function plain(text: string | null): Label | null {
  return text === null ? null : { zh: text, en: text }
}
