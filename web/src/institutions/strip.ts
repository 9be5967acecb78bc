import type { Table } from '../catalog/table.ts'
import type { GroupFigure } from '../catalog/table.ts'
import type { Metric } from '../gql/graphql.ts'

export type StripDot = { row: number; value: number; left: number; lift: number; own: boolean }
export type StripLayout = { dots: StripDot[]; median: number | null; band: { from: number; to: number } | null }

const APART = 3.5

/**
 * Where the members of a group stand between its least and its greatest figure, in per cent of the width; those that
 * would cover one another are lifted. Who sees one member only gets the group's quartiles and no dot but its own.
 */
export function stripLayout(table: Table, metric: Metric, own: number, group: GroupFigure | undefined): StripLayout | null {
  const rows = table.rows.flatMap((row) => {
    const value = table.figure(metric, 'VALUE', row)
    return value === null || table.id('INSTITUTION', row) === 'OUTSIDE_RANKING' ? [] : [{ row, value }]
  })
  const { median = null, lowerQuartile = null, upperQuartile = null } = group ?? {}
  const all = [...rows.map((each) => each.value), ...[median, lowerQuartile, upperQuartile].filter((each) => each !== null)]
  if (all.length === 0) return null
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const left = (value: number): number => (high === low ? 50 : 3 + (94 * (value - low)) / (high - low))
  const dots: StripDot[] = []
  // The own dot is laid first, so that it lies on the line and the others give way.
  for (const { row, value } of rows.sort((a, b) => Number(b.row === own) - Number(a.row === own) || a.value - b.value)) {
    const near = dots.filter((dot) => Math.abs(dot.left - left(value)) < APART).length
    dots.push({ row, value, left: left(value), lift: Math.min(near, 4), own: row === own })
  }
  return {
    dots: dots.sort((a, b) => a.value - b.value),
    median: median === null ? null : left(median),
    band: lowerQuartile === null || upperQuartile === null ? null : { from: left(lowerQuartile), to: left(upperQuartile) },
  }
}
