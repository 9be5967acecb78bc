import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { loadAssertions, loadVoids } from './assertion.ts'
import { hasField, hasMeaning, ledgerColumns, type LedgerField, type LedgerValues } from './columns.ts'
import { holdsMask, matchWords } from './dictionary.ts'
import { activeAssertions, correctionsInForce, fileValues, type Assertion, type BatchVoid } from './resolve.ts'
import {
  dropTyped,
  loadMatched,
  loadStagedImport,
  stagedFields,
  stagedWords,
  typeStaged,
  type MatchedRow,
  type StagedImport,
} from './staged.ts'
import { currentRevision } from './revision.ts'

/** One value of a row that a file would change, or that a person holds against the file; values as stored. */
export type ValueChange = {
  seq: number
  row: number
  sheet: string | null
  field: LedgerField
  before: string | null
  after: string | null
}
export type Comparison = {
  new: number
  changed: number
  identical: number
  /** Words that no entry is known for, with their rows. */
  unresolved: { field: LedgerField; value: string; rows: number }[]
  /** `before` is the person's value, `after` the file's. */
  conflicts: ValueChange[]
  /** The first changes, value → value. */
  changes: ValueChange[]
}
const listed = 500
const chunkSize = 5000

/**
 * Compares a staged complaint import with the ledger as it stands; writes nothing but temporary tables.
 * `create`: fields whose unknown words the commit will add to the dictionary.
 */
export async function compareStaged(tx: Transaction<Tables>, importId: number, create: readonly string[] = []): Promise<Comparison> {
  const staged = await loadStagedImport(tx, importId)
  await typeStaged(tx, staged)
  const unresolved = await unresolvedWords(tx, staged, create)
  const details = await compareTyped(tx, staged)
  const counts = await countOutcomes(tx)
  await keepOutcomes(tx, importId, details.conflicts)
  await dropTyped(tx)
  return { ...counts, unresolved, ...details }
}

/** What some rows of a staged import would change, and where they meet a person's correction. */
export async function differencesOf(
  tx: Transaction<Tables>,
  importId: number,
  seqs: readonly number[],
): Promise<{ conflicts: ValueChange[]; changes: ValueChange[] }> {
  const staged = await loadStagedImport(tx, importId)
  await typeStaged(tx, staged, seqs)
  const details = await compareTyped(tx, staged)
  await dropTyped(tx)
  return details
}

/** The outcome of each row that is not new, for whoever looks at the sheet. */
async function keepOutcomes(tx: Transaction<Tables>, importId: number, conflicts: readonly ValueChange[]): Promise<void> {
  await sql`delete from staging.outcome where import_id = ${importId}`.execute(tx)
  await sql`insert into staging.outcome (import_id, seq, outcome, conflict)
    select ${importId}::bigint, seq, outcome, seq = any (${[...new Set(conflicts.map((one) => one.seq))]}::integer[]) from staged_outcome`.execute(
    tx,
  )
}

/** How many staged rows are new, change a record, or say what files said before. */
export async function countOutcomes(tx: Transaction<Tables>): Promise<{ new: number; changed: number; identical: number }> {
  const { rows } = await sql
    .raw<{ total: number; matched: number; changed: number; identical: number }>(`
    select (select count(*) from staged_typed)::integer as total, (select count(*) from staged_match)::integer as matched,
           count(*) filter (where outcome = 'CHANGED')::integer as changed, count(*) filter (where outcome = 'IDENTICAL')::integer as identical
      from staged_outcome`)
    .execute(tx)
  const { total = 0, changed = 0, identical = 0 } = rows[0] ?? {}
  return { new: total - changed - identical, changed, identical }
}

async function unresolvedWords(
  tx: Transaction<Tables>,
  staged: StagedImport,
  create: readonly string[],
): Promise<Comparison['unresolved']> {
  const words = await stagedWords(tx, staged)
  const revision = await currentRevision(tx)
  const found: Comparison['unresolved'] = []
  for (const field of new Set(words.map((one) => one.field).filter(hasMeaning))) {
    const ours = words.filter((one) => one.field === field)
    const meanings = await matchWords(
      tx,
      field,
      ours.map((one) => one.word),
      revision,
    )
    for (const { word, rows: count } of ours) {
      const added = create.includes(field) && !holdsMask(word)
      if (meanings.get(word) === null && !added) found.push({ field, value: word, rows: count })
    }
  }
  return found
}

/** Temporary table `staged_outcome`: NEW, CHANGED or IDENTICAL for each row of `staged_match`. */
export async function compareTyped(
  tx: Transaction<Tables>,
  staged: StagedImport,
): Promise<{ conflicts: ValueChange[]; changes: ValueChange[] }> {
  await compareSimple(tx, staged)
  const { rows } = await sql
    .raw<{ seq: number }>(
      `select m.seq from staged_match m where not exists (select from staged_outcome o where o.seq = m.seq) order by m.seq`,
    )
    .execute(tx)
  const voids = await loadVoids(tx)
  const details = { conflicts: [] as ValueChange[], changes: [] as ValueChange[] }
  for (let start = 0; start < rows.length; start += chunkSize) {
    await compareChunk(
      tx,
      staged,
      rows.slice(start, start + chunkSize).map((row) => row.seq),
      voids,
      details,
    )
  }
  return details
}

