import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { compareStaged } from '../ledger/compare.ts'
import type { ValueChange } from '../ledger/compare.ts'
import { columnsOf } from './columns.ts'
import { maskText } from './masking.ts'
import { NameIndex } from './names.ts'
import { compareAssessments } from './assessments-kind.ts'
import type { InstitutionPlan, RowFault } from './plan-institutions.ts'
import type { Change, Conflict, FromTitle, ImportReport, Missing, NotKept, Rejected, Unresolved } from './report.ts'
import type { ReturnPlan } from './returns/plan-returns.ts'
import { compareReturns } from './returns/returns-kind.ts'
import { showChanges } from './shown-values.ts'
import { compareExposures, compareInstitutions, shownInstitutionValues, type SmallImport } from './small-kinds.ts'
import { REGISTERS, type Staged } from './stage.ts'

/** Compares a staged file with the ledger as it stands: the report of a dry run. Inside a writer's transaction. */
export async function compareFile(tx: Transaction<Tables>, staged: Staged): Promise<ImportReport> {
  const { file } = staged
  if (file.kind === 'complaints') return compareComplaints(tx, staged)
  const small = {
    importId: staged.importId,
    regionId: await regionOf(tx, staged),
    fields: staged.parsed.fields,
    create: file.map.create ?? [],
  }
  const { plan, differing, words = [], discrepancies = [], returns = [] } = await planSmall(tx, staged, small)
  const rows = rowOutcomes(plan)
  await keepSmallOutcomes(tx, staged, plan, rows)
  const count = (outcome: string) => rows.filter((one) => one.outcome === outcome).length
  const places = await placesOf(tx, staged.importId)
  const changes = differing.flatMap(({ seq, field, before, after }): Change[] => {
    const place = places.get(seq)
    return place ? [{ row: place.row, column: headingOf(staged, field), before, after, ...sheetOf(staged, place.sheet) }] : []
  })
  return {
    ...(await commonParts(tx, staged, plan.faults)),
    new: count('NEW'),
    changed: count('CHANGED'),
    identical: count('IDENTICAL') + plan.repeats,
    unresolved: [...unresolvedNames(staged, plan.faults), ...words],
    conflicts: [],
    changes,
    missing: [],
    discrepancies,
    returns,
  }
}

/** What a row comes to: new where anything of it is, else changed where anything is. */
function rowOutcomes({ planned }: SmallPlan): SmallPlan['planned'] {
  const bySeq = new Map<number, SmallPlan['planned'][number]>()
  const rows: SmallPlan['planned'] = []
  for (const one of planned) {
    const known = one.seq === undefined ? undefined : bySeq.get(one.seq)
    if (known) {
      if (WEIGHT[one.outcome]! > WEIGHT[known.outcome]!) known.outcome = one.outcome
      continue
    }
    const row = { ...one }
    rows.push(row)
    if (row.seq !== undefined) bySeq.set(row.seq, row)
  }
  return rows
}
const WEIGHT: Readonly<Record<string, number>> = { IDENTICAL: 0, CHANGED: 1, NEW: 2 }

/** What the kinds have in common: rows by outcome, faults, differences. */
type SmallPlan = {
  planned: { seq?: number; outcome: string }[]
  repeats: number
  faults: readonly RowFault[]
  differing: InstitutionPlan['differing']
}
type Compared = { plan: SmallPlan; differing: InstitutionPlan['differing'] } & Partial<
  Pick<ReturnPlan, 'words' | 'discrepancies' | 'returns'>
>

async function planSmall(tx: Transaction<Tables>, staged: Staged, small: SmallImport): Promise<Compared> {
  switch (staged.file.kind) {
    case 'institutions': {
      const plan = await compareInstitutions(tx, small)
      return { plan, differing: await shownInstitutionValues(tx, plan) }
    }
    case 'returns': {
      const { words, discrepancies, returns, ...plan } = await compareReturns(tx, returnImport(staged, small))
      return { plan, differing: plan.differing, words, discrepancies, returns }
    }
    case 'assessments': {
      const plan = await compareAssessments(tx, small)
      return { plan, differing: plan.differing }
    }
    default: {
      const plan = await compareExposures(tx, small)
      return { plan, differing: plan.differing }
    }
  }
}

/** What planning a file of returns needs beside its rows. */
export function returnImport({ importId, file }: Staged, { regionId }: Pick<SmallImport, 'regionId'>) {
  return { importId, regionId, fileName: file.fileName, register: REGISTERS[file.register] }
}

