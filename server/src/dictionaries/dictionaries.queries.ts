import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { kindLabel } from '../audit/audit-kinds.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { today } from '../ledger/clock.ts'
import { isOffered } from '../ledger/dictionary.ts'
import { loadStanding, type StandingEntry } from '../ledger/dictionary-change.ts'
import { standardDictionary } from '../ledger/standard-dictionary.ts'
import type { Label } from '../platform/label.ts'
import { attributesOf, dictionaryKinds, isKept, type KeptDictionary } from './dictionary-kinds.ts'
import type { Dictionary, DictionaryActs, DictionaryEntryObject, MissingStandardEntry } from './dictionaries.types.ts'
import { dictionaryNamed, isOwn, missingStandard } from './dictionaries.rules.ts'
import { dictionaryActs } from './dictionary-acts.ts'

/** The dictionaries that an office keeps (or one of them), each with its entries in the order of their tree. */
export function readDictionaries(db: Db, viewer: Viewer, kind: string | null): Promise<Dictionary[]> {
  const kinds = kind === null ? (Object.keys(dictionaryKinds) as KeptDictionary[]) : [dictionaryNamed(kind)]
  return readSnapshot(db, viewer, async (tx) => {
    const entries = await loadStanding(tx)
    const day = await today(tx)
    return kinds.map((key) => ({
      key,
      label: dictionaryKinds[key].label,
      explain: dictionaryKinds[key].explain,
      attributes: attributesOf(key).map(([name, { label, explain, many, choices }]) => ({
        name,
        label,
        explain,
        many,
        choices: choices(entries),
      })),
      entries: inTree(entries.filter((entry) => entry.kind === key)).map(({ entry, depth, parent }) => ({
        ...entryObject(key, entry, viewer, day),
        depth,
        parent,
      })),
    }))
  })
}

/** The standard entries that the dictionaries lack. */
export function readMissingStandard(db: Db, viewer: Viewer): Promise<MissingStandardEntry[]> {
  return readSnapshot(db, viewer, async (tx) =>
    missingStandard(await loadStanding(tx)).map(({ entry, code, heldBy }) => ({
      dictionary: isKept(entry.kind) ? dictionaryKinds[entry.kind].label : { zh: entry.kind, en: entry.kind },
      key: entry.key,
      label: { zh: entry.zh, en: entry.en },
      code,
      heldBy: heldBy?.label ?? null,
    })),
  )
}

type ActRow = {
  change: string
  revision: number
  kind: string
  at: Date
  actor: string
  reason: string | null
  detail: string
  undone: boolean
}

/** What was done to dictionaries and to the meaning of words, the latest first. */
export function readDictionaryActs(db: Db, viewer: Viewer, first: number, after: string | null): Promise<DictionaryActs> {
  const before = after !== null && /^\d{1,9}$/.test(after) ? Number(after) : 2_147_483_647
  const size = Math.min(Math.max(first, 1), 200)
  return readSnapshot(db, viewer, async (tx) => {
    const { rows } = await sql<ActRow>`
      with acts as (select key::text as change, revision, kind, at, actor_name as actor, reason, detail, (detail::json ->> 'undoes')::integer as undoes
        from change where kind = any (${dictionaryActs}::text[]))
      select a.*, exists (select from acts u where u.undoes = a.revision
          and not exists (select from acts w where w.undoes = u.revision)) as undone
        from acts a where a.revision < ${before} order by a.revision desc limit ${size + 1}`.execute(tx)
    const { rows: all } = await sql<{ count: number }>`
      select count(*)::integer as count from change where kind = any (${dictionaryActs}::text[])`.execute(tx)
    const shown = rows.slice(0, size)
    return {
      rows: shown.map(({ detail, ...row }) => ({ ...row, kindLabel: kindLabel(row.kind), what: whatOf(JSON.parse(detail) as Detail) })),
      endCursor: shown.length > 0 ? String(shown.at(-1)?.revision) : null,
      hasNextPage: rows.length > size,
      totalCount: all[0]?.count ?? 0,
    }
  })
}

type Detail = { dictionary?: string; entry?: string; entries?: string[]; words?: { word: string }[]; undoes?: number }

function whatOf({ dictionary, entry, entries, words, undoes }: Detail): Label {
  if (undoes !== undefined && undoes !== null) return { zh: `第 ${undoes} 号变更`, en: `change ${undoes}` }
  if (words) return few(words.map((one) => one.word))
  if (entries) return few(entries.map((one) => one.slice(one.indexOf(' ') + 1)))
  const kind = dictionary !== undefined && isKept(dictionary) ? dictionaryKinds[dictionary].label : null
  return { zh: `${kind ? `${kind.zh}：` : ''}${entry ?? ''}`, en: `${kind ? `${kind.en}: ` : ''}${entry ?? ''}` }
}

function few(names: readonly string[]): Label {
  const more = names.length - 5
  const shown = names.slice(0, 5)
  return {
    zh: `${shown.join('、')}${more > 0 ? `等 ${names.length} 项` : ''}`,
    en: `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  }
}

type InTree = { entry: StandingEntry; depth: number; parent: string | null }

/** Each entry below its parent; one whose parent is not there stands at the top. */
function inTree(entries: readonly StandingEntry[]): InTree[] {
  const known = new Map(entries.map((entry) => [entry.id, entry]))
  const below = (parent: StandingEntry | null, depth: number): InTree[] =>
    entries
      .filter((entry) => (entry.parentId !== null ? (known.get(entry.parentId)?.id ?? null) : null) === (parent?.id ?? null))
      .flatMap((entry) => [{ entry, depth, parent: parent?.key ?? null }, ...below(entry, depth + 1)])
  return below(null, 0)
}

function entryObject(
  kind: KeptDictionary,
  entry: StandingEntry,
  viewer: Viewer,
  day: string,
): Omit<DictionaryEntryObject, 'depth' | 'parent'> {
  const { key, label, code, displayOrder, attributes, regionId } = entry
  return {
    key,
    label,
    code,
    displayOrder,
    aliases: attributes.aliases ?? [],
    retiredFrom: attributes.retiredFrom ?? null,
    offered: isOffered(entry, day),
    attributes: attributesOf(kind).map(([name, attribute]) => ({ name, values: attribute.read(attributes) })),
    standard: standardDictionary.some((one) => one.kind === kind && one.key === key),
    own: isOwn(viewer, regionId),
  }
}
