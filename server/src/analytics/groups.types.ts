import type { Fraction } from '../statistics/index.ts'
import type { Figure } from './figure.ts'
import type { MetricKey } from './metrics.ts'

/** A peer group as a whole in a bucket: what ranks, shares and medians of its members are taken from. */
export type WholeGroup = {
  members: number
  /** The metric over all members' cases. */
  total: Figure
  middle: { lower: Fraction; median: Fraction; upper: Fraction } | null
  /** Rank by institution; null for a member without a figure. */
  ranks: ReadonlyMap<number, number | null>
  /** Why the viewer is not shown the group; null where it is. */
  hidden: 'suppressed' | 'notAllowed' | null
}

/** Whole groups by bucket, group, members of the other dimensions and metric, each computed once. */
export type WholeGroups = (bucket: number, group: number, other: string, metric: MetricKey) => WholeGroup
