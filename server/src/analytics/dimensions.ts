import type { FullLabel } from '../platform/label.ts'
import type { RegionLevel } from '../ledger/settings.ts'
import { holdsWords, type Column } from './facts.ts'
import type { Metric } from './metrics.ts'
import type { Unit } from './period-unit.ts'

export type Dimension = {
  label: FullLabel
  /**
   * INSTITUTION and PEER_GROUP: members of groups; PARENT: what stands above a member; NAMED: the institution that a
   * complaint names; REGION: the tree; DICTIONARY: entries; LIST: a fixed list; SOURCE: who issues numbers; TIME: buckets.
   */
  kind: 'INSTITUTION' | 'PEER_GROUP' | 'PARENT' | 'NAMED' | 'REGION' | 'DICTIONARY' | 'LIST' | 'SOURCE' | 'TIME'
  /** The stored column that splits or narrows the count. */
  column?: Column
  /** Which dictionary names its members. */
  dictionary?: string
  /** Counted under the topmost entry, or under the region of this level. */
  level?: 'TOP' | RegionLevel
  /** The attribute of the entry stored that names the member: a domain's department. */
  attribute?: 'department'
  /** Words that no entry is known for stand for themselves. */
  wordsStand?: true
  unit?: Unit
  /** Whether institutions' bases (outlets, customers) can be told apart by it. */
  hasBase: boolean
}

const entries = (dictionary: Column & string, label: FullLabel, more: Partial<Dimension> = {}): Dimension => ({
  label,
  kind: 'DICTIONARY',
  column: dictionary,
  dictionary,
  hasBase: false,
  ...more,
})
const regions = (label: FullLabel, level?: RegionLevel): Dimension => ({
  label,
  kind: 'REGION',
  column: 'region',
  hasBase: true,
  ...(level ? { level } : {}),
})
const time = (label: FullLabel, unit: Unit): Dimension => ({ label, kind: 'TIME', unit, hasBase: true })

/** THE REGISTRY of dimensions. */
export const dimensions = {
  institution: { label: { zh: '机构', en: 'Institution' }, kind: 'INSTITUTION', column: 'institution', hasBase: true },
  parentInstitution: { label: { zh: '上级机构', en: 'Parent institution' }, kind: 'PARENT', hasBase: true },
  outlet: { label: { zh: '被投诉网点（机构）', en: 'Institution named' }, kind: 'NAMED', column: 'named', hasBase: false },
  peerGroup: {
    label: { zh: '机构类别', en: 'Peer group' },
    kind: 'PEER_GROUP',
    column: 'institution',
    dictionary: 'peerGroup',
    hasBase: true,
  },
  region: regions({ zh: '地区', en: 'Region' }),
  nation: regions({ zh: '地区（全国）', en: 'Nation' }, 'NATION'),
  province: regions({ zh: '地区（省级）', en: 'Province' }, 'PROVINCE'),
  city: regions({ zh: '地区（市级）', en: 'City' }, 'CITY'),
  county: regions({ zh: '地区（县级）', en: 'County' }, 'COUNTY'),
  category: entries('category', { zh: '业务类别', en: 'Business category' }),
  categoryTop: entries('category', { zh: '业务类别（一级）', en: 'Business category, top level' }, { level: 'TOP' }),
  cause: entries('cause', { zh: '投诉原因', en: 'Cause' }),
  causeTop: entries('cause', { zh: '投诉原因（一级）', en: 'Cause, top level' }, { level: 'TOP' }),
  lodgingChannel: entries('lodgingChannel', { zh: '投诉渠道', en: 'Lodging channel' }),
  serviceChannel: entries('serviceChannel', { zh: '业务办理渠道', en: 'Service channel' }),
  rightsDomain: entries('rightsDomain', { zh: '维权领域', en: 'Rights domain' }),
  department: entries(
    'rightsDomain',
    { zh: '责任部门', en: 'Responsible department' },
    { dictionary: 'department', attribute: 'department' },
  ),
  rightInfringed: entries('rightInfringed', { zh: '所涉权益', en: 'Right infringed' }),
  severity: entries('severity', { zh: '投诉等级', en: 'Severity' }),
  outcome: entries('outcome', { zh: '是否属实', en: 'Outcome' }, { dictionary: 'upheld' }),
  satisfaction: entries('satisfaction', { zh: '满意度', en: 'Satisfaction' }),
  status: { label: { zh: '办理状态', en: 'Status' }, kind: 'LIST', column: 'status', hasBase: false },
  source: { label: { zh: '编号来源', en: 'Source of the number' }, kind: 'SOURCE', column: 'source', hasBase: false },
  workOrderSource: entries('workOrderSource', { zh: '工单来源', en: 'Work order source' }, { wordsStand: true }),
  complainantType: entries('complainantType', { zh: '投诉人类型', en: 'Complainant type' }),
  meansOfHandling: entries('meansOfHandling', { zh: '处理方式', en: 'Means of handling' }),
  entry: { label: { zh: '入账时点', en: 'Time of entry' }, kind: 'LIST', column: 'entry', hasBase: false },
  day: time({ zh: '日', en: 'Day' }, 'DAY'),
  week: time({ zh: '周', en: 'Week' }, 'WEEK'),
  month: time({ zh: '月', en: 'Month' }, 'MONTH'),
  quarter: time({ zh: '季度', en: 'Quarter' }, 'QUARTER'),
  halfYear: time({ zh: '半年', en: 'Half-year' }, 'HALF'),
  year: time({ zh: '年', en: 'Year' }, 'YEAR'),
} as const satisfies Record<string, Dimension>

export type DimensionKey = keyof typeof dimensions
export const dimensionRegistry: Record<DimensionKey, Dimension> = dimensions
export const dimensionKeys: DimensionKey[] = Object.keys(dimensions) as DimensionKey[]

export function isTime(dimension: DimensionKey): boolean {
  return dimensionRegistry[dimension].kind === 'TIME'
}

/** Members are ranked institutions or groups of them: a table split by it has a row for the silent ones too. */
export function isMember(dimension: DimensionKey): boolean {
  const { kind } = dimensionRegistry[dimension]
  return kind === 'INSTITUTION' || kind === 'PEER_GROUP'
}

/** Decided by the institution that a complaint counts for, window by window. */
export function isOfInstitution(dimension: DimensionKey): boolean {
  return isMember(dimension) || dimensionRegistry[dimension].kind === 'PARENT'
}

/** Splits the count itself: by a stored column, or by what stands above the institution. */
export function splitsCases(dimension: DimensionKey): boolean {
  return !isTime(dimension) && !isMember(dimension)
}

/** Whether what a metric is divided by, or is told, is known by the dimension. */
export function isKnownBy(metric: Metric, dimension: DimensionKey): boolean {
  const { hasBase, kind, level } = dimensionRegistry[dimension]
  if (metric.given !== undefined) return isTime(dimension) || isMember(dimension) || (kind === 'REGION' && level === undefined)
  return metric.per === undefined || hasBase
}

/** The dictionaries whose words a column holds instead of entries. */
export const wordDictionaries: readonly string[] = [
  ...new Set(
    dimensionKeys.flatMap((key) => {
      const { column, dictionary = '', attribute } = dimensionRegistry[key]
      if (!column || !holdsWords(column)) return []
      return [attribute ? column : dictionary]
    }),
  ),
]
