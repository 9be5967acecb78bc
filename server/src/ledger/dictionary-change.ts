import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Writing } from './change.ts'
import { wordKey, type DictionaryEntry } from './dictionary.ts'
import { rederiveWords } from './rederive.ts'
import { meanWords } from './word-meaning.ts'

/** An entry in force, with the node that made it and since which revision it is as it is. */
export type StandingEntry = DictionaryEntry & { regionId: number; since: number }

/** The entries in force now, in display order. */
export async function loadStanding(tx: Transaction<Tables>): Promise<StandingEntry[]> {
  const { rows } = await sql<Omit<StandingEntry, 'label'> & { zh: string; en: string | null }>`
    select id, region_id as "regionId", kind, key, code, zh, en, parent_id as "parentId", display_order as "displayOrder", attributes,
           from_revision as since
      from dictionary_entry where to_revision is null order by kind, display_order, id`.execute(tx)
  return rows.map(({ zh, en, ...entry }) => ({ ...entry, label: { zh, en } }))
}

/** An entry is something else from this revision on; its id, key and node stay. */
export async function replaceEntry(writing: Writing, entry: StandingEntry): Promise<void> {
  const { tx, revision } = writing
  await endEntry(writing, entry)
  await sql`insert into dictionary_entry (region_id, id, kind, key, code, zh, en, parent_id, display_order, attributes, from_revision)
    values (${entry.regionId}, ${entry.id}, ${entry.kind}, ${entry.key}, ${entry.code}, ${entry.label.zh}, ${entry.label.en}, ${entry.parentId},
            ${entry.displayOrder}, ${JSON.stringify(entry.attributes)}::jsonb, ${revision})`.execute(tx)
}

/** Words of a dictionary that mean nothing yet and are written like one of these names: what a new entry or name resolves. */
export async function openWordsLike(
  { tx }: Writing,
  kind: string,
  entries: readonly { id: number; names: readonly string[] }[],
  regionIds: readonly number[],
): Promise<{ kind: string; word: string; entryId: number }[]> {
  const byName = new Map(entries.flatMap(({ id, names }) => names.map((name) => [wordKey(name), id] as const)))
  const { rows } = await sql<{ word: string }>`
    select distinct w.word from dictionary_word w where w.kind = ${kind} and w.region_id = any (${regionIds}::bigint[])
       and not exists (select from word_meaning m where m.region_id = w.region_id and m.word_id = w.id and m.to_revision is null)`.execute(
    tx,
  )
  return rows.flatMap(({ word }) => {
    const entryId = byName.get(wordKey(word))
    return entryId === undefined ? [] : [{ kind, word, entryId }]
  })
}

/** Gives words that were open their meaning; those that mean something already keep it. @returns how many complaints differ. */
export function meanOpenWords(
  writing: Writing,
  meanings: readonly { kind: string; word: string; entryId: number }[],
  regionIds: readonly number[],
): Promise<number> {
  return meanings.length === 0 ? Promise.resolve(0) : meanWords(writing, meanings, regionIds, true)
}

/** What a change did to an entry: as it was before it, as it was after it, as it is now; null: not there. */
export type EntryTrace = { id: number; before: StandingEntry | null; after: StandingEntry | null; now: StandingEntry | null }

/** Whether two states of an entry say the same, or are both not there. */
export function saysTheSame(one: StandingEntry | null, other: StandingEntry | null): boolean {
  return told(one) === told(other)
}

/** What a change did to entries. */
export async function traceEntries(tx: Transaction<Tables>, revision: number): Promise<EntryTrace[]> {
  const { rows } = await sql<
    Omit<StandingEntry, 'label'> & { zh: string; en: string | null; ended: number | null }
  >`select id, region_id as "regionId", kind, key, code, zh, en, parent_id as "parentId", display_order as "displayOrder", attributes,
           from_revision as since, to_revision as ended
      from dictionary_entry e
     where exists (select from dictionary_entry t where t.id = e.id and (t.from_revision = ${revision} or t.to_revision = ${revision}))
     order by id`.execute(tx)
  const traces = new Map<number, EntryTrace>()
  for (const { zh, en, ended, ...row } of rows) {
    const trace = traces.get(row.id) ?? { id: row.id, before: null, after: null, now: null }
    const entry: StandingEntry = { ...row, label: { zh, en } }
    if (ended === revision) trace.before = entry
    if (row.since === revision) trace.after = entry
    if (ended === null) trace.now = entry
    traces.set(row.id, trace)
  }
  return [...traces.values()]
}

