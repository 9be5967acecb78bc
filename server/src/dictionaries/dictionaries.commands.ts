import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { rehearse, write, type Act, type Writing, type Written } from '../ledger/change.ts'
import { createEntry, wordKey } from '../ledger/dictionary.ts'
import { loadStanding, meanOpenWords, openWordsLike, replaceEntry, saysTheSame, type StandingEntry } from '../ledger/dictionary-change.ts'
import { regionsOf } from '../ledger/word-meaning.ts'
import { ConflictError, ForbiddenError, InvalidError } from '../platform/errors.ts'
import { demandReason } from '../platform/reason.ts'
import { dictionaryNamed, isOwn, namesOf, settleEntry, type EntryAsked } from './dictionaries.rules.ts'

/** What a change of a dictionary came to: the entry's key, and how many complaints have another version than before. */
export type DictionaryDone = { key: string; complaints: number }
type Work<T> = { act: Act; work: (writing: Writing) => Promise<T> }

/** Adds an entry; words that were open and are written like it mean it from then on, in the same change. */
export function addEntry(db: Db, viewer: Viewer, kind: string, asked: EntryAsked, reason: string): Promise<Written<DictionaryDone>> {
  const { act, work } = adding(viewer, kind, asked, demandReason(reason))
  return write(db, viewer, act, work)
}

/** Changes names, code, place in the tree, attributes or the day of retirement of an entry; figures by it stay its own. */
export function changeEntry(
  db: Db,
  viewer: Viewer,
  entry: { kind: string; key: string },
  asked: EntryAsked,
  reason: string,
): Promise<Written<DictionaryDone>> {
  const { act, work } = changing(viewer, entry, asked, demandReason(reason))
  return write(db, viewer, act, work)
}

/** How many complaints would be classified otherwise; refused as the change itself would be. */
export function previewEntry(db: Db, viewer: Viewer, kind: string, key: string | null, asked: EntryAsked): Promise<DictionaryDone> {
  const { act, work } = key === null ? adding(viewer, kind, asked, null) : changing(viewer, { kind, key }, asked, null)
  return rehearse(db, viewer, act, work)
}

export function refuseForeign(viewer: Viewer, entry: StandingEntry): void {
  if (isOwn(viewer, entry.regionId)) return
  throw new ForbiddenError(
    {
      zh: `词条“${entry.label.zh}”由上级维护，本级不能改动。`,
      en: `The entry “${entry.label.en ?? entry.label.zh}” is kept by a node above yours.`,
    },
    [{ path: 'entry', reason: 'NOT_YOURS', params: { key: entry.key } }],
  )
}

function adding(viewer: Viewer, asked: string, words: EntryAsked, reason: string | null): Work<DictionaryDone> {
  const kind = dictionaryNamed(asked)
  const detail = { dictionary: kind, entry: words.zh?.trim() ?? '' }
  const act = { kind: 'CHANGE_DICTIONARY', regionId: viewer.rootRegionId, reason, detail }
  const work = async (writing: Writing): Promise<DictionaryDone> => {
    const entries = await loadStanding(writing.tx)
    const next = settleEntry({ kind, id: null, entries }, null, { parent: null, ...words })
    const id = await createEntry(writing, kind, next.label.zh, { ...next, en: next.label.en, top: next.parentId === null })
    const made = (await loadStanding(writing.tx)).find((entry) => entry.id === id)
    return { key: made?.key ?? '', complaints: await classifyOpen(writing, kind, id, namesOf(next)) }
  }
  return { act, work }
}

function changing(
  viewer: Viewer,
  { kind: asked, key }: { kind: string; key: string },
  words: EntryAsked,
  reason: string | null,
): Work<DictionaryDone> {
  const kind = dictionaryNamed(asked)
  const said = Object.keys(words).filter((name) => words[name as keyof EntryAsked] !== undefined)
  const detail = { dictionary: kind, entry: key, fields: said }
  const act = { kind: 'CHANGE_DICTIONARY', regionId: viewer.rootRegionId, reason, detail }
  const work = async (writing: Writing): Promise<DictionaryDone> => {
    const entries = await loadStanding(writing.tx)
    const before = entryNamed(entries, kind, key)
    refuseForeign(viewer, before)
    detail.entry = before.label.zh
    const next = settleEntry({ kind, id: before.id, entries }, before, words)
    const after = { ...before, ...next }
    if (saysTheSame(before, after)) throw unchanged(before)
    await replaceEntry(writing, after)
    const known = new Set(namesOf(before).map(wordKey))
    const names = namesOf(next).filter((name) => !known.has(wordKey(name)))
    return { key, complaints: await classifyOpen(writing, kind, before.id, names) }
  }
  return { act, work }
}

async function classifyOpen(writing: Writing, kind: string, id: number, names: readonly string[]): Promise<number> {
  const regionIds = await regionsOf(writing, writing.viewer)
  return meanOpenWords(writing, await openWordsLike(writing, kind, [{ id, names }], regionIds), regionIds)
}

function entryNamed(entries: readonly StandingEntry[], kind: string, key: string): StandingEntry {
  const found = entries.find((entry) => entry.kind === kind && entry.key === key)
  if (found) return found
  const short = key.slice(0, 40)
  throw new InvalidError({ zh: `这个字典没有词条“${short}”。`, en: `This dictionary has no entry “${short}”.` }, [
    { path: 'entry', reason: 'UNKNOWN_ENTRY', params: { value: short } },
  ])
}

function unchanged({ label }: StandingEntry): ConflictError {
  return new ConflictError(
    { zh: `词条“${label.zh}”已经如此，没有要改的。`, en: `The entry “${label.en ?? label.zh}” is so already; there is nothing to change.` },
    [{ path: 'entry', reason: 'UNCHANGED' }],
  )
}
