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
  { table: 'annotation', begins: 'from_revision', ends: true },
  { table: 'assertion', begins: 'revision', ends: false, digest: 't.digest', order: 't.complaint_id' },
  { table: 'assessment_result', begins: 'revision', ends: false },
  { table: 'batch', begins: 'revision', ends: false, row: `(to_jsonb(t) - 'report')` },
  { table: 'batch_void', begins: 'from_revision', ends: true },
  { table: 'calendar_day', begins: 'from_revision', ends: true },
  { table: 'calendar_name', begins: 'from_revision', ends: true },
  { table: 'complaint_source', begins: 'revision', ends: false },
  { table: 'correction_undo', begins: 'revision', ends: false },
  { table: 'dictionary_entry', begins: 'from_revision', ends: true },
  { table: 'dictionary_word', begins: 'revision', ends: false },
  { table: 'exposure', begins: 'revision', ends: false },
  { table: 'filed_return', begins: 'revision', ends: false },
  { table: 'handling_step', begins: 'from_revision', ends: true },
  { table: 'institution', begins: 'revision', ends: false },
  { table: 'institution_version', begins: 'revision', ends: false },
  { table: 'matter_dismissal', begins: 'from_revision', ends: true },
  { table: 'matter_member', begins: 'from_revision', ends: true },
  { table: 'month_close', begins: 'from_revision', ends: true },
  { table: 'return_cell', begins: 'revision', ends: false },
  { table: 'series_break', begins: 'from_revision', ends: true },
  { table: 'setting', begins: 'from_revision', ends: true },
  { table: 'supervision_decision', begins: 'from_revision', ends: true },
  { table: 'word_meaning', begins: 'from_revision', ends: true },
]

type Line = { kind: string; actor: string; reason: string | null; detail: string }
type Part = { revision: number; table: string; digest: Buffer }

/** SHA-256 over what one revision added and ended, and over its own line's words. */
export async function changeDigest(tx: Transaction<Tables>, revision: number, line: Line): Promise<Buffer> {
  return combine(revision, line, await tableDigests(tx, revision))
}

/** The digests that all changes should have, by revision: what verify compares with those that they have. */
export async function changeDigests(tx: Transaction<Tables>, lines: ReadonlyMap<number, Line>): Promise<Map<number, Buffer>> {
  const byRevision = new Map<number, Part[]>()
  for (const part of await tableDigests(tx, null)) byRevision.set(part.revision, [...(byRevision.get(part.revision) ?? []), part])
  return new Map([...lines].map(([revision, line]) => [revision, combine(revision, line, byRevision.get(revision) ?? [])]))
}

function combine(revision: number, line: Line, parts: readonly Part[]): Buffer {
  const hash = createHash('sha256')
  for (const { table, digest } of parts) hash.update(table).update(digest)
  return hash.update(JSON.stringify([revision, line.kind, line.actor, line.reason, line.detail])).digest()
}

/** The digest of each table's part in one revision, or in each (null), in the registry's order. */
async function tableDigests(tx: Transaction<Tables>, revision: number | null): Promise<Part[]> {
  const parts = remembered.flatMap((one) => {
    const row = `(${one.row ?? (one.ends ? `to_jsonb(t) - 'to_revision'` : 'to_jsonb(t)')})::text`
    const digest = one.digest ?? `sha256(convert_to(${row}, 'UTF8'))`
    const part = (suffix: string, column: string) =>
      `select t.${column} as revision, '${one.table}${suffix}' as "table", sha256(string_agg(${digest}, ''::bytea order by ${one.order ?? row})) as digest
         from ${one.table} t where t.${column} ${revision === null ? 'is not null' : `= ${Math.trunc(revision)}`} group by t.${column}`
    return one.ends ? [part('', one.begins), part(' ended', 'to_revision')] : [part('', one.begins)]
  })
  const { rows } = await sql.raw<Part>(`${parts.join(' union all ')} order by revision, "table"`).execute(tx)
  return rows
}
