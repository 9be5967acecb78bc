import { unclassified, wordKey, type DictionaryEntry } from '../ledger/dictionary.ts'
import type { InstitutionState } from '../ledger/institution-history.ts'
import type { Label } from '../platform/label.ts'
import { dimensionRegistry, type DimensionKey } from './dimensions.ts'
import { holdsWords } from './facts.ts'
import type { Ground, Region } from './ground.ts'

/** What a column of the versions stores, as members of a dimension. */
export type Places = {
  /** Under which member a stored id is counted; null: under itself. */
  memberOf: ((stored: number) => number) | null
  /** The stored ids that are counted under these entries, regions or words; null: the ids themselves. */
  storedIn: ((ids: ReadonlySet<number>) => number[]) | null
}

/** A word of a dictionary with what it means as of the revision; 0: nothing yet. */
export type HeldWord = { id: number; kind: string; word: string; entryId: number }

const themselves: Places = { memberOf: null, storedIn: null }
const known = new WeakMap<object, Map<DimensionKey, Places>>()

/** How a dimension reads its column as of the ground's revision: worked out once. */
export function placesOf(dimension: DimensionKey, ground: Ground): Places {
  const kept = known.get(ground.memberships) ?? new Map<DimensionKey, Places>()
  known.set(ground.memberships, kept)
  const places = kept.get(dimension) ?? workOut(dimension, ground)
  kept.set(dimension, places)
  return places
}

function workOut(dimension: DimensionKey, ground: Ground): Places {
  const { kind, column, level } = dimensionRegistry[dimension]
  if (kind === 'REGION' && level && level !== 'TOP') {
    const levels = new Map(ground.regions.map((region) => [region.id, regionAt(region, level, ground)]))
    return { memberOf: (stored) => levels.get(stored) ?? 0, storedIn: null }
  }
  if (kind === 'SOURCE') return ofSources(ground)
  if (kind !== 'DICTIONARY' || column === undefined) return themselves
  return ofEntries(dimension, ground)
}

function regionAt(region: Region, level: string, ground: Ground): number {
  let at: Region | undefined = region
  while (at && at.level !== level) at = ground.regions.find((other) => other.id === at?.parentId)
  return at?.id ?? 0
}

/** One name is one source, in whichever office and register it issues numbers; those that may not be named are one together. */
function ofSources({ sources }: Ground): Places {
  const firsts = new Map<string, number>()
  const members = new Map<number, number>()
  for (const { id, name } of sources) {
    if (name !== null && !firsts.has(name)) firsts.set(name, id)
    members.set(id, name === null ? unnamedSource.id : (firsts.get(name) ?? id))
  }
  const storedIn = (ids: ReadonlySet<number>) => [...members].filter(([, member]) => ids.has(member)).map(([id]) => id)
  return { memberOf: (stored) => members.get(stored) ?? 0, storedIn }
}

function ofEntries(dimension: DimensionKey, ground: Ground): Places {
  const { column, level, attribute, wordsStand } = dimensionRegistry[dimension]
  const words = column !== undefined && holdsWords(column)
  if (!words && level === undefined && attribute === undefined) return themselves
  const byId = new Map(ground.dictionary.map((entry) => [entry.id, entry]))
  /** Entries stored, by what stands for them: themselves, or the words that mean them. */
  const entryOf = new Map<number, number>(words ? [[0, 0]] : ground.dictionary.map((entry) => [entry.id, entry.id]))
  if (words) for (const [stored, entry] of meanings(column, ground, wordsStand === true)) entryOf.set(stored, entry)
  const shown = new Map<number, number>()
  for (const [stored, entry] of entryOf) {
    const at = byId.get(entry)
    shown.set(stored, attribute ? namedBy(at, attribute, byId, ground) : at && level === 'TOP' ? topOf(at, byId) : entry)
  }
  return {
    memberOf: (stored) => shown.get(stored) ?? 0,
    // A filter names entries with all below them, so it looks at the entry itself, not at the level that it is shown at.
    storedIn: words
      ? (ids) => [...entryOf].filter(([stored, entry]) => ids.has(attribute ? (shown.get(stored) ?? 0) : entry)).map(([stored]) => stored)
      : null,
  }
}

