import { addDays } from './calendar.ts'
import { otherDimensions, type Counted, type Subject } from './cases.ts'
import { decimalsOf, middleDecimals } from './column-format.ts'
import type { WholeGroup, WholeGroups } from './groups.types.ts'
import type { GroupFigures } from './metric-table.types.ts'
import { metricRegistry, type MetricKey } from './metrics.ts'
import { round } from './rounding.ts'
import type { Names } from './rows.ts'

/**
 * The groups of the rows shown, each as a whole: members, total, median, quartiles. A table that is also split by
 * category or the like has none: its ranks are inside group and category, its groups are asked for without it.
 */
export function groupFigures(counted: Counted, groups: WholeGroups, names: Names, subjects: Subject[]): GroupFigures[] {
  const { asked } = counted
  const ofMembers = asked.by.includes('institution') || asked.by.includes('peerGroup')
  if (!ofMembers || otherDimensions(asked).length > 0) return []
  const shown = new Map<string, Subject>()
  for (const subject of subjects) {
    for (const row of subject.rest ?? [subject]) if (row.group) shown.set(`${row.bucket} ${row.group}`, row)
  }
  const order = [...shown.values()].sort((a, b) => a.bucket - b.bucket || names.order('peerGroup', a) - names.order('peerGroup', b))
  return order.flatMap((subject) =>
    asked.metrics.map((metric) => figuresOf(counted, names, subject, metric, groups(subject.bucket, subject.group ?? 0, '', metric))),
  )
}

function figuresOf(counted: Counted, names: Names, subject: Subject, metric: MetricKey, group: WholeGroup): GroupFigures {
  const { asked, ground, windows } = counted
  const settings = ground.settings.at(addDays(asked.period.end, -1))
  const { rounding } = settings
  const definition = metricRegistry[metric]
  const middle = middleDecimals(definition, settings)
  const member = names.member('peerGroup', subject.group ?? 0)
  return {
    group: member?.key ?? '',
    label: member?.label ?? { zh: '', en: null },
    bucket: asked.time === null ? null : (windows.buckets[subject.bucket]?.text ?? null),
    metric,
    // A hidden group's size is not told either.
    members: group.members,
    total: group.total.value && round(group.total.value, decimalsOf(definition, settings), rounding),
    median: group.middle && round(group.middle.median, middle, rounding),
    lowerQuartile: group.middle && round(group.middle.lower, middle, rounding),
    upperQuartile: group.middle && round(group.middle.upper, middle, rounding),
    reason: group.total.reason ?? (group.middle ? null : 'noData'),
  }
}
