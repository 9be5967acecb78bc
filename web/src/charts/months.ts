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

/** The twelve months of a table by MONTH, beside the whole of the year before, where that is known. */
export function monthPoints(table: Table, before: Table | null, metric: Metric, { today, from, to }: Frame): MonthPoint[] {
  const thisMonth = today.slice(0, 7)
  const whole = new Map(before?.rows.map((row) => [before.id('MONTH', row).slice(5), before.figure(metric, 'VALUE', row)]))
  let old = false
  return table.rows.map((row) => {
    const key = table.id('MONTH', row)
    // A month that has not begun is compared with nothing; its definition is that of the months before it.
    if (key <= thisMonth) old = table.reason(metric, 'CHANGE_LAST_YEAR', row) === 'SERIES_BREAK'
    return {
      key,
      month: Number(key.slice(5)),
      value: key > thisMonth ? null : table.figure(metric, 'VALUE', row),
      lastYear: whole.get(key.slice(5)) ?? table.figure(metric, 'LAST_YEAR', row),
      change: table.figure(metric, 'CHANGE_LAST_YEAR', row),
      old,
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