/** Outcomes of rows of the small kinds for whoever looks at the sheet; what is neither planned nor faulty repeats another row. */
async function keepSmallOutcomes(
  tx: Transaction<Tables>,
  staged: Staged,
  { faults }: SmallPlan,
  planned: SmallPlan['planned'],
): Promise<void> {
  const outcomes = new Map<number, { outcome: string; faults: object[] | null }>()
  // A return is planned as a whole, not row by row.
  if (staged.file.kind === 'returns') return
  for (const { seq, outcome } of planned) if (seq !== undefined) outcomes.set(seq, { outcome, faults: null })
  for (const { seq, field, value, reason } of faults) {
    const known = outcomes.get(seq)?.faults ?? []
    outcomes.set(seq, { outcome: 'REJECTED', faults: [...known, { field, value: maskText(value), reason }] })
  }
  for (const { seq } of await tx.selectFrom('staging.row').select('seq').where('import_id', '=', staged.importId).execute())
    if (!outcomes.has(seq)) outcomes.set(seq, { outcome: 'REPEAT', faults: null })
  await tx.deleteFrom('staging.outcome').where('import_id', '=', staged.importId).execute()
  const rows = [...outcomes].map(([seq, { outcome, faults }]) => ({ seq, outcome, faults }))
  await sql`insert into staging.outcome (import_id, seq, outcome, faults)
    select ${staged.importId}::bigint, r.seq, r.outcome, r.faults from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (seq integer, outcome text, faults jsonb)
     where r.outcome <> 'NEW'`.execute(tx)
}

async function compareComplaints(tx: Transaction<Tables>, staged: Staged): Promise<ImportReport> {
  const compared = await compareStaged(tx, staged.importId, staged.file.map.create ?? [])
  const names = new NameIndex(staged.world.named)
  const institutions = staged.parsed.unknownInstitutions.map(({ value, rows }, index): Unresolved => {
    const proposals = index < PROPOSED ? names.similar(value).map((one) => one.name) : []
    return { field: 'institution', value, rows, ...(proposals.length > 0 ? { proposals } : {}) }
  })
  return {
    ...(await commonParts(tx, staged, [])),
    new: compared.new,
    changed: compared.changed,
    identical: compared.identical + staged.parsed.repeats,
    unresolved: [...institutions.sort(byValue), ...compared.unresolved],
    missing: await missingRows(tx, staged),
    ...(await shownDifferences(tx, staged, compared)),
  }
}

/**
 * A row without a number that was altered is a new one beside the old: what the latest earlier batch of the same source
 * has and this file lacks. A file that shares no row with it is another one, next month's, and not its correction.
 */
async function missingRows(tx: Transaction<Tables>, staged: Staged): Promise<Missing[]> {
  const { rows } = await sql<Missing>`
    with ours as (select distinct o.region_id, o.id from staging.complaint s join staging.import i on i.id = s.import_id
        join complaint_source o on o.region_id = i.region_id_of_ledger and o.register = i.register and o.name = s.source
       where s.import_id = ${staged.importId} and s.row_digest is not null),
    latest as (select distinct on (u.id) u.region_id, u.id, b.id as batch_id, b.key, b.file_name from ours u
        join complaint c on c.region_id in (select region_id from region) and c.source_id = u.id and c.row_digest is not null
        join assertion a on a.region_id = c.region_id and a.complaint_id = c.id and a.batch_id is not null
        join batch b on b.id = a.batch_id and not exists (select from batch_void v where v.batch_id = b.id and v.to_revision is null)
       order by u.id, b.id desc)
    select l.key as batch, l.file_name as file, (count(*) filter (where s.seq is null))::integer as rows from latest l
      join assertion a on a.batch_id = l.batch_id
      join complaint c on c.region_id = a.region_id and c.id = a.complaint_id and c.source_id = l.id and c.row_digest is not null
      left join staging.complaint s on s.import_id = ${staged.importId} and s.row_digest = c.row_digest and s.row_ordinal = c.row_ordinal
     group by l.key, l.file_name
    having count(s.seq) > 0 and count(s.seq) < count(*)`.execute(tx)
  return rows
}

/** Conflicts and changes with the file's headings and values that a person reads. */
export async function shownDifferences(
  tx: Transaction<Tables>,
  staged: Staged,
  found: { conflicts: readonly ValueChange[]; changes?: readonly ValueChange[] },
): Promise<{ conflicts: Conflict[]; changes: Change[] }> {
  const place = (one: ValueChange) => ({ row: one.row, column: headingOf(staged, one.field), ...sheetOf(staged, one.sheet) })
  const conflicts = await showChanges(tx, staged, found.conflicts)
  const changes = await showChanges(tx, staged, found.changes ?? [])
  return {
    conflicts: conflicts.map((one) => ({ seq: one.seq, ...place(one), person: one.before, file: one.after })),
    changes: changes.map((one) => ({ ...place(one), before: one.before, after: one.after })),
  }
}

/** For how many unknown names likely ones are looked for: a wrong mapping makes every name unknown. */
const PROPOSED = 500

