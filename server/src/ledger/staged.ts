import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import {
  assertedFields,
  fieldMask,
  ledgerColumns,
  ledgerFields,
  registers,
  stagedName,
  wordFields,
  wordsOf,
  type LedgerField,
  type LedgerValues,
} from './columns.ts'

/** A staged import, as the ledger needs it. */
export type StagedImport = {
  id: number
  regionId: number
  register: number
  fields: LedgerField[]
  mask: number
  /** The office's node and all below it, as an SQL array: its complaints lie where their institutions are. */
  subtree: string
}

export async function loadStagedImport(tx: Transaction<Tables>, importId: number): Promise<StagedImport> {
  const { rows } = await sql<{ regionId: number; register: number | null; fields: string[] }>`
    select region_id_of_ledger as "regionId", register, fields from staging.import where id = ${importId}`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error(`No staged import ${importId}.`)
  const fields = assertedFields(row.fields)
  return {
    id: importId,
    regionId: row.regionId,
    register: row.register ?? registers.REGULATOR,
    fields,
    mask: fieldMask(fields),
    subtree: await subtreeSql(tx, row.regionId),
  }
}

async function subtreeSql(tx: Transaction<Tables>, regionId: number): Promise<string> {
  const { rows } = await sql<{ id: number }>`
    with recursive below as (
      select region_id from region where region_id = ${regionId}
      union select r.region_id from region r join below b on r.parent_id = b.region_id
    ) select region_id as id from below`.execute(tx)
  return `'{${rows.map((row) => row.id).join(',')}}'::bigint[]`
}

/** Words that a staged row holds as written. */
export const stagedWordFields = wordFields
/** The other ledger columns that a staged row fills; a text and its id come apart. */
const stagedPlainFields = ledgerFields.filter((field) => field !== 'text' && wordsOf(field) === null)
/** The ledger columns that a staged row can fill, the text aside. */
export const stagedFields: readonly LedgerField[] = [...stagedPlainFields, ...stagedWordFields]

/** The words of a staged import by ledger field, with how many rows hold each. */
export async function stagedWords(
  tx: Transaction<Tables>,
  staged: StagedImport,
): Promise<{ field: LedgerField; word: string; rows: number }[]> {
  const parts = stagedWordFields
    .filter((field) => staged.fields.includes(field))
    .map(
      (field) => `select '${field}' as field, ${stagedName(field)} as word, count(*)::integer as rows from staging.complaint s
       where s.import_id = ${staged.id} and ${stagedName(field)} is not null group by ${stagedName(field)}`,
    )
  if (parts.length === 0) return []
  const { rows } = await sql
    .raw<{ field: LedgerField; word: string; rows: number }>(`${parts.join(' union all ')} order by 1, 3 desc, 2`)
    .execute(tx)
  return rows
}

/**
 * Temporary tables `staged_typed`: the rows with word ids (−1 for a word never met), their source; and
 * `staged_match`: the complaint that already has a row's identity. `seqs`: some rows alone.
 */
export async function typeStaged(tx: Transaction<Tables>, staged: StagedImport, seqs: readonly number[] | null = null): Promise<void> {
  const some = seqs ? `and s.seq = any ('{${seqs.join(',')}}'::integer[])` : ''
  const plain = stagedPlainFields.map((field) => `s.${stagedName(field)} as ${ledgerColumns[field].column}`)
  // A column that the file lacks costs no join.
  const words = stagedWordFields.map((field, index) => {
    const { column } = ledgerColumns[field]
    if (!staged.fields.includes(field)) return { select: `null::integer as ${column}`, join: '' }
    const word = `s.${stagedName(field)}`
    return {
      select: `case when ${word} is null then null else coalesce(w${index}.id, -1) end as ${column}`,
      join: `left join staged_word w${index} on w${index}.kind = '${wordsOf(field)}' and w${index}.word = ${word}`,
    }
  })
  await sql`create temp table staged_word on commit drop as
    select kind, word, id from dictionary_word where region_id = ${staged.regionId} and kind = any (${[...new Set(stagedWordFields.map(wordsOf))]}::text[])`.execute(
    tx,
  )
  // Staging carries no statistics: the planner would take a file's rows for a handful and look each up.
  await sql.raw('analyze staged_word; set local enable_nestloop = off').execute(tx)
  await sql
    .raw(`create temp table staged_typed on commit drop as
    select s.seq, s.row_no, s.sheet, o.id as source_id, s.source as source_name, s.number, s.row_digest, s.row_ordinal,
           s.text_masked, s.text_sealed, s.text_digest, s.text_match, ${plain.join(', ')}, ${words.map((one) => one.select).join(', ')}
      from staging.complaint s
      left join complaint_source o on o.region_id = ${staged.regionId} and o.register = ${staged.register} and o.name = s.source
      ${words.map((one) => one.join).join('\n      ')}
     where s.import_id = ${staged.id} ${some}`)
    .execute(tx)
  await sql.raw('set local enable_nestloop = on; analyze staged_typed').execute(tx)
  const identity = `c.region_id = any (${staged.subtree}) and c.source_id = s.source_id`
  await sql
    .raw(`create temp table staged_match on commit drop as
    select s.seq, c.region_id, c.id as complaint_id from staged_typed s join complaint c on ${identity} and c.number = s.number where s.number is not null
    union all
    select s.seq, c.region_id, c.id from staged_typed s join complaint c on ${identity} and c.row_digest = s.row_digest and c.row_ordinal = s.row_ordinal where s.number is null`)
    .execute(tx)
  await sql.raw('create index on staged_match (seq); analyze staged_match').execute(tx)
}

export async function dropTyped(tx: Transaction<Tables>): Promise<void> {
  await sql.raw('drop table if exists staged_typed, staged_match, staged_word, staged_outcome').execute(tx)
}

/** One staged row whose identity the ledger has. */
export type MatchedRow = {
  seq: number
  rowNo: number
  sheet: string | null
  regionId: number
  complaintId: number
  textDigest: Buffer | null
  textMasked: string | null
  values: LedgerValues
}

/** Staged rows of the complaints named, with their values; text stands as its digest beside them. */
export async function loadMatched(tx: Transaction<Tables>, seqs: readonly number[]): Promise<MatchedRow[]> {
  const columns = stagedFields.map((field) => `s.${ledgerColumns[field].column}`)
  const { rows } = await sql
    .raw<Record<string, never>>(`
    select s.seq, s.row_no as "rowNo", s.sheet, m.region_id as "regionId", m.complaint_id as "complaintId", s.text_digest as "textDigest", s.text_masked as "textMasked", ${columns.join(', ')}
      from staged_typed s join staged_match m on m.seq = s.seq where s.seq = any ('{${seqs.join(',')}}'::integer[]) order by s.seq`)
    .execute(tx)
  return rows.map((row) => {
    const { seq, rowNo, sheet, regionId, complaintId, textDigest, textMasked, ...values } = row as unknown as Omit<MatchedRow, 'values'>
    return { seq, rowNo, sheet, regionId, complaintId, textDigest, textMasked, values: values as unknown as LedgerValues }
  })
}
