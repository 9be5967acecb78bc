import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'

type Remembered = {
  table: string
  begins: 'revision' | 'from_revision'
  ends: boolean
  /** The row as text where it is not all columns; `digest` and `order` where the row carries a digest of its own. */
  row?: string
  digest?: string
  order?: string
}

/**
 * What a change's digest covers: every row that the change added to these tables, and every row of theirs that it
 * ended. Versions, rollups and deltas follow from them and are checked by replay instead. An assertion's digest covers
 * its values, its complaint's identity and its text's keyed digest, so that a redaction leaves the change's digest as it is.
 */
const remembered: Remembered[] = [
  { table: 'assertion', begins: 'revision', ends: false, digest: 't.digest', order: 't.complaint_id' },
  { table: 'batch', begins: 'revision', ends: false, row: `(to_jsonb(t) - 'report')` },
  { table: 'batch_void', begins: 'from_revision', ends: true },
  { table: 'calendar_day', begins: 'from_revision', ends: true },
  { table: 'complaint_source', begins: 'revision', ends: false },
  { table: 'dictionary_entry', begins: 'from_revision', ends: true },
  { table: 'dictionary_word', begins: 'revision', ends: false },
  { table: 'exposure', begins: 'revision', ends: false },
  { table: 'handling_step', begins: 'from_revision', ends: true },
  { table: 'institution', begins: 'revision', ends: false },
  { table: 'institution_version', begins: 'revision', ends: false },
  { table: 'matter_member', begins: 'from_revision', ends: true },
  { table: 'month_close', begins: 'from_revision', ends: true },
  { table: 'series_break', begins: 'from_revision', ends: true },
  { table: 'setting', begins: 'from_revision', ends: true },
  { table: 'word_meaning', begins: 'from_revision', ends: true },
]

/** SHA-256 over what one revision added and ended, and over its own line's words. */
export async function changeDigest(
  tx: Transaction<Tables>,
  revision: number,
  line: { kind: string; actor: string; reason: string | null; detail: string },
): Promise<Buffer> {
  const hash = createHash('sha256')
  for (const { table, digest } of await tableDigests(tx, revision)) hash.update(table).update(digest)
  return hash.update(JSON.stringify([revision, line.kind, line.actor, line.reason, line.detail])).digest()
}

/** The digest of each table's part in a revision; verify names the tables where it differs. */
export async function tableDigests(tx: Transaction<Tables>, revision: number): Promise<{ table: string; digest: Buffer }[]> {
  const parts = remembered.flatMap((one) => {
    const row = `(${one.row ?? (one.ends ? `to_jsonb(t) - 'to_revision'` : 'to_jsonb(t)')})::text`
    const digest = one.digest ?? `sha256(convert_to(${row}, 'UTF8'))`
    const part = (suffix: string, column: string) =>
      `select '${one.table}${suffix}' as "table", sha256(string_agg(${digest}, ''::bytea order by ${one.order ?? row})) as digest
         from ${one.table} t where t.${column} = ${Math.trunc(revision)}`
    return one.ends ? [part('', one.begins), part(' ended', 'to_revision')] : [part('', one.begins)]
  })
  const { rows } = await sql.raw<{ table: string; digest: Buffer | null }>(parts.join(' union all ')).execute(tx)
  return rows.flatMap(({ table, digest }) => (digest ? [{ table, digest }] : []))
}
