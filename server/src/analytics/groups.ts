import { competitionRanksOfFractions, quartilesOfFractions } from '../statistics/index.ts'
import type { Counted, Subject } from './cases.ts'
import { figureIn, keptFigure } from './subject-figure.ts'
import { idsIn, membersOfGroup, subjectAt } from './cases.ts'
import { missing, type Figure } from './figure.ts'
import type { WholeGroup, WholeGroups } from './groups.types.ts'
import { metricRegistry, type MetricKey } from './metrics.ts'

/**
 * Groups as a viewer sees them who sees all their members. `rows` are the table's, before any is left out: where they
 * are members, their figures are not worked out twice.
 */
export function wholeGroups(counted: Counted, rows: readonly Subject[]): WholeGroups {
  const members = membersAmong(rows)
  const known = new Map<string, WholeGroup>()
  // Rows of one group mostly follow one another.
  let last: { bucket: number; group: number; other: string; metric: MetricKey; found: WholeGroup } | null = null
  return (bucket, group, other, metric) => {
    if (last && last.bucket === bucket && last.group === group && last.other === other && last.metric === metric) return last.found
    const place = `${bucket} ${group} ${other}`
    const name = `${place} ${metric}`
    const found =
      known.get(name) ??
      wholeGroup(counted, { ...subjectAt({ bucket, other, ids: idsIn(other) }, null, group), whole: true }, members.get(place), metric)
    known.set(name, found)
    last = { bucket, group, other, metric, found }
    return found
  }
}

function membersAmong(rows: readonly Subject[]): Map<string, Subject[]> {
  const members = new Map<string, Subject[]>()
  for (const row of rows) {
    if (!row.institution || !row.group) continue
    const place = `${row.bucket} ${row.group} ${row.other}`
    const list = members.get(place)
    if (list) list.push(row)
    else members.set(place, [row])
  }
  return members
}

function wholeGroup(counted: Counted, whole: Subject, rows: Subject[] | undefined, metric: MetricKey): WholeGroup {
  const window = counted.windows.find(whole.bucket, 'now')
  const members =
    rows ??
    (window ? membersOfGroup(window, whole.group ?? 0) : []).map((id): Subject => ({ ...subjectAt(whole, id, whole.group), whole: true }))
  const figures = members.map((member) => keptFigure(counted, member, metric, 'now') ?? missing('noData'))
  const total = figureIn(counted, whole, metric, 'now') ?? missing('noData')
  return groupOf(
    metric,
    members.map((member) => member.institution ?? 0),
    figures,
    total,
  )
}

/** Ranks and quartiles of members' exact figures. */
export function groupOf(metric: MetricKey, ids: readonly number[], figures: readonly Figure[], total: Figure): WholeGroup {
  const values = figures.map((figure) => figure.value)
  const ranks = competitionRanksOfFractions(values, metricRegistry[metric].rankFrom)
  let middle: WholeGroup['middle'] | undefined
  return {
    members: ids.length,
    total,
    // A table that is split further asks each group for ranks alone.
    get middle() {
      middle ??= quartilesOfFractions(values)
      return middle
    },
    ranks: new Map(ids.map((id, index) => [id, ranks[index] ?? null])),
    hidden: null,
  }
}
