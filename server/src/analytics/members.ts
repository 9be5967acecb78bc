import { unclassified } from '../ledger/dictionary.ts'
import type { Label } from '../platform/label.ts'
import { addDays } from './calendar.ts'
import { dimensionRegistry, type DimensionKey } from './dimensions.ts'
import { subtree, type Ground } from './ground.ts'
import type { Range } from './period.ts'
import { placesOf, undivided, unnamedSource, wordMembers } from './places.ts'

/** Complaints that no ranked institution, or none of a group, answers for; id 0 in every table. */
export const outsideRanking = { id: 0, key: 'OUTSIDE_RANKING', label: { zh: '未参与排名', en: 'Outside the ranking' } } as const

/** What a fixed list holds, by stored number. */
const lists: Partial<Record<DimensionKey, readonly { id: number; key: string; label: { zh: string; en: string } }[]>> = {
  status: [
    { id: 1, key: 'OPEN', label: { zh: '未结', en: 'Open' } },
    { id: 2, key: 'CLOSED', label: { zh: '已办结', en: 'Closed' } },
    { id: 4, key: 'WITHDRAWN', label: { zh: '已撤回', en: 'Withdrawn' } },
  ],
  entry: [
    { id: 1, key: 'LATE', label: { zh: '结账后补录', en: 'Late, after closing' } },
    { id: 2, key: 'IN_TIME', label: { zh: '结账前入账', en: 'Before closing' } },
  ],
}

/**
 * A member of a dimension that a filter may name and a key column shows: id, key, label, other spellings. One that has
 * others below it stands for them too; `exact` is the same one alone, written with = before its key.
 */
export type Member = { id: number; key: string; label: Label; group: Label | null; names: string[]; exact?: true }

/** In the order in which they are shown; made once a ground. */
export function membersOf(dimension: DimensionKey, ground: Ground): Member[] {
  const kept = made.get(ground.memberships) ?? new Map<DimensionKey, Member[]>()
  made.set(ground.memberships, kept)
  const list = kept.get(dimension) ?? listMembers(dimension, ground)
  kept.set(dimension, list)
  return list
}

/** Lists of members live as long as the ground that they were made of. */
const made = new WeakMap<object, Map<DimensionKey, Member[]>>()

function listMembers(dimension: DimensionKey, ground: Ground): Member[] {
  const { kind, dictionary = '' } = dimensionRegistry[dimension]
  switch (kind) {
    case 'INSTITUTION':
      return [...institutionsOf(ground), plain(outsideRanking)]
    case 'PARENT':
      return [...parentsOf(ground), plain(outsideRanking)]
    case 'NAMED':
      return withExact(institutionsOf(ground), parentIds(ground))
    case 'PEER_GROUP':
      return [...entriesOf(ground, dictionary, false), plain(outsideRanking)]
    case 'REGION':
      return regionsOf(dimension, ground)
    case 'DICTIONARY':
      return dictionaryMembers(dimension, ground)
    case 'LIST':
      return (lists[dimension] ?? []).map(plain)
    case 'SOURCE':
      return sourcesOf(dimension, ground)
    case 'TIME':
      return []
  }
}

function sourcesOf(dimension: DimensionKey, ground: Ground): Member[] {
  const { memberOf } = placesOf(dimension, ground)
  const named = ground.sources.flatMap(({ id, name }) =>
    name !== null && memberOf?.(id) === id ? [plain({ id, key: name, label: { zh: name, en: null } })] : [],
  )
  return ground.sources.some(({ name }) => name === null) ? [...named, plain(unnamedSource)] : named
}

function plain({ id, key, label }: { id: number; key: string; label: Label }): Member {
  return { id, key, label, group: null, names: [] }
}

function dictionaryMembers(dimension: DimensionKey, ground: Ground): Member[] {
  const { dictionary = '', level } = dimensionRegistry[dimension]
  return [...entriesOf(ground, dictionary, level === 'TOP'), ...wordMembers(dimension, ground).map(plain), plain(unclassified)]
}

function regionsOf(dimension: DimensionKey, ground: Ground): Member[] {
  const { level } = dimensionRegistry[dimension]
  const all = ground.regions.map(plain)
  if (level === undefined) return withExact(all, new Set(ground.regions.map((region) => region.parentId ?? 0)))
  return [...all.filter((_, index) => ground.regions[index]?.level === level), plain(undivided)]
}

