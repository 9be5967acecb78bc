import { sql, type Transaction } from 'kysely'
import type { Ground } from '../analytics/ground.ts'
import type { Tables } from '../db/tables.ts'
import { undoableKinds } from '../handling/handling.rules.ts'
import { loadAssertions, loadVoids } from '../ledger/assertion.ts'
import { assertionKinds } from '../ledger/columns.ts'
import { activeAssertions } from '../ledger/resolve.ts'
import type { Step } from '../ledger/steps.ts'
import type { Label } from '../platform/label.ts'
import { shownStep } from './shown-steps.ts'
import { complaintRows, storedColumns, storedJoins, type StoredRow } from './complaint-columns.ts'
import { complaintDetails, storedDetails, type DetailValues } from './detail-fields.ts'
import type { ComplaintRow, ComplaintVersionRow, FieldChange, KindKey, StatusKey } from './complaints.types.ts'

type Version = StoredRow & { fromRevision: number; toRevision: number | null; textId: number | null; details: DetailValues }
type Act = { revision: number; at: Date; kind: string; actor: string; reason: string | null; undoes: number | null }

const kindLabels: Record<KindKey, Label> = {
  complaint: { zh: '投诉', en: 'Complaint' },
  report: { zh: '举报', en: 'Report' },
  petition: { zh: '信访', en: 'Petition' },
  inquiry: { zh: '咨询', en: 'Inquiry' },
  suggestion: { zh: '建议', en: 'Suggestion' },
}
const statusLabels: Record<StatusKey, Label> = {
  open: { zh: '办理中', en: 'Open' },
  closed: { zh: '已办结', en: 'Closed' },
  rejected: { zh: '不予受理', en: 'Rejected' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
}

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
  { label: { zh: '类型', en: 'Kind' }, of: (row) => kindLabels[row.kind] },
  { label: { zh: '状态', en: 'Status' }, of: (row) => statusLabels[row.status] },
  {
    label: { zh: '合并后计数', en: 'Counts when merged' },
    of: (row) => (row.represents ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }),
  },
]

/** The acts that touched a complaint up to the revision, oldest first: those that made versions, and those that wrote steps. */
export async function readHistory(tx: Transaction<Tables>, ground: Ground, id: number): Promise<ComplaintVersionRow[]> {
  const { revision } = ground.asOf
  const { rows: versions } = await sql<Version>`
    select ${storedColumns}, ${storedDetails}, v.from_revision as "fromRevision", v.to_revision as "toRevision", v.text_id as "textId"
      from complaint_version v ${storedJoins}
     where v.complaint_id = ${id} and v.region_id = any(${ground.regionIds}) and v.from_revision <= ${revision} order by v.from_revision`.execute(
    tx,
  )
  const shown = await complaintRows(tx, ground, versions)
  const handled = await readHandled(tx, ground, id)
  const made = new Map(versions.map((version, index) => [version.fromRevision, index]))
  const ended = new Set(versions.flatMap(({ toRevision }) => (toRevision !== null && !made.has(toRevision) ? [toRevision] : [])))
  const touched = [...new Set([...made.keys(), ...ended, ...handled.revisions])].filter((one) => one <= revision).sort((a, b) => a - b)
  const acts = await readActs(tx, touched)
  return touched.map((at) => {
    const index = made.get(at)
    const row = index === undefined ? undefined : shown[index]
    const before = index !== undefined && versions[index - 1]?.toRevision === at ? shown[index - 1] : undefined
    const textChanged = before !== undefined && versions[(index ?? 0) - 1]?.textId !== versions[index ?? 0]?.textId
    const details =
      before === undefined ? [] : detailChanges(versions[(index ?? 0) - 1]?.details ?? {}, versions[index ?? 0]?.details ?? {})
    const act = acts.get(at)
    return {
      ...versionRow(act, at, ended.has(at), row ? [...changes(before, row, textChanged), ...details] : []),
      steps: handled.steps.filter((step) => step.revision === at).map(shownStep),
      undoable: handled.standing.has(at) && undoableKinds.some((kind) => kind === act?.kind),
    }
  })
}

/** Steps and corrections with the changes that made and ended them; `standing`: changes of which something is in force. */
type Handled = { steps: (Step & { revision: number })[]; revisions: number[]; standing: ReadonlySet<number> }

async function readHandled(tx: Transaction<Tables>, ground: Ground, id: number): Promise<Handled> {
  const { revision } = ground.asOf
  const { rows: steps } = await sql<Step & { revision: number; endedAt: number | null }>`
    select step, step_on as on, until_on as until, unit, person, note, from_revision as revision, to_revision as "endedAt"
      from handling_step where region_id = any(${ground.regionIds}) and complaint_id = ${id} and from_revision <= ${revision} order by step_on, id`.execute(
    tx,
  )
  const { rows: said } = await sql<{ revision: number; kind: number; batchId: number | null; undoneAt: number | null }>`
    select a.revision, a.kind, a.batch_id as "batchId", u.revision as "undoneAt" from assertion a
      left join correction_undo u on u.region_id = a.region_id and u.complaint_id = a.complaint_id and u.corrected_revision = a.revision
     where a.region_id = any(${ground.regionIds}) and a.complaint_id = ${id}`.execute(tx)
  const assertions = (await loadAssertions(tx, [id])).get(id) ?? []
  const active = new Set(activeAssertions(assertions, await loadVoids(tx), revision).map((one) => one.revision))
  const { rows: voids } = await sql<{ at: number }>`
    select max(v.from_revision) as at from batch_void v where v.batch_id = any(${said.flatMap((one) => one.batchId ?? [])}::bigint[])
       and v.from_revision <= ${revision} and (v.to_revision is null or v.to_revision > ${revision}) group by v.batch_id`.execute(tx)
  return {
    steps,
    revisions: [
      ...steps.flatMap((one) => [one.revision, ...(one.endedAt === null ? [] : [one.endedAt])]),
      ...said.flatMap((one) => [
        ...(one.kind === assertionKinds.CORRECTION ? [one.revision] : []),
        ...(one.undoneAt === null ? [] : [one.undoneAt]),
      ]),
    ],
    standing: new Set([
      ...steps.filter((one) => one.endedAt === null || one.endedAt > revision).map((one) => one.revision),
      ...active,
      ...voids.map((one) => one.at),
    ]),
  }
}

async function readActs(tx: Transaction<Tables>, revisions: number[]): Promise<Map<number, Act>> {
  const { rows } = await sql<Act>`
    select revision, at, kind, actor_name as actor, reason, (detail::json ->> 'undoes')::integer as undoes
      from change where revision = any(${revisions}::int[])`.execute(tx)
  return new Map(rows.map((row) => [row.revision, row]))
}

function versionRow(
  act: Act | undefined,
  revision: number,
  ended: boolean,
  changed: FieldChange[],
): Omit<ComplaintVersionRow, 'steps' | 'undoable'> {
  return {
    revision,
    at: act?.at.toISOString() ?? '',
    kind: act?.kind ?? '',
    actor: act?.actor ?? '',
    reason: act?.reason ?? null,
    undoes: act?.undoes ?? null,
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

function detailChanges(before: DetailValues, after: DetailValues): FieldChange[] {
  const now = complaintDetails(after)
  return complaintDetails(before).flatMap(({ label, value }, place) => {
    const next = now[place]?.value ?? null
    return value?.zh === next?.zh ? [] : [{ field: label, before: value, after: next }]
  })
}

function plain(text: string | null): Label | null {
  return text === null ? null : { zh: text, en: text }
}