/** What a change did to the meaning of words, likewise. */
export type MeaningTrace = {
  regionId: number
  wordId: number
  word: string
  before: number | null
  after: number | null
  changedSince: boolean
}

export async function traceMeanings(tx: Transaction<Tables>, revision: number): Promise<MeaningTrace[]> {
  const { rows } = await sql<MeaningTrace>`
    select w.region_id as "regionId", w.id as "wordId", w.word,
           max(m.entry_id) filter (where m.to_revision = ${revision}) as before,
           max(m.entry_id) filter (where m.from_revision = ${revision}) as after,
           max(m.entry_id) filter (where m.to_revision is null)
             is distinct from max(m.entry_id) filter (where m.from_revision = ${revision}) as "changedSince"
      from word_meaning m join dictionary_word w on w.region_id = m.region_id and w.id = m.word_id
     where exists (select from word_meaning t where t.region_id = m.region_id and t.word_id = m.word_id
       and (t.from_revision = ${revision} or t.to_revision = ${revision}))
     group by 1, 2, 3 order by 2`.execute(tx)
  return rows
}

/** Gives back what entries and words were before a change. @returns how many complaints have another version than before. */
export async function takeBack(writing: Writing, entries: readonly EntryTrace[], words: readonly MeaningTrace[]): Promise<number> {
  const { tx, revision } = writing
  for (const { before, after } of entries) {
    if (before) await replaceEntry(writing, { ...before, id: before.id })
    else if (after) await endEntry(writing, after)
  }
  if (words.length === 0) return 0
  const ids = words.map((one) => one.wordId)
  await sql`update word_meaning set to_revision = ${revision} where word_id = any (${ids}::integer[]) and to_revision is null`.execute(tx)
  const held = words.filter((one) => one.before !== null)
  await sql`insert into word_meaning (region_id, word_id, entry_id, from_revision)
    select r, w, e, ${revision} from unnest(${held.map((one) => one.regionId)}::bigint[], ${held.map((one) => one.wordId)}::integer[],
      ${held.map((one) => one.before)}::integer[]) as b (r, w, e)`.execute(tx)
  return rederiveWords(writing, ids)
}

/**
 * What hangs on an entry, other than the words named: words that mean it, entries below it, institutions and returns of a
 * peer group, results of a grade. An entry that something hangs on is not taken away.
 */
export async function hangsOn(tx: Transaction<Tables>, entryId: number, but: readonly number[]): Promise<boolean> {
  const { rows } = await sql`
    select where exists (select from word_meaning where entry_id = ${entryId} and to_revision is null and word_id <> all (${but}::integer[]))
       or exists (select from dictionary_entry where parent_id = ${entryId} and to_revision is null)
       or exists (select from institution_version where peer_group_id = ${entryId})
       or exists (select from filed_return where peer_group_id = ${entryId})
       or exists (select from assessment_result where grade_id = ${entryId})`.execute(tx)
  return rows.length > 0
}

async function endEntry({ tx, revision }: Writing, { regionId, id }: StandingEntry): Promise<void> {
  await sql`update dictionary_entry set to_revision = ${revision}
    where region_id = ${regionId} and id = ${id} and to_revision is null`.execute(tx)
}

function told(entry: StandingEntry | null): string {
  if (entry === null) return ''
  const { code, label, parentId, displayOrder, attributes } = entry
  return JSON.stringify([code, label.zh, label.en, parentId, displayOrder, Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))])
}
