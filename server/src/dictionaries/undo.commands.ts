import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { write, type Writing, type Written } from '../ledger/change.ts'
import {
  hangsOn,
  loadStanding,
  saysTheSame,
  takeBack,
  traceEntries,
  traceMeanings,
  type EntryTrace,
  type MeaningTrace,
} from '../ledger/dictionary-change.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import { demandReason } from '../platform/reason.ts'
import { refuseForeign } from './dictionaries.commands.ts'
import type { DictionaryActKind } from './dictionary-acts.ts'
import { holderOf, namesOf } from './dictionaries.rules.ts'

/**
 * Takes a change of a dictionary or a classification of words back, in a change of its own: entries and words are again
 * what they were before it, and complaints are derived again. What was taken back can be brought back the same way.
 * @throws NotFoundError for a change that is none of these, ConflictError where something changed since or hangs on a new entry.
 */
export function undoDictionary(
  db: Db,
  viewer: Viewer,
  asked: { change: string; reason: string; acts: readonly DictionaryActKind[] },
): Promise<Written<{ complaints: number }>> {
  const reason = demandReason(asked.reason)
  const detail: { undoes: number | null } = { undoes: null }
  return write(db, viewer, { kind: 'UNDO_DICTIONARY', regionId: viewer.rootRegionId, reason, detail }, async (writing) => {
    const revision = await revisionOf(writing, asked.change, asked.acts)
    detail.undoes = revision
    const entries = await traceEntries(writing.tx, revision)
    const words = await traceMeanings(writing.tx, revision)
    await refuseChanged(writing, viewer, entries, words)
    return { complaints: await takeBack(writing, entries, words) }
  })
}

async function revisionOf({ tx }: Writing, key: string, acts: readonly DictionaryActKind[]): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select revision from change where key::text = ${key} and kind = any (${acts}::text[])`.execute(tx)
  const revision = rows[0]?.revision
  if (revision !== undefined) return revision
  throw new NotFoundError({ zh: '没有这一次字典变更。', en: 'There is no such change of a dictionary.' }, [
    { path: 'change', reason: 'UNKNOWN_CHANGE' },
  ])
}

async function refuseChanged(
  writing: Writing,
  viewer: Viewer,
  entries: readonly EntryTrace[],
  words: readonly MeaningTrace[],
): Promise<void> {
  if (entries.length === 0 && words.length === 0)
    throw conflict('NOTHING', { zh: '这次变更没有可撤回的内容。', en: 'This change left nothing to take back.' })
  const since = [
    ...entries
      .filter(({ after, now }) => !saysTheSame(after, now))
      .map(({ before, after, now }) => (now ?? after ?? before)?.label.zh ?? ''),
    ...words.filter((one) => one.changedSince).map((one) => one.word),
  ]
  if (since.length > 0) {
    const named = since.slice(0, 5).map((name) => `“${name}”`)
    throw conflict('CHANGED_SINCE', {
      zh: `${named.join('、')}之后又有改动，请先撤回较晚的一次。`,
      en: `${named.join(', ')} changed again since; take the later change back first.`,
    })
  }
  const standing = await loadStanding(writing.tx)
  for (const { id, before, after } of entries) {
    const entry = before ?? after
    if (entry) refuseForeign(viewer, entry)
    if (
      before === null &&
      after &&
      (await hangsOn(
        writing.tx,
        id,
        words.map((one) => one.wordId),
      ))
    ) {
      const { zh, en } = after.label
      throw conflict('IN_USE', {
        zh: `词条“${zh}”已在使用，不能撤回；可以停用。`,
        en: `The entry “${en ?? zh}” is in use and cannot be taken back; retire it instead.`,
      })
    }
    const taken = before && namesOf(before).find((name) => holderOf(standing, before.kind, before.id, name))
    if (taken) throw conflict('TAKEN', { zh: `“${taken}”已属于另一词条。`, en: `“${taken}” belongs to another entry by now.` })
  }
}

function conflict(reason: string, label: FullLabel): ConflictError {
  return new ConflictError(label, [{ path: 'change', reason }])
}
