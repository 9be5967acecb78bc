import { sql, type RawBuilder, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { NameIndex } from '../imports/names.ts'
import { columnsOf } from '../imports/columns.ts'
import { hasMeaning, ledgerFields, ledgerColumns, wordsOf, type LedgerField } from '../ledger/columns.ts'
import { today } from '../ledger/clock.ts'
import { isOffered, loadDictionary, type DictionaryEntry } from '../ledger/dictionary.ts'
import type { FullLabel } from '../platform/label.ts'
import type { EntryChoice, HeldWord, UnclassifiedWords } from './words.types.ts'
import { currentRevision } from '../ledger/revision.ts'

/** Columns whose words figures read by their meaning although a version stores the word. */
const readByMeaning: readonly LedgerField[] = [
  'severity',
  'rightsDomain',
  'rightsDomainDetail',
  'rightInfringed',
  'meansOfHandling',
  'complainantType',
]
/** The columns whose words have a meaning that figures count by. */
export const meaningFields: readonly LedgerField[] = ledgerFields.filter((field) => hasMeaning(field) || readByMeaning.includes(field))

/** Words without a meaning that current complaints hold, most complaints first; with what each could mean. */
export function readUnclassifiedWords(db: Db, viewer: Viewer): Promise<UnclassifiedWords> {
  return readSnapshot(db, viewer, async (tx) => {
    const rows = await countWords(tx)
    const fields = [...new Set(rows.map((row) => row.field))]
    const day = await today(tx)
    const dictionary = (await loadDictionary(tx, await currentRevision(tx))).filter((entry) => isOffered(entry, day))
    const entries = new Map(fields.map((field) => [field, dictionary.filter((entry) => entry.kind === wordsOf(field))]))
    const indexes = new Map(fields.map((field) => [field, indexOf(entries.get(field) ?? [])]))
    return {
      words: rows.map(({ field, word, complaints }) => ({
        field,
        fieldLabel: labelOf(field),
        word,
        complaints,
        proposals: proposalsFor(word, entries.get(field) ?? [], indexes.get(field)),
      })),
      dictionaries: fields.map((field) => ({ field, entries: (entries.get(field) ?? []).map(choiceOf) })),
    }
  })
}

/** One pass over the current versions, of the columns that have an open word alone, and none where every word has a meaning. */
async function countWords(tx: Transaction<Tables>): Promise<{ field: LedgerField; word: string; complaints: number }[]> {
  const { rows: kinds } = await sql<{ kind: string }>`
    select distinct w.kind from dictionary_word w where not exists (
      select from word_meaning m where m.region_id = w.region_id and m.word_id = w.id and m.to_revision is null)`.execute(tx)
  const open = meaningFields.filter((field) => kinds.some(({ kind }) => kind === wordsOf(field)))
  return open.length === 0 ? [] : (await countHeld(tx, open, sql`is null`)).rows
}

/** The words that mean an entry now, with the complaints that hold each, most first. */
export function readEntryWords(db: Db, viewer: Viewer, kind: string, key: string): Promise<HeldWord[]> {
  return readSnapshot(db, viewer, async (tx) => {
    const entry = (await loadDictionary(tx, await currentRevision(tx))).find((one) => one.kind === kind && one.key === key)
    const fields = ledgerFields.filter((field) => wordsOf(field) === kind)
    if (!entry || fields.length === 0) return []
    const { rows } = await countHeld(tx, fields, sql`= ${entry.id}`)
    return rows.map((row) => ({ ...row, fieldLabel: labelOf(row.field) }))
  })
}

function countHeld(tx: Transaction<Tables>, fields: readonly LedgerField[], meaning: RawBuilder<unknown>) {
  const columns = fields.map((field) => sql`(${sql.lit(field)}, ${sql.ref(`v.${ledgerColumns[field].column}`)})`)
  const kinds = [...new Set(fields.map((field) => wordsOf(field)))]
  return sql<{ field: LedgerField; word: string; complaints: number }>`
    with held as materialized (select w.region_id, w.id, w.word from dictionary_word w
        left join word_meaning m on m.region_id = w.region_id and m.word_id = w.id and m.to_revision is null
       where w.kind = any (${kinds}::text[]) and m.entry_id ${meaning})
    select x.field, o.word, count(*)::integer as complaints
      from complaint_version v cross join lateral (values ${sql.join(columns)}) x (field, word_id)
      join held o on o.id = x.word_id
     where v.to_revision is null and exists (select from held)
     group by 1, 2 order by 3 desc, 1, 2 limit 500`.execute(tx)
}

function labelOf(field: LedgerField): FullLabel {
  return columnsOf('complaints')[field]?.label ?? { zh: field, en: field }
}

function indexOf(entries: readonly DictionaryEntry[]): NameIndex {
  return new NameIndex(entries.map(({ id, label, attributes }) => ({ id, name: label.zh, aliases: attributes.aliases ?? [], code: null })))
}

function proposalsFor(word: string, entries: readonly DictionaryEntry[], index: NameIndex | undefined): EntryChoice[] {
  return (index?.similar(word) ?? []).flatMap(({ id }) => entries.filter((entry) => entry.id === id).map(choiceOf))
}

function choiceOf({ key, label }: DictionaryEntry): EntryChoice {
  return { key, label }
}
