import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Label } from '../platform/label.ts'
import type { Writing } from './change.ts'

export type DictionaryKind =
  | 'category'
  | 'cause'
  | 'lodgingChannel'
  | 'serviceChannel'
  | 'satisfaction'
  | 'upheld'
  | 'peerGroup'
  | (string & {})
export type DictionaryEntry = {
  id: number
  kind: DictionaryKind
  key: string
  code: string | null
  label: Label
  parentId: number | null
  displayOrder: number
  /**
   * bases: a peer group's two exposures; satisfied: of a satisfaction; outcome: of an upheld entry; major: of a severity;
   * rightsDomain: the domain of a business category where nobody wrote one; department: who answers for a rights domain;
   * retiredFrom: the day from which the entry is offered no more, what was classified by it stays.
   */
  attributes: {
    aliases?: string[]
    bases?: string[]
    satisfied?: boolean
    outcome?: string
    major?: boolean
    rightsDomain?: string
    department?: string
    retiredFrom?: string
  }
}

/** Whether an entry is still offered on a day. */
export function isOffered({ attributes }: Pick<DictionaryEntry, 'attributes'>, day: string): boolean {
  return attributes.retiredFrom === undefined || day < attributes.retiredFrom
}

/** Stands for what no entry is known for: no word, or a word that means nothing yet. */
export const unclassified = { id: 0, key: 'UNCLASSIFIED', label: { zh: '未归类', en: 'Unclassified' } } as const

/** The entries in force as of a revision, in display order. */
export async function loadDictionary(tx: Transaction<Tables>, revision: number): Promise<DictionaryEntry[]> {
  const { rows } = await sql<Omit<DictionaryEntry, 'label'> & { zh: string; en: string | null }>`
    select id, kind, key, code, zh, en, parent_id as "parentId", display_order as "displayOrder", attributes
      from dictionary_entry where from_revision <= ${revision} and (to_revision is null or to_revision > ${revision})
     order by kind, display_order, id`.execute(tx)
  return rows.map(({ zh, en, ...entry }) => ({ ...entry, label: { zh, en } }))
}

/** How words are compared with labels: without width, case, spaces, zero-width characters and kinds of brackets. */
export function wordKey(word: string): string {
  return word
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200d\ufeff]/gu, '')
    .replace(/[【〔[]/gu, '(')
    .replace(/[】〕\]]/gu, ')')
    .toLowerCase()
}

/**
 * What each word means as of a revision: mapped by hand, else by key, code, Chinese label or alias, of a peer group by its
 * English label too; null for unknown.
 */
export async function matchWords(
  tx: Transaction<Tables>,
  kind: DictionaryKind,
  words: readonly string[],
  revision: number,
): Promise<Map<string, number | null>> {
  const entries = (await loadDictionary(tx, revision)).filter((entry) => entry.kind === kind)
  const byName = new Map<string, number>()
  for (const entry of entries) {
    const names = [entry.label.zh, entry.code, entry.key, ...(entry.attributes.aliases ?? []), kind === 'peerGroup' ? entry.label.en : null]
    for (const name of names) if (name && !byName.has(wordKey(name))) byName.set(wordKey(name), entry.id)
  }
  const { rows } = await sql<{ word: string; entryId: number }>`
    select w.word, m.entry_id as "entryId" from dictionary_word w
      join word_meaning m on m.region_id = w.region_id and m.word_id = w.id
     where w.kind = ${kind} and w.word = any (${words}::text[])
       and m.from_revision <= ${revision} and (m.to_revision is null or m.to_revision > ${revision})`.execute(tx)
  const mapped = new Map(rows.map((row) => [row.word, row.entryId]))
  return new Map(words.map((word) => [word, mapped.get(word) ?? byName.get(wordKey(word)) ?? null]))
}

/**
 * Writes words down that the ledger has not met, with what they mean; `create` makes an entry under 其他 for the unknown
 * ones, except where a mask shows that they hold personal data. Gives each word's id.
 */
export async function learnWords(
  writing: Writing,
  kind: DictionaryKind,
  words: readonly string[],
  create: boolean,
): Promise<Map<string, number>> {
  const { tx, revision, regionId } = writing
  if (words.length === 0) return new Map()
  await sql`insert into dictionary_word (region_id, kind, word, revision)
    select ${regionId}, ${kind}, w, ${revision} from unnest(${words}::text[]) w
     where not exists (select from dictionary_word d where d.region_id = ${regionId} and d.kind = ${kind} and d.word = w)`.execute(tx)
  const meanings = await matchWords(tx, kind, words, revision)
  if (create) {
    for (const [word, entryId] of meanings)
      if (entryId === null && !holdsMask(word)) meanings.set(word, await createEntry(writing, kind, word))
  }
  const known = [...meanings].filter((pair): pair is [string, number] => pair[1] !== null)
  await sql`insert into word_meaning (region_id, word_id, entry_id, from_revision)
    select d.region_id, d.id, m.entry_id, ${revision}
      from unnest(${known.map(([word]) => word)}::text[], ${known.map(([, id]) => id)}::integer[]) m (word, entry_id)
      join dictionary_word d on d.region_id = ${regionId} and d.kind = ${kind} and d.word = m.word
     where not exists (select from word_meaning o where o.region_id = d.region_id and o.word_id = d.id and o.to_revision is null)`.execute(
    tx,
  )
  const { rows } = await sql<{ id: number; word: string }>`
    select id, word from dictionary_word where region_id = ${regionId} and kind = ${kind} and word = any (${words}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.word, row.id]))
}

/** A new leaf under the dictionary's 其他 (or at its top where it has none, or `top`); its key is made from its number. */
export async function createEntry(
  writing: Writing,
  kind: DictionaryKind,
  zh: string,
  more: {
    key?: string
    en?: string | null
    code?: string | null
    parentId?: number | null
    top?: boolean
    displayOrder?: number
    attributes?: DictionaryEntry['attributes']
  } = {},
): Promise<number> {
  const { tx, revision, regionId } = writing
  const { rows } = await sql<{ id: number }>`
    with next as (select nextval('dictionary_entry_id')::integer as id)
    insert into dictionary_entry (region_id, id, kind, key, code, zh, en, parent_id, display_order, attributes, from_revision)
    select ${regionId}, next.id, ${kind}, coalesce(${more.key ?? null}::text, ${kind}::text || '-' || next.id), ${more.code ?? null}, ${zh}, ${more.en ?? null},
           coalesce(${more.parentId ?? null}::integer, (select id from dictionary_entry o where o.kind = ${kind} and o.key = 'OTHER' and o.to_revision is null and not ${more.top ?? false}::boolean limit 1)),
           ${more.displayOrder ?? 900}, ${JSON.stringify(more.attributes ?? {})}::jsonb, ${revision}
      from next returning id`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new Error('No dictionary entry was made.')
  return id
}

/** A word in which something was masked: it holds personal data and becomes no entry. */
export function holdsMask(word: string): boolean {
  return /[*＊]/u.test(word)
}
