import type { Table } from '../catalog/table.ts'
import type { Metric } from '../gql/graphql.ts'

/** One month of the chart. `value` is null in months that have not begun; `old`: last year counts by an older definition. */
export type MonthPoint = {
  key: string
  month: number
  value: number | null
  lastYear: number | null
  change: number | null
  old: boolean
  unfinished: boolean
  /** Inside the period of the view. */
  inPeriod: boolean
}

type Frame = { today: string; from: string; to: string }

/** The twelve months of a table by MONTH, beside the same months a year before. */
export function monthPoints(table: Table, metric: Metric, { today, from, to }: Frame): MonthPoint[] {
  const thisMonth = today.slice(0, 7)
  return table.rows.map((row) => {
    const key = table.id('MONTH', row)
    return {
      key,
      month: Number(key.slice(5)),
      value: key > thisMonth ? null : table.figure(metric, 'VALUE', row),
      lastYear: table.figure(metric, 'LAST_YEAR', row),
      change: table.figure(metric, 'CHANGE_LAST_YEAR', row),
      old: table.reason(metric, 'CHANGE_LAST_YEAR', row) === 'SERIES_BREAK',
      unfinished: key === thisMonth,
      inPeriod: key >= from && key <= to,
    }
  })
}

/** Where the definition changes: the first month after a run of old ones, or the first old one; null without a break. */
export function breakMonth(points: MonthPoint[]): string | null {
  const begun = points.filter((point) => point.value !== null)
  const place = begun.findIndex((point, index) => index > 0 && point.old !== begun[index - 1]?.old)
  if (place > 0) return begun[place]?.key ?? null
  return begun[0]?.old ? begun[0].key : null
}
