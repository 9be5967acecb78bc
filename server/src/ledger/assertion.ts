import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Writing } from './change.ts'
import { ledgerColumns, ledgerFields, valueColumns, type LedgerValues } from './columns.ts'
import { activeAssertions, resolve, type Assertion, type BatchVoid } from './resolve.ts'

const chunkSize = 5000

/** All voids of batches, those lifted since included: who decides what was active when needs both. */
export async function loadVoids(tx: Transaction<Tables>): Promise<BatchVoid[]> {
  const { rows } = await sql<Omit<BatchVoid, 'passedOver'> & { passedOver: number[] }>`
    select batch_id as "batchId", with_corrections as "withCorrections", passed_over as "passedOver",
           from_revision as "fromRevision", to_revision as "toRevision" from batch_void`.execute(tx)
  return rows.map((row) => ({ ...row, passedOver: new Set(row.passedOver.map(Number)) }))
}

/** Every assertion of the complaints named, with its values, by complaint. */
export async function loadAssertions(tx: Transaction<Tables>, complaintIds: readonly number[]): Promise<Map<number, Assertion[]>> {
  const values = valueColumns.map((name) => `case when a.own_values then o.${name} else v.${name} end as ${name}`)
  const { rows } = await sql
    .raw<Record<string, never>>(`
    select a.complaint_id as "complaintId", a.region_id as "regionId", a.revision, a.batch_id as "batchId", a.kind as "assertionKind", a.fields, a.takes, u.revision as "undoneAt",
           ${values.join(', ')}
      from assertion a
      left join assertion_value o on a.own_values and o.region_id = a.region_id and o.complaint_id = a.complaint_id and o.revision = a.revision
      left join correction_undo u on u.region_id = a.region_id and u.complaint_id = a.complaint_id and u.corrected_revision = a.revision
      left join complaint_version v on not a.own_values and v.region_id = a.region_id and v.complaint_id = a.complaint_id and v.from_revision = a.revision
     where a.region_id in (select region_id from region) and a.complaint_id = any ('{${complaintIds.join(',')}}'::bigint[])
     order by a.complaint_id, a.revision`)
    .execute(tx)
  const byComplaint = new Map<number, Assertion[]>()
  for (const row of rows) {
    const { complaintId, regionId, revision, batchId, assertionKind, fields, takes, undoneAt, ...rest } = row as unknown as Assertion & {
      assertionKind: number
    }
    const one: Assertion = {
      complaintId,
      regionId,
      revision,
      batchId,
      kind: assertionKind,
      fields,
      takes,
      undoneAt,
      values: rest as unknown as LedgerValues,
    }
    const list = byComplaint.get(complaintId)
    if (list) list.push(one)
    else byComplaint.set(complaintId, [one])
  }
  return byComplaint
}

/** Resolves complaints one by one as of a revision and gathers what they come to (the general path). */
export async function touchResolved(tx: Transaction<Tables>, complaintIds: readonly number[], asOf: number): Promise<void> {
  const voids = await loadVoids(tx)
  for (let start = 0; start < complaintIds.length; start += chunkSize) {
    const ids = complaintIds.slice(start, start + chunkSize)
    const resolved = [...(await loadAssertions(tx, ids))].map(([complaintId, assertions]) => ({
      complaint_id: complaintId,
      region_id: assertions[0]?.regionId ?? 0,
      values: resolve(activeAssertions(assertions, voids, asOf)),
    }))
    await sql`insert into touched_id (region_id, complaint_id)
      select * from unnest(${resolved.map((one) => one.region_id)}::bigint[], ${resolved.map((one) => one.complaint_id)}::bigint[])`.execute(
      tx,
    )
    const rows = resolved.flatMap((one) =>
      one.values ? [{ region_id: one.region_id, complaint_id: one.complaint_id, ...jsonValues(one.values) }] : [],
    )
    await insertRecords(tx, 'touched_value', ['region_id', 'complaint_id', ...valueColumns], rows)
  }
}

/** Inserts rows of JSON values into a table by the column types that the table has. */
export async function insertRecords(
  tx: Transaction<Tables>,
  table: string,
  columns: readonly string[],
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return
  const types = new Map<string, string>([
    ['region_id', 'bigint'],
    ['complaint_id', 'bigint'],
    ['revision', 'integer'],
    ...ledgerFields.map((field): [string, string] => [ledgerColumns[field].column, ledgerColumns[field].type]),
  ])
  const shape = columns.map((name) => `${name} ${types.get(name)}`).join(', ')
  await sql`insert into ${sql.raw(table)} (${sql.raw(columns.join(', '))})
    select ${sql.raw(columns.join(', '))} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (${sql.raw(shape)})`.execute(tx)
}

/** Values as JSON that jsonb_to_recordset reads back: bytes in PostgreSQL's hex form. */
export function jsonValues(values: LedgerValues): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value]),
  )
}

