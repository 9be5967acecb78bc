import type { FullLabel } from '../platform/label.ts'
import type { Column } from './facts.ts'
import type { Unit } from './period-unit.ts'

export type Dimension = {
  label: FullLabel
  /** INSTITUTION and PEER_GROUP: members of groups; REGION: the tree; DICTIONARY: entries; TIME: buckets of the period. */
  kind: 'INSTITUTION' | 'PEER_GROUP' | 'REGION' | 'DICTIONARY' | 'TIME'
  /** The stored column that splits or narrows the count. */
  column?: Column
  /** Which dictionary names its members. */
  dictionary?: string
  unit?: Unit
  /** Whether institutions' bases (outlets, customers) can be told apart by it. */
  hasBase: boolean
}

/** THE REGISTRY of dimensions. */
export const dimensions = {
  institution: { label: { zh: '机构', en: 'Institution' }, kind: 'INSTITUTION', column: 'institution', hasBase: true },
  peerGroup: {
    label: { zh: '机构类别', en: 'Peer group' },
    kind: 'PEER_GROUP',
    column: 'institution',
    dictionary: 'peerGroup',
    hasBase: true,
  },
  region: { label: { zh: '地区', en: 'Region' }, kind: 'REGION', column: 'region', hasBase: true },
  category: {
    label: { zh: '业务类别', en: 'Business category' },
    kind: 'DICTIONARY',
    column: 'category',
    dictionary: 'category',
    hasBase: false,
  },
  cause: { label: { zh: '投诉原因', en: 'Cause' }, kind: 'DICTIONARY', column: 'cause', dictionary: 'cause', hasBase: false },
  lodgingChannel: {
    label: { zh: '投诉渠道', en: 'Lodging channel' },
    kind: 'DICTIONARY',
    column: 'lodgingChannel',
    dictionary: 'lodgingChannel',
    hasBase: false,
  },
  month: { label: { zh: '月', en: 'Month' }, kind: 'TIME', unit: 'MONTH', hasBase: true },
  quarter: { label: { zh: '季度', en: 'Quarter' }, kind: 'TIME', unit: 'QUARTER', hasBase: true },
  year: { label: { zh: '年', en: 'Year' }, kind: 'TIME', unit: 'YEAR', hasBase: true },
} as const satisfies Record<string, Dimension>

export type DimensionKey = keyof typeof dimensions
export const dimensionRegistry: Record<DimensionKey, Dimension> = dimensions
export const dimensionKeys: DimensionKey[] = Object.keys(dimensions) as DimensionKey[]
