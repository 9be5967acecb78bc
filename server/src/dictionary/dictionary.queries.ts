import type { Viewer } from '../access/viewer.ts'
import { nullReasonLabels } from '../analytics/analytics.enums.ts'
import { dimensionRegistry, type DimensionKey } from '../analytics/dimensions.ts'
import { loadGround, type Ground } from '../analytics/ground.ts'
import { membersOf, type Member } from '../analytics/members.ts'
import { metricKeys } from '../analytics/metrics.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { settingRegistry, type SettingName } from '../ledger/settings.ts'
import { InvalidError } from '../platform/errors.ts'
import { matchOf } from '../registration/choices.rules.ts'
import { shownValue } from '../settings/settings.rules.ts'
import { formulaOf, nullReasonSentences, nullReasonsOf, opensOf, settingsOf } from './dictionary.rules.ts'
import type { DimensionEntry, DimensionEntryPage, MetricExplanation } from './dictionary.types.ts'

export type Place = { jurisdiction: string | null; revision: number | null }

/** Every metric of the registry with what its entry says beyond the catalog, under the settings of the jurisdiction today. */
export function readExplanations(db: Db, viewer: Viewer, asked: Place): Promise<MetricExplanation[]> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const settings = ground.settings.at(ground.today)
    return metricKeys.map((metric) => ({
      metric,
      formula: formulaOf(metric, settings),
      opens: opensOf(metric),
      nullReasons: nullReasonsOf(metric).map((reason) => ({
        reason,
        label: nullReasonLabels[reason],
        sentence: nullReasonSentences[reason],
      })),
      settings: settingsOf(metric).map((name: SettingName) => ({
        name,
        label: settingRegistry[name].label,
        explain: settingRegistry[name].explain,
        shown: shownValue(name, settings[name]),
      })),
      breaks: ground.breaks.filter((one) => one.metrics.includes(metric)).map(({ on, sentence }) => ({ on, sentence })),
    }))
  })
}

const mostEntries = 500

export type EntriesAsked = Place & { dimension: DimensionKey; search: string; first: number; after: string | null }

/** The members of a dimension, each below its parent; found by name, code, alias, key or initials. */
export function readEntries(db: Db, viewer: Viewer, asked: EntriesAsked): Promise<DimensionEntryPage> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const all = entriesOf(ground, asked.dimension)
    const found = all.filter((one) => matchOf({ texts: textsOf(one), code: one.code ?? one.key }, asked.search) !== null)
    const from = asked.after === null ? 0 : readCursor(asked.after)
    const rows = found.slice(from, from + Math.min(Math.max(asked.first, 1), mostEntries))
    const end = from + rows.length
    return {
      rows,
      endCursor: rows.length > 0 ? Buffer.from(`entries:${end}`).toString('base64url') : null,
      hasNextPage: end < found.length,
      totalCount: found.length,
    }
  })
}

function textsOf({ label, key, aliases }: DimensionEntry): string[] {
  return [label.zh, ...(label.en ? [label.en] : []), ...aliases, key]
}

/** Parents before what lies below them. Members that no dictionary and no tree knows lie at the top. */
function entriesOf(ground: Ground, dimension: DimensionKey): DimensionEntry[] {
  const members = membersOf(dimension, ground).filter((member) => !member.exact)
  const parents = parentsOf(ground, dimension)
  const known = new Map(members.map((member) => [member.id, member]))
  const childrenOf = new Map<number, Member[]>()
  const top: Member[] = []
  for (const member of members) {
    const parent = parents.get(member.id)
    if (parent === undefined || !known.has(parent)) top.push(member)
    else childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), member])
  }
  const below = (list: readonly Member[], depth: number, parent: Member | null): DimensionEntry[] =>
    list.flatMap((member) => [
      entry(ground, dimension, member, depth, parent),
      ...(depth < 16 ? below(childrenOf.get(member.id) ?? [], depth + 1, member) : []),
    ])
  return below(top, 0, null)
}

function entry(ground: Ground, dimension: DimensionKey, member: Member, depth: number, parent: Member | null): DimensionEntry {
  const code = dimensionRegistry[dimension].dictionary ? (ground.dictionary.find((one) => one.id === member.id)?.code ?? null) : null
  return {
    key: member.key,
    label: member.label,
    code,
    aliases: member.names.filter((name) => name !== code),
    parent: parent?.label ?? member.group,
    depth,
  }
}

function parentsOf(ground: Ground, dimension: DimensionKey): Map<number, number> {
  const { kind, dictionary } = dimensionRegistry[dimension]
  const pairs: { id: number; parentId: number | null }[] =
    kind === 'REGION'
      ? ground.regions
      : kind === 'INSTITUTION'
        ? ground.history.latest()
        : ground.dictionary.filter((one) => one.kind === dictionary)
  return new Map(pairs.flatMap(({ id, parentId }) => (parentId === null ? [] : [[id, parentId]])))
}

function readCursor(cursor: string): number {
  const [, place] = /^entries:(\d{1,7})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (place) return Number(place)
  throw new InvalidError({ zh: '分页位置无效。', en: 'The cursor is not one of this list.' }, [{ path: 'after', reason: 'BAD_CURSOR' }])
}
