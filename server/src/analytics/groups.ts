import { competitionRanksOfFractions, quartilesOfFractions } from '../statistics/index.ts'
import type { Counted, Subject } from './cases.ts'
import { figureIn, idsIn, membersOfGroup } from './cases.ts'
import { missing, type Figure } from './figure.ts'
import type { WholeGroup, WholeGroups } from './groups.types.ts'
import { metricRegistry, type MetricKey } from './metrics.ts'

/** Groups as a viewer sees them who sees all their members. */
export function wholeGroups(counted: Counted): WholeGroups {
  const known = new Map<string, WholeGroup>()
  return (bucket, group, other, metric) => {
    const name = `${bucket} ${group} ${other} ${metric}`
    const found = known.get(name) ?? wholeGroup(counted, bucket, group, other, metric)
    known.set(name, found)
    return found
  }
}

function wholeGroup(counted: Counted, bucket: number, group: number, other: string, metric: MetricKey): WholeGroup {
  const window = counted.windows.find(bucket, 'now')
  const ids = window ? membersOfGroup(window, group) : []
  const whole: Subject = { bucket, group, institution: null, other, ids: idsIn(other) }
  const figures = ids.map((id) => figureIn(counted, { ...whole, institution: id }, metric, 'now') ?? missing('noData'))
  const total = figureIn(counted, whole, metric, 'now') ?? missing('noData')
  return groupOf(metric, ids, figures, total)
}

/** Ranks and quartiles of members' exact figures. */
export function groupOf(metric: MetricKey, ids: readonly number[], figures: readonly Figure[], total: Figure): WholeGroup {
  const values = figures.map((figure) => figure.value)
  const ranks = competitionRanksOfFractions(values, metricRegistry[metric].rankFrom)
  return {
    members: ids.length,
    total,
    middle: quartilesOfFractions(values),
    ranks: new Map(ids.map((id, index) => [id, ranks[index] ?? null])),
    hidden: null,
  }
}
