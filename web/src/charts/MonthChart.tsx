import { compact, printed } from '../catalog/format.ts'
import { parsePeriod, periodWords } from '../filters/period.ts'
import { rowsSearch } from '../filters/rows.ts'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords, type Words } from '../text/text.tsx'
import { breakMonth, type MonthPoint } from './months.ts'
import { axisOf } from './scale.ts'
import type { PlotBreak, PlotFlag, PlotPoint, PlotSeries, PlotWords } from './series.ts'
import { TimeChart, type TimeChartProps } from './TimeChart.tsx'

type MonthChartProps = { points: MonthPoint[]; metric: Metric; unit: string; total: string; scope: Scope; flags?: PlotFlag[] }

/** The months of a year as bars, the year before as a thin line over them. */
export function MonthChart({ points, metric, unit, total, scope, flags = [] }: MonthChartProps) {
  const words = useWords()
  return (
    <TimeChart
      {...monthPlot(points, words, total)}
      flags={flags}
      say={(_, point) => monthWords(point, unit, words)}
      rowsOf={(_, point) => rowsSearch(scope, { metric, period: point.key })}
    />
  )
}

/** What a year of months is drawn from, on the screen and in its picture. */
export function monthPlot(points: readonly MonthPoint[], words: Words, total: string): Omit<TimeChartProps, 'say' | 'rowsOf' | 'flags'> {
  const series: PlotSeries = { id: 'months', name: '', tone: 1, points: points.map(plotPoint) }
  return {
    series: [series],
    axis: axisOf(
      points.flatMap((point) => [point.value, point.lastYear].filter((value) => value !== null)),
      { fromZero: true, whole: true },
    ),
    words: monthTicks(words),
    bars: true,
    breaks: breaksIn(points, words),
    band: total,
    direct: false,
  }
}

function plotPoint({ key, value, lastYear, old, unfinished, inPeriod }: MonthPoint): PlotPoint {
  return { key, value, before: lastYear, old, unfinished, inPeriod }
}

function breaksIn(points: readonly MonthPoint[], { t }: Words): PlotBreak[] {
  const key = breakMonth([...points])
  return key ? [{ key, sentence: t.charts.break }] : []
}

function monthTicks({ t, language }: Words): PlotWords {
  return {
    axis: (value) => compact(value, 0, language),
    figure: (value) => printed(value),
    tick: (key) => t.charts.monthTick(parsePeriod(key)?.index ?? 0),
    tickWidth: 26,
  }
}

function monthWords(point: PlotPoint, unit: string, { t, language }: Words): string {
  const parts = [t.charts.pointOf(periodWords(point.key, language), printed(point.value ?? 0), unit)]
  if (point.unfinished) parts.push(t.charts.unfinishedMonth)
  if (point.old) parts.push(t.charts.old)
  else if (point.before !== null) parts.push(t.charts.lastYearOf(printed(point.before)))
  return parts.join(t.filters.join)
}