/** Stored words and what they mean; of the rights domain also the business categories that stand in for one. */
function meanings(column: string, ground: Ground, wordsStand: boolean): [number, number][] {
  const firsts = new Map<string, number>()
  const own = ground.words
    .filter((word) => word.kind === column)
    .map(({ id, word, entryId }): [number, number] => {
      if (entryId !== 0 || !wordsStand) return [id, entryId]
      const key = wordKey(word)
      if (!firsts.has(key)) firsts.set(key, -id)
      return [id, firsts.get(key) ?? 0]
    })
  if (column !== 'rightsDomain') return own
  return [...own, ...domainsOfCategories(ground)]
}

function domainsOfCategories({ dictionary }: Ground): [number, number][] {
  const byId = new Map(dictionary.map((entry) => [entry.id, entry]))
  const domains = new Map(dictionary.filter((entry) => entry.kind === 'rightsDomain').map((entry) => [entry.key, entry.id]))
  return dictionary
    .filter((entry) => entry.kind === 'category')
    .map((entry) => [-entry.id, domains.get(inherited(entry, byId, (one) => one.attributes.rightsDomain) ?? '') ?? 0])
}

function namedBy(
  entry: DictionaryEntry | undefined,
  attribute: 'department',
  byId: ReadonlyMap<number, DictionaryEntry>,
  ground: Ground,
): number {
  const key = entry && inherited(entry, byId, (one) => one.attributes[attribute])
  return ground.dictionary.find((other) => other.kind === attribute && other.key === key)?.id ?? 0
}

/** What an entry says, or the nearest above it that says something. */
export function inherited<T>(
  entry: DictionaryEntry,
  byId: ReadonlyMap<number, DictionaryEntry>,
  said: (one: DictionaryEntry) => T | undefined,
): T | undefined {
  const seen = new Set<number>()
  for (let at: DictionaryEntry | undefined = entry; at && !seen.has(at.id); at = byId.get(at.parentId ?? 0)) {
    const value = said(at)
    if (value !== undefined) return value
    seen.add(at.id)
  }
  return undefined
}

function topOf(entry: DictionaryEntry, byId: ReadonlyMap<number, DictionaryEntry>): number {
  const seen = new Set<number>()
  let at = entry
  for (let above = byId.get(at.parentId ?? 0); above && !seen.has(above.id); above = byId.get(at.parentId ?? 0)) {
    seen.add(above.id)
    at = above
  }
  return at.id
}

/** What stands directly above a member; where nothing does, or nothing that may be seen, the member itself. */
export function parentOf(state: InstitutionState, ground: Ground): number {
  return state.parentId !== null && ground.history.stateOn(state.parentId, ground.today) !== null ? state.parentId : state.id
}

/** Members of a dimension that no entry names: words that stand for themselves. */
export function wordMembers(dimension: DimensionKey, ground: Ground): { id: number; key: string; label: Label }[] {
  const { column, wordsStand } = dimensionRegistry[dimension]
  const { memberOf } = placesOf(dimension, ground)
  if (!wordsStand || !memberOf) return []
  return ground.words
    .filter((word) => word.kind === column && memberOf(word.id) === -word.id)
    .map(({ id, word }) => ({ id: -id, key: word, label: { zh: word, en: null } }))
}

/** Stands for the sources that a viewer may not know by name. */
export const unnamedSource = { id: 0, key: 'UNNAMED', label: { zh: '未具名来源', en: 'Source not named' } } as const

/** Stands in for what is not divided as far as the level asked for. */
export const undivided = { id: 0, key: 'UNDIVIDED', label: { zh: '未细分到本级', en: 'Not divided so far' } } as const
export { unclassified }
