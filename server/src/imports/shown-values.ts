import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { stagedName, wordsOf } from '../ledger/columns.ts'
import type { ValueChange } from '../ledger/compare.ts'
import { yuanText } from './amounts.ts'
import type { Staged } from './stage.ts'

const KIND_LABELS = ['', '投诉', '举报', '信访', '咨询', '建议']

/** Stored values as a person reads them: words for word ids, names for institutions, yuan for fen. */
export async function showChanges(tx: Transaction<Tables>, staged: Staged, changes: readonly ValueChange[]): Promise<ValueChange[]> {
  if (changes.length === 0) return []
  const words = await wordsById(tx, changes)
  const written = await writtenWords(tx, staged, changes)
  const names = new Map(staged.world.named.map(({ id, name }) => [String(id), name]))
  const show = (one: ValueChange, value: string | null, ofFile: boolean): string | null => {
    if (value === null) return null
    if (wordsOf(one.field)) {
      // A word that the ledger has not met has no id yet: it stands in staging.
      return ofFile && value === '-1' ? (written.get(`${one.sheet ?? ''} ${one.row} ${one.field}`) ?? null) : (words.get(value) ?? value)
    }
    if (one.field === 'institution') return names.get(value) ?? value
    if (one.field === 'amount') return yuanText(value)
    if (one.field === 'kind') return KIND_LABELS[Number(value)] ?? value
    if (one.field === 'onSite') return value === 'true' ? '是' : '否'
    return value
  }
  return changes.map((one) => ({ ...one, before: show(one, one.before, false), after: show(one, one.after, true) }))
}

async function wordsById(tx: Transaction<Tables>, changes: readonly ValueChange[]): Promise<Map<string, string>> {
  const ids = changes
    .flatMap((one) => (wordsOf(one.field) ? [one.before, one.after] : []))
    .flatMap((id) => (id !== null && Number(id) > 0 ? [Number(id)] : []))
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    id: number
    word: string
  }>`select id, word from dictionary_word where id = any (${[...new Set(ids)]}::integer[])`.execute(tx)
  return new Map(rows.map((row) => [String(row.id), row.word]))
}

async function writtenWords(tx: Transaction<Tables>, staged: Staged, changes: readonly ValueChange[]): Promise<Map<string, string>> {
  const fresh = changes.filter((one) => one.after === '-1' && wordsOf(one.field))
  if (fresh.length === 0) return new Map()
  const rows = await tx
    .selectFrom('staging.complaint')
    .selectAll()
    .where('import_id', '=', staged.importId)
    .where('row_no', 'in', [...new Set(fresh.map((one) => one.row))])
    .execute()
  const byPlace = new Map(rows.map((row) => [`${row.sheet ?? ''} ${row.row_no}`, row]))
  return new Map(
    fresh.flatMap((one) => {
      const row = byPlace.get(`${one.sheet ?? ''} ${one.row}`)
      const word = row?.[stagedName(one.field) as keyof typeof row]
      return typeof word === 'string' ? [[`${one.sheet ?? ''} ${one.row} ${one.field}`, word] as const] : []
    }),
  )
}
