import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { jobObject } from '../jobs/jobs.types.ts'
import { yuanText } from './amounts.ts'
import { columnsOf, isImportKind, type ImportKind } from './columns.ts'
import { isCommitting, withColumns, type Draft } from './drafts.ts'
import type { BatchObject, BatchPage, ImportDraftObject, ImportFieldObject } from './imports.types.ts'
import { otherKinds } from './other-kinds.ts'
import { REASONS } from './reasons.ts'
import { problemLabel } from './sheet-problems.ts'
import { differs } from './stated.ts'

export function importFields(kind: ImportKind): ImportFieldObject[] {
  return Object.entries(columnsOf(kind)).map(([key, { label, meaning, required, personal, aside }]) => ({
    key,
    label,
    meaning,
    required: required ?? false,
    personal: personal !== undefined,
    aside: aside ?? false,
  }))
}

/** A draft as the page shows it. */
export function draftObject({ job, payload, result }: Draft): ImportDraftObject {
  const report = result?.report
  const columns = Object.fromEntries((result?.columns ?? []).map(({ heading, field }) => [heading, field]))
  const skipped = report?.skipped
  return {
    id: job.key,
    kind: payload.kind,
    file: payload.fileName,
    map: result ? withColumns(result.map ?? payload.map, columns) : payload.map,
    headings: result?.headings ?? [],
    encoding: result?.encoding ?? null,
    tables: result?.tables ?? [],
    recalled: result?.recalled ?? null,
    problems: (result?.problems ?? [])
      .map((one) => ({ ...one, label: problemLabel(one.problem, payload.kind), rejects: one.problem in REASONS }))
      .sort(
        (a, b) =>
          Number(b.rejects) - Number(a.rejects) || b.rows - a.rows || a.firstPosition - b.firstPosition || (a.problem < b.problem ? -1 : 1),
      ),
    committing: isCommitting(job.key),
    job: jobObject(job),
    rows: report?.rows ?? 0,
    new: report?.new ?? 0,
    changed: report?.changed ?? 0,
    identical: report?.identical ?? 0,
    rejectedRows: report?.rejectedRows ?? 0,
    skipped: skipped ? Object.values(skipped).reduce((sum, count) => sum + count, 0) : 0,
    skippedByKind: skipped ?? {},
    rejected: report?.rejected ?? [],
    unresolved: (report?.unresolved ?? []).map((one) => ({ ...one, proposals: one.proposals ?? [] })),
    conflicts: (report?.conflicts ?? []).map(({ seq, ...one }) => ({ ...one, position: seq })),
    changes: report?.changes ?? [],
    missing: report?.missing ?? [],
    notKept: report?.notKept ?? [],
    fromTitle: report?.fromTitle ?? [],
    stated: (report?.stated ?? []).map((one) => ({
      ...one,
      statedAmountYuan: one.statedAmountFen === null ? null : yuanText(one.statedAmountFen),
      computedAmountYuan: yuanText(one.computedAmountFen),
      differs: differs(one),
    })),
    returns: report?.returns ?? [],
    discrepancies: report?.discrepancies ?? [],
    committed: report?.committed ?? false,
    batch: report?.batch ?? null,
    refused: report?.refused ? { zh: report.refused.zh, en: report.refused.message } : null,
    otherKinds: report?.refused ? otherKinds(payload.kind, result?.tables ?? []) : [],
  }
}

/** What a person typed is a batch of its own too; it is undone where it was typed. */
const typedKinds = ['REGISTER', 'CHANGE_INSTITUTION', 'SET_EXPOSURE']

/** Files, the latest first; with a search those whose name holds it. `after` is the last one's id. */
export function readBatches(db: Db, viewer: Viewer, first: number, after: string | null, search = ''): Promise<BatchPage> {
  const size = Math.min(Math.max(first, 1), 200)
  const before = after === null ? null : Number(Buffer.from(after, 'base64url').toString('utf8'))
  return readSnapshot(db, viewer, async (tx) => {
    const wanted = search.trim().toLowerCase()
    const named = wanted === '' ? sql`` : sql`and position(${wanted} in lower(b.file_name)) > 0`
    const earlier = before !== null && Number.isSafeInteger(before) ? sql`and b.id < ${before}` : sql``
    const rows = await batchRows(tx, sql`${earlier} ${named}`, size + 1)
    const shown = rows.slice(0, size)
    const { rows: counted } = await sql<{ total: number }>`
      select count(*) as total from batch b join change c on c.revision = b.revision where c.kind <> all (${typedKinds}::text[]) ${named}`.execute(
      tx,
    )
    const last = shown.at(-1)
    return {
      rows: shown.map(({ id: _, ...batch }) => batch),
      endCursor: last ? Buffer.from(String(last.id)).toString('base64url') : null,
      hasNextPage: rows.length > size,
      totalCount: Number(counted[0]?.total ?? 0),
    }
  })
}

export function readBatch(db: Db, viewer: Viewer, key: string): Promise<BatchObject | null> {
  return readSnapshot(db, viewer, async (tx) => {
    const [found] = await batchRows(tx, sql`and b.key::text = ${key}`, 1)
    if (!found) return null
    const { id: _, ...batch } = found
    return batch
  })
}

type Detail = { new?: number; changed?: number; rejected?: number }

async function batchRows(tx: Transaction<Tables>, which: ReturnType<typeof sql>, limit: number): Promise<(BatchObject & { id: number })[]> {
  const { rows } = await sql<{
    id: number
    key: string
    kind: string
    file: string
    at: Date
    who: string
    revision: number
    rows: number
    detail: string
    asserted: number
    voided: boolean
    corrections: number
  }>`
    select b.id, b.key, b.kind, b.file_name as file, c.at, c.actor_name as who, b.revision, b.row_count as rows, c.detail,
           case when b.kind = 'COMPLAINTS' and c.detail not like '%"new"%' then (select count(*)::integer from assertion a where a.batch_id = b.id) else 0 end as asserted,
           exists (select from batch_void v where v.batch_id = b.id and v.to_revision is null) as voided,
           (select count(distinct o.complaint_id)::integer from assertion o join assertion a on a.region_id = o.region_id and a.complaint_id = o.complaint_id and a.batch_id = b.id
             where o.kind = 2) as corrections
      from batch b join change c on c.revision = b.revision where c.kind <> all (${typedKinds}::text[]) ${which} order by b.id desc limit ${limit}`.execute(
    tx,
  )
  return rows.map(({ detail, asserted, ...row }) => {
    // Written as JSON by the change.
    const counts = JSON.parse(detail) as Detail
    const kind = row.kind.toLowerCase()
    const imported = counts.new === undefined ? asserted || row.rows : counts.new + (counts.changed ?? 0)
    return { ...row, kind: isImportKind(kind) ? kind : 'complaints', imported, rejected: counts.rejected ?? 0 }
  })
}
