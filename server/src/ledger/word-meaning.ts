import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Writing } from './change.ts'
import type { DictionaryKind } from './dictionary.ts'
import { rederiveWords } from './rederive.ts'

/**
 * Gives words a meaning from this revision on and derives again the complaints that hold one: they are
 * classified without a new import. A word is that of every office at or below the regions given. `onlyOpen`: words that mean
 * something already keep it.
 * @returns how many complaints have another version than before.
 */
export async function meanWords(
  writing: Writing,
  meanings: readonly { kind: DictionaryKind; word: string; entryId: number }[],
  regionIds: readonly number[],
  onlyOpen = false,
): Promise<number> {
  const { tx, revision } = writing
  const { rows } = await sql<{ id: number }>`
    with asked as (select * from unnest(${meanings.map((one) => one.kind)}::text[], ${meanings.map((one) => one.word)}::text[],
        ${meanings.map((one) => one.entryId)}::integer[]) a (kind, word, entry_id)),
      found as (select w.region_id, w.id, a.entry_id from dictionary_word w join asked a using (kind, word)
        where w.region_id = any (${regionIds}::bigint[]) and not (${onlyOpen}::boolean and exists (select from word_meaning o
          where o.region_id = w.region_id and o.word_id = w.id and o.to_revision is null))),
      ended as (update word_meaning m set to_revision = ${revision} from found f
        where m.region_id = f.region_id and m.word_id = f.id and m.to_revision is null returning m.word_id),
      begun as (insert into word_meaning (region_id, word_id, entry_id, from_revision)
        select region_id, id, entry_id, ${revision} from found returning word_id)
    select word_id as id from begun`.execute(tx)
  return rows.length === 0
    ? 0
    : rederiveWords(
        writing,
        rows.map((row) => row.id),
      )
}

/** Regions at or below the viewer's: whose words are meant. */
export async function regionsOf({ tx }: Pick<Writing, 'tx'>, viewer: Viewer): Promise<number[]> {
  if (viewer.scope.kind === 'SCOPE') return viewer.scope.regions
  const { rows } = await sql<{ id: number }>`select region_id as id from region`.execute(tx)
  return rows.map((row) => row.id)
}
