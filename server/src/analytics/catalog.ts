import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Settings } from '../ledger/settings.ts'
import type { FigureKindKey } from './analytics.enums.ts'
import type { Catalog, DimensionInfo, DimensionMember, MetricInfo } from './catalog.types.ts'
import { changeFormat, decimalsOf, unitOf } from './column-format.ts'
import { dimensionKeys, dimensionRegistry, isKnownBy, isTime, type DimensionKey } from './dimensions.ts'
import { loadGround, type Ground } from './ground.ts'
import { membersOf, type Member } from './members.ts'
import { bases, dateRole, isAdditive, metricKeys, metricRegistry, partsOfMetric, withBase, type MetricKey } from './metrics.ts'
import { wordKey } from '../ledger/dictionary.ts'

/** Everything that can be asked, in the words and units of the viewer's jurisdiction today. */
export function readCatalog(db: Db, viewer: Viewer): Promise<Catalog> {
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, {})
    const settings = ground.settings.at(ground.today)
    return { metrics: metricKeys.map((key) => metricInfo(key, settings, ground.dictionary)), dimensions: dimensionKeys.map(dimensionInfo) }
  })
}

export function metricInfo(key: MetricKey, settings: Settings, dictionary: Ground['dictionary']): MetricInfo {
  const metric = metricRegistry[key]
  const multiplier = metric.times ? settings[metric.times] : null
  const unknownToBase = dimensionKeys.filter((dimension) => !isKnownBy(metric, dimension))
  const groups = dictionary.filter((entry) => entry.kind === 'peerGroup')
  return {
    key,
    label: withBase(metric.label, multiplier),
    definition: withBase(metric.definition, multiplier),
    unit: unitOf(metric, settings),
    changeUnit: changeFormat(metric, settings).unit,
    base: metric.per ? bases[metric.per] : null,
    peerGroups: metric.per
      ? groups.filter(({ attributes }) => attributes.bases?.includes(metric.per ?? '')).map((entry) => entry.key)
      : null,
    decimals: decimalsOf(metric, settings),
    goodWhen: metric.goodWhen,
    rankFrom: metric.rankFrom,
    dateRole: dateRole(key),
    kinds: kindsOfMetric(key),
    additive: isAdditive(metric),
    dimensions: dimensionKeys.filter((dimension) => !unknownToBase.includes(dimension)),
    numeratorOnly: metric.per ? unknownToBase : [],
    method: metric.method,
  }
}

function kindsOfMetric(key: MetricKey): FigureKindKey[] {
  const metric = metricRegistry[key]
  const ofTotal: FigureKindKey[] = isAdditive(metric) ? ['shareOfTotal'] : []
  return ['value', ...partsOfMetric(metric), 'rank', 'share', ...ofTotal, 'previous', 'change', 'lastYear', 'changeLastYear']
}

function dimensionInfo(key: DimensionKey): DimensionInfo {
  const { label, kind, level = null } = dimensionRegistry[key]
  return { key, label, kind, level }
}

/** Members of a dimension that a filter may name, found by any part of a name or key; at most `first`. */
export function readDimensionMembers(
  db: Db,
  viewer: Viewer,
  asked: { dimension: DimensionKey; search: string | null; revision: number | null; first: number; jurisdiction: string | null },
): Promise<DimensionMember[]> {
  if (isTime(asked.dimension)) return Promise.resolve([])
  return readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, asked)
    const members = membersOf(asked.dimension, ground)
    const shown = asked.dimension === 'institution' ? members.filter((member) => member.id === 0 || isRanked(member.id)) : members
    function isRanked(id: number): boolean {
      const state = ground.history.stateOn(id, ground.today)
      return (state?.ranked ?? false) && state?.peerGroupId !== null
    }
    return shown
      .filter((member) => asked.search === null || matches(member, asked.search))
      .slice(0, Math.min(asked.first, mostMembers))
      .map(({ key, label, group }) => ({ key, label, group }))
  })
}

const mostMembers = 1000

function matches(member: Member, search: string): boolean {
  const wanted = wordKey(search)
  return [member.key, member.label.zh, member.label.en, ...member.names].some((text) => text !== null && wordKey(text).includes(wanted))
}