/**
 * Rows of complaints that one file asserted once and nobody touched since: the version that begins there holds the
 * file's values, so set statements compare them. Counted, not anti-joined: the planner takes "no other revision" for
 * one row and walks the staged file once for each complaint.
 */
async function compareSimple(tx: Transaction<Tables>, staged: StagedImport): Promise<void> {
  const same = stagedFields
    .filter((field) => staged.fields.includes(field))
    .map((field) => {
      const { column, bit } = ledgerColumns[field]
      return `s.${column} is not distinct from case when a.fields & ${1 << bit} <> 0 then v.${column} end`
    })
  if (staged.fields.includes('text')) same.push('s.text_digest is not distinct from t.digest')
  await sql
    .raw(`create temp table staged_outcome on commit drop as
    select m.seq, 'IDENTICAL' as outcome
      from staged_match m join staged_typed s on s.seq = m.seq
      join assertion a on a.region_id = m.region_id and a.complaint_id = m.complaint_id and not a.own_values
      join complaint_version v on v.region_id = a.region_id and v.complaint_id = a.complaint_id and v.from_revision = a.revision
      left join complaint_text t on t.region_id = v.region_id and t.id = v.text_id
     where (select count(*) from assertion o where o.region_id = a.region_id and o.complaint_id = a.complaint_id) = 1
       and not exists (select from batch_void b where b.batch_id = a.batch_id and b.to_revision is null)
       and ${same.join(' and ')}`)
    .execute(tx)
  await sql.raw('create index on staged_outcome (seq); analyze staged_outcome').execute(tx)
}

async function compareChunk(
  tx: Transaction<Tables>,
  staged: StagedImport,
  seqs: readonly number[],
  voids: readonly BatchVoid[],
  details: { conflicts: ValueChange[]; changes: ValueChange[] },
): Promise<void> {
  const matched = await loadMatched(tx, seqs)
  const assertions = await loadAssertions(tx, [...new Set(matched.map((row) => row.complaintId))])
  const digests = await textDigests(tx, [...assertions.values()].flat())
  const outcomes = matched.map((row) => {
    const active = activeAssertions(assertions.get(row.complaintId) ?? [], voids, Number.MAX_SAFE_INTEGER)
    const files = fileValues(active)
    noteConflicts(details.conflicts, row, staged, active, digests)
    if (files === null) return { seq: row.seq, outcome: 'NEW' }
    const differing = staged.fields.filter((field) => !sameValue(field, row, files.values, digests))
    for (const field of differing) if (details.changes.length < listed) details.changes.push(valueChange(row, field, files.values))
    return { seq: row.seq, outcome: differing.length > 0 ? 'CHANGED' : 'IDENTICAL' }
  })
  await sql`insert into staged_outcome select * from unnest(${outcomes.map((one) => one.seq)}::integer[], ${outcomes.map((one) => one.outcome)}::text[])`.execute(
    tx,
  )
}

function noteConflicts(
  conflicts: ValueChange[],
  row: MatchedRow,
  staged: StagedImport,
  active: readonly Assertion[],
  digests: Map<number, string>,
): void {
  for (const field of staged.fields) {
    const holding = correctionsInForce(active).filter((one) => hasField(one.fields, field))
    const latest = holding.sort((a, b) => b.correction.revision - a.correction.revision)[0]?.correction
    if (latest && !sameValue(field, row, latest.values, digests)) conflicts.push(valueChange(row, field, latest.values))
  }
}

function valueChange(row: MatchedRow, field: LedgerField, held: LedgerValues): ValueChange {
  const { column } = ledgerColumns[field]
  return {
    seq: row.seq,
    row: row.rowNo,
    sheet: row.sheet,
    field,
    before: shown(held[column]),
    after: field === 'text' ? row.textMasked : shown(row.values[column]),
  }
}

function shown(value: LedgerValues[string] | undefined): string | null {
  if (value === null || value === undefined) return null
  return Buffer.isBuffer(value) ? '•' : String(value)
}

function sameValue(field: LedgerField, row: MatchedRow, held: LedgerValues, digests: Map<number, string>): boolean {
  const { column } = ledgerColumns[field]
  const before = held[column] ?? null
  if (field === 'text') {
    const digest = typeof before === 'number' ? (digests.get(before) ?? null) : null
    return digest === (row.textDigest?.toString('hex') ?? null)
  }
  const after = row.values[column] ?? null
  if (Buffer.isBuffer(before) || Buffer.isBuffer(after)) return Buffer.isBuffer(before) && Buffer.isBuffer(after) && before.equals(after)
  return before === after
}

async function textDigests(tx: Transaction<Tables>, assertions: readonly Assertion[]): Promise<Map<number, string>> {
  const ids = assertions.flatMap((one) => (typeof one.values.text_id === 'number' ? one.values.text_id : []))
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: number; digest: string }>`
    select id, encode(digest, 'hex') as digest from complaint_text where region_id in (select region_id from region) and id = any (${ids}::bigint[])`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.id, row.digest]))
}