/** What every kind's report has in common, the faults found in planning put among the parser's. */
async function commonParts(tx: Transaction<Tables>, staged: Staged, faults: readonly RowFault[]) {
  const { parsed, file } = staged
  const rejected = await rejections(tx, staged, faults)
  return {
    file: file.fileName,
    kind: file.kind,
    rows: parsed.rows,
    rejectedRows: parsed.rejectedRows + new Set(faults.map((fault) => fault.seq)).size,
    rejected,
    notKept: notKeptColumns(staged),
    fromTitle: fromTitles(staged),
    skipped: parsed.skipped,
    stated: parsed.stated,
    statedDiffers: parsed.statedDiffers,
    committed: false,
    batch: null,
    revision: null,
    ...(staged.recalled ? { remembered: staged.recalled.name } : {}),
  }
}

function notKeptColumns({ parsed, file }: Staged): NotKept[] {
  return parsed.notKept.flatMap(({ heading, field }): NotKept[] => {
    const column = columnsOf(file.kind)[field]
    return column ? [{ column: heading, field, personal: column.personal !== undefined, why: column.meaning }] : []
  })
}

function fromTitles({ parsed, file }: Staged): FromTitle[] {
  return parsed.titles.flatMap(({ field, value }): FromTitle[] => {
    const column = columnsOf(file.kind)[field]
    return column ? [{ field, column: column.label, value }] : []
  })
}

async function rejections(tx: Transaction<Tables>, staged: Staged, faults: readonly RowFault[]): Promise<Rejected[]> {
  const found = await tx
    .selectFrom('staging.rejection')
    .select(['seq', 'sheet', 'row_no', 'column_name', 'value_masked', 'reason'])
    .where('import_id', '=', staged.importId)
    .orderBy('seq')
    .execute()
  const listed = found.map((row) => ({
    seq: row.seq,
    // What the parser wrote.
    entry: {
      row: row.row_no,
      column: row.column_name ?? '',
      value: row.value_masked ?? '',
      reason: row.reason as Rejected['reason'],
      ...sheetOf(staged, row.sheet),
    },
  }))
  if (faults.length > 0) {
    const places = await placesOf(tx, staged.importId)
    for (const { seq, field, value, reason } of faults) {
      const place = places.get(seq)
      if (place)
        listed.push({
          seq,
          entry: { row: place.row, column: headingOf(staged, field), value: maskText(value), reason, ...sheetOf(staged, place.sheet) },
        })
    }
    listed.sort((a, b) => a.seq - b.seq)
  }
  return listed.map((one) => one.entry)
}

async function placesOf(tx: Transaction<Tables>, importId: number): Promise<Map<number, { row: number; sheet: string | null }>> {
  const rows = await tx.selectFrom('staging.row').select(['seq', 'row_no', 'sheet']).where('import_id', '=', importId).execute()
  return new Map(rows.map((row) => [row.seq, { row: row.row_no, sheet: row.sheet }]))
}

/** Names and words that mean nothing yet: their rows are among the rejected ones. */
function unresolvedNames(staged: Staged, faults: readonly RowFault[]): Unresolved[] {
  const names = new NameIndex(staged.world.named)
  const counts = new Map<string, Unresolved>()
  for (const { field, value, reason } of faults) {
    if (!reason.startsWith('UNKNOWN_')) continue
    const key = `${field} ${value}`
    const known = counts.get(key)
    if (known) {
      known.rows++
      continue
    }
    const proposals = field === 'institution' && counts.size < PROPOSED ? names.similar(value).map((one) => one.name) : []
    counts.set(key, { field, value: maskText(value), rows: 1, ...(proposals.length > 0 ? { proposals } : {}) })
  }
  return [...counts.values()].sort(byValue)
}

export async function regionOf(tx: Transaction<Tables>, staged: Staged): Promise<number> {
  const { rows } = await sql<{ id: number }>`select region_id_of_ledger as id from staging.import where id = ${staged.importId}`.execute(tx)
  return rows[0]?.id ?? 0
}

const ASSERTED_AS: Record<string, readonly string[]> = {
  amount: ['amountYuan', 'amountTenThousandYuan'],
  person: ['complainantPhone', 'reservedPhone', 'complainantId'],
  ageBand: ['ageBand', 'birthYear'],
  receivedTime: ['receivedTime', 'receivedOn'],
  parentId: ['parent'],
  peerGroupId: ['peerGroup'],
  regionId: ['region'],
  successorId: ['successor'],
}

/** The import columns that may have given a ledger column its value. */
export function columnsBehind(field: string): readonly string[] {
  return ASSERTED_AS[field] ?? [field]
}

/** The heading of a field in this file; else the column's own name. */
function headingOf(staged: Staged, field: string): string {
  const names = columnsBehind(field)
  const found = staged.parsed.columns.find((column) => names.includes(column.field))
  return found?.heading ?? columnsOf(staged.file.kind)[names[0] ?? field]?.label.zh ?? field
}

function sheetOf(staged: Staged, sheet: string | null): { sheet?: string } {
  return staged.parsed.namesSheets && sheet !== null ? { sheet } : {}
}

function byValue(a: Unresolved, b: Unresolved): number {
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0
}
