import type { Table } from '../catalog/table.ts'
import { monthsOf, parsePeriod, periodKey, shiftPeriod, type PlainPeriod } from '../filters/period.ts'
import type { Metric } from '../gql/graphql.ts'

/** One period of the course: the institution's own figure beside its group's. `cut`: the definition changed before it. */
export type CoursePoint = {
  key: string
  value: number | null
  reason: string | null
  rank: number | null
  median: number | null
  lower: number | null
  upper: number | null
  groupReason: string | null
  members: number
  cut: boolean
  unfinished: boolean
}

export type Grain = 'MONTH' | 'QUARTER' | 'YEAR'
const LENGTH = { MONTH: 13, QUARTER: 8, YEAR: 5 } as const

/** So many months, quarters or years that end with the period of the view, by its own kind. */
export function courseUpTo(period: string): { period: string; grain: Grain } {
  const plain = parsePeriod(period)
  const { to } = monthsOf(period)
  const month: PlainPeriod = { kind: 'MONTH', year: Number(to.slice(0, 4)), index: Number(to.slice(5)) }
  const quarter: PlainPeriod = { kind: 'QUARTER', year: month.year, index: Math.ceil(month.index / 3) }
  const [last, grain]: [PlainPeriod, Grain] =
    plain?.kind === 'YEAR' ? [plain, 'YEAR'] : plain?.kind === 'QUARTER' || plain?.kind === 'HALF' ? [quarter, 'QUARTER'] : [month, 'MONTH']
  return { period: `${periodKey(shiftPeriod(last, 1 - LENGTH[grain]))}..${periodKey(last)}`, grain }
}

/** The points of a table by institution and time, with the group's figures of the same buckets. */
export function coursePoints(table: Table, metric: Metric, grain: Grain, today: string): CoursePoint[] {
  const groups = new Map(table.answer.groups.filter((each) => each.metric === metric).map((each) => [each.bucket ?? '', each]))
  return table.rows.map((row) => {
    const key = table.id(grain, row)
    const group = groups.get(key)
    return {
      key,
      value: table.figure(metric, 'VALUE', row),
      reason: table.reason(metric, 'VALUE', row),
      rank: table.figure(metric, 'RANK', row),
      median: group?.median ?? null,
      lower: group?.lowerQuartile ?? null,
      upper: group?.upperQuartile ?? null,
      groupReason: group?.reason ?? null,
      members: group?.members ?? 0,
      cut: table.reason(metric, 'CHANGE', row) === 'SERIES_BREAK',
      unfinished: isUnfinished(key, today),
    }
  })
}

function isUnfinished(key: string, today: string): boolean {
  const { from, to } = monthsOf(key)
  const month = today.slice(0, 7)
  return from <= month && month <= to
}

export type Scale = { low: number; high: number; steps: number[] }

/** From zero for counts and days; a rate has no zero to stand on. Four or five round steps. */
export function scaleOf(points: readonly CoursePoint[], fromZero: boolean): Scale {
  const values = points.flatMap(({ value, median, lower, upper }) => [value, median, lower, upper]).filter((each) => each !== null)
  const most = Math.max(...values, fromZero ? 1 : -Infinity)
  const least = fromZero ? Math.min(0, ...values) : Math.min(...values)
  const step = niceStep((most - least || Math.abs(most) || 1) / 4)
  const low = Math.floor(least / step) * step
  const high = Math.ceil(most / step) * step || step
  const steps: number[] = []
  for (let at = low; at <= high + step / 2; at += step) steps.push(Number(at.toPrecision(12)))
  return { low, high: steps.at(-1) ?? high, steps }
}

function niceStep(rough: number): number {
  const size = 10 ** Math.floor(Math.log10(rough))
  return size * ([1, 2, 2.5, 5, 10].find((each) => each * size >= rough) ?? 10)
}
