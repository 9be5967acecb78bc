import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { NameIndex } from '../imports/names.ts'
import { columnsOf } from '../imports/columns.ts'
import { hasMeaning, ledgerFields, ledgerColumns, wordsOf, type LedgerField } from '../ledger/columns.ts'
import { loadDictionary, type DictionaryEntry } from '../ledger/dictionary.ts'
import type { FullLabel } from '../platform/label.ts'
import type { EntryChoice, UnclassifiedWords } from './words.types.ts'
import { currentRevision } from '../ledger/revision.ts'

/** The columns whose words have a meaning that figures count by. */
export const meaningFields: readonly LedgerField[] = ledgerFields.filter(hasMeaning)

/** Words without a meaning that current complaints hold, most complaints first; with what each could mean. */
export function readUnclassifiedWords(db: Db, viewer: Viewer): Promise<UnclassifiedWords> {
  return readSnapshot(db, viewer, async (tx) => {
    const { rows } = await countWords(tx)
    const fields = [...new Set(rows.map((row) => row.field))]
    const dictionary = await loadDictionary(tx, await currentRevision(tx))
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

/** One pass over the current versions, and none where every word has a meaning. */
function countWords(tx: Transaction<Tables>) {
  const columns = meaningFields.map((field) => sql`(${sql.lit(field)}, ${sql.ref(`v.${ledgerColumns[field].column}`)})`)
  return sql<{ field: LedgerField; word: string; complaints: number }>`
    with open as materialized (select w.region_id, w.id, w.word from dictionary_word w where not exists (
        select from word_meaning m where m.region_id = w.region_id and m.word_id = w.id and m.to_revision is null))
    select x.field, o.word, count(*)::integer as complaints
      from complaint_version v cross join lateral (values ${sql.join(columns)}) x (field, word_id)
      join open o on o.id = x.word_id
     where v.to_revision is null and exists (select from open)
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