/** After a member that has others below it, the same one alone. */
function withExact(members: readonly Member[], above: ReadonlySet<number>): Member[] {
  return members.flatMap((member) => (above.has(member.id) ? [member, exactly(member)] : [member]))
}

function exactly({ id, key, label, group }: Member): Member {
  const words = { zh: `${label.zh}（未细分）`, en: label.en === null ? null : `${label.en} (itself)` }
  return { id, key: `=${key}`, label: words, group, names: [], exact: true }
}

function institutionsOf(ground: Ground): Member[] {
  const groups = new Map(ground.dictionary.map((entry) => [entry.id, entry.label]))
  return ground.history
    .latest()
    .filter((state) => ground.regionIds.includes(state.regionId))
    .map((state) => ({
      id: state.id,
      key: state.key,
      label: { zh: state.name, en: null },
      group: groups.get(state.peerGroupId ?? 0) ?? null,
      names: state.aliases,
    }))
}

function parentIds(ground: Ground): Set<number> {
  return new Set(ground.history.latest().map((state) => state.parentId ?? 0))
}

/** What stands above members, and members that nothing stands above: with the nation's head offices among them. */
function parentsOf(ground: Ground): Member[] {
  const ranked = ground.history.latest().filter((state) => state.ranked && ground.regionIds.includes(state.regionId))
  const ids = new Set(ranked.flatMap((state) => [state.parentId ?? state.id, state.id]))
  return ground.history
    .latest()
    .filter((state) => ids.has(state.id))
    .map((state) => ({ ...plain({ id: state.id, key: state.key, label: { zh: state.name, en: null } }), names: state.aliases }))
}

function entriesOf(ground: Ground, dictionary: string, topOnly: boolean): Member[] {
  const entries = ground.dictionary.filter((entry) => entry.kind === dictionary)
  const members = entries
    .filter((entry) => !topOnly || !entries.some((other) => other.id === entry.parentId))
    .map((entry) => ({
      id: entry.id,
      key: entry.key,
      label: entry.label,
      group: entries.find((other) => other.id === entry.parentId)?.label ?? null,
      names: [...(entry.code ? [entry.code] : []), ...(entry.attributes.aliases ?? [])],
    }))
  return topOnly ? members : withExact(members, new Set(entries.map((entry) => entry.parentId ?? 0)))
}

/** The ids that a member named in a filter stands for: its own and all below it in the period. */
export function stoodFor(dimension: DimensionKey, { id, exact }: Member, ground: Ground, period: Range): number[] {
  if (exact) return [id]
  const { kind } = dimensionRegistry[dimension]
  const lastDay = addDays(period.end, -1)
  switch (kind) {
    case 'REGION':
      return id === 0 ? [0, ...undividedRegions(dimension, ground)] : below(id, ground)
    case 'DICTIONARY':
      return entriesBelow(id, ground)
    case 'NAMED':
      return ground.history.subtree(id, lastDay)
    case 'INSTITUTION':
      return rankedBelow(id, ground, lastDay)
    default:
      return [id]
  }
}

/** A region stands for all below it. */
function below(id: number, ground: Ground): number[] {
  const region = ground.regions.find((one) => one.id === id)
  return region ? subtree(ground.regions, region).map((one) => one.id) : []
}

function undividedRegions(dimension: DimensionKey, ground: Ground): number[] {
  const { memberOf } = placesOf(dimension, ground)
  return ground.regions.filter((region) => memberOf?.(region.id) === 0).map((region) => region.id)
}

function entriesBelow(id: number, { dictionary }: Ground): number[] {
  const found = [id]
  for (const parent of found) {
    if (parent > 0)
      found.push(...dictionary.filter((entry) => entry.parentId === parent && !found.includes(entry.id)).map((entry) => entry.id))
  }
  return found
}

/** One that takes part in no ranking itself stands for those below it that do. */
function rankedBelow(id: number, { history }: Ground, day: string): number[] {
  if (id === 0 || history.stateOn(id, day)?.ranked) return [id]
  return [id, ...history.subtree(id, day).filter((other) => other !== id && history.stateOn(other, day)?.ranked)]
}