/**
 * SQL of an assertion's digest over its complaint's identity, its values and its mask, the text by its keyed digest,
 * the person by nothing (a redaction empties it). `values`, `identity`, `text` name the rows in scope. A mask that is
 * one for all rows is given as a number: then nothing is asked row by row.
 */
export function assertionDigestSql(names: {
  values: string
  identity: string
  source: string
  textDigest: string
  fields: string | number
  kind: string
  takes: string
}): string {
  const asserted = (bit: number, value: string) => {
    if (typeof names.fields === 'number') return (names.fields & (1 << bit)) !== 0 ? value : `'-'`
    return `case when (${names.fields}) & ${1 << bit} <> 0 then ${value} else '-' end`
  }
  const columns = valueColumns
    .filter((name) => name !== 'text_id' && name !== 'person_token' && ledgerColumns[fieldOf(name)].bit <= LAST_PLACED_BIT)
    .map((name) => asserted(ledgerColumns[fieldOf(name)].bit, `coalesce(${names.values}.${name}::text, '~')`))
  return `sha256(convert_to(concat_ws('|', ${names.source}, coalesce(${names.identity}.number, '#' || encode(${names.identity}.row_digest, 'hex') || ${names.identity}.row_ordinal),
    ${names.kind}, ${names.fields}, ${names.takes}, ${asserted(ledgerColumns.text.bit, `coalesce(encode(${names.textDigest}, 'hex'), '~')`)},
    ${[...joinConstants(columns), ...namedColumns(names)].join(', ')}), 'UTF8'))`
}

/** Up to this bit every column has its place in a digest; a later one stands there by name, and only where it is asserted. */
const LAST_PLACED_BIT = 26

/** So that a digest made before a column was there is made alike today: concat_ws passes over null. */
function namedColumns(names: { values: string; fields: string | number }): string[] {
  return ledgerFields.flatMap((field) => {
    const { bit, column } = ledgerColumns[field]
    if (bit <= LAST_PLACED_BIT) return []
    const value = `'${column}=' || coalesce(${names.values}.${column}::text, '~')`
    if (typeof names.fields === 'number') return (names.fields & (1 << bit)) === 0 ? [] : [value]
    return [`case when (${names.fields}) & ${1 << bit} <> 0 then ${value} end`]
  })
}

/** Neighbouring '-' of concat_ws's arguments as one argument of the same text. */
function joinConstants(columns: readonly string[]): string[] {
  return columns.reduce<string[]>((joined, one) => {
    const before = joined.at(-1)
    if (one === `'-'` && before?.startsWith(`'-`)) joined[joined.length - 1] = `${before.slice(0, -1)}|-'`
    else joined.push(one)
    return joined
  }, [])
}

const fieldByColumn = new Map(ledgerFields.map((field) => [ledgerColumns[field].column as string, field]))
function fieldOf(column: string) {
  const field = fieldByColumn.get(column)
  if (!field) throw new Error(`No ledger field has the column ${column}.`)
  return field
}

/** Adds one assertion with its own values to a complaint (the general path), its digest computed from what is stored. */
export async function addAssertions(
  writing: Writing,
  rows: readonly {
    regionId: number
    complaintId: number
    batchId: number | null
    kind: number
    fields: number
    takes: boolean
    values: LedgerValues
  }[],
): Promise<void> {
  const { tx, revision } = writing
  if (rows.length === 0) return
  const records = rows.map((row) => ({ region_id: row.regionId, complaint_id: row.complaintId, revision, ...jsonValues(row.values) }))
  await insertRecords(tx, 'assertion_value', ['region_id', 'complaint_id', 'revision', ...valueColumns], records)
  const digest = assertionDigestSql({
    values: 'o',
    identity: 'c',
    source: 's.name',
    textDigest: 't.digest',
    fields: 'r.fields',
    kind: 'r.kind',
    takes: 'r.takes',
  })
  await sql`insert into assertion (region_id, complaint_id, revision, batch_id, kind, fields, own_values, takes, digest)
    select r.region_id, r.complaint_id, ${revision}, r.batch_id, r.kind, r.fields, true, r.takes, ${sql.raw(digest)}
      from jsonb_to_recordset(${JSON.stringify(rows.map((row) => ({ region_id: row.regionId, complaint_id: row.complaintId, batch_id: row.batchId, kind: row.kind, fields: row.fields, takes: row.takes })))}::jsonb)
           as r (region_id bigint, complaint_id bigint, batch_id bigint, kind smallint, fields integer, takes boolean)
      join assertion_value o on o.region_id = r.region_id and o.complaint_id = r.complaint_id and o.revision = ${revision}
      join complaint c on c.region_id = r.region_id and c.id = r.complaint_id
      join complaint_source s on s.id = c.source_id
      left join complaint_text t on t.region_id = r.region_id and t.id = o.text_id`.execute(tx)
}
