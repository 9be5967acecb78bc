import { periodWords } from '../../filters/period.ts'
import type { MetricQuery } from '../../gql/graphql.ts'
import type { Words } from '../../text/text.tsx'
import { monthPlot } from '../MonthChart.tsx'
import type { MonthPoint } from '../months.ts'
import type { PlotFlag } from '../series.ts'
import { boxOf } from '../TimeChart.tsx'
import { TimePlot } from '../TimePlot.tsx'
import { DRAWING_WIDTH, type Picture } from './picture.ts'

type Drawn = { points: readonly MonthPoint[]; words: Words; band: string; flags: readonly PlotFlag[] }
type Around = { year: number; lines: string[]; query: MetricQuery }

const HEIGHT = 340

/** The months of a year as they leave. */
export function monthPicture({ points, words, band, flags }: Drawn, { year, lines, query }: Around): Picture {
  const { t } = words
  const old = points.some((point) => point.old)
  return {
    title: t.overview.trend,
    caption: t.overview.trendCaption(year),
    keys: [
      { words: t.charts.year(year), colour: 'var(--series1)' },
      { words: t.charts.year(year - 1), colour: 'var(--grey)', line: true },
      ...(old ? [{ words: t.charts.old, colour: 'var(--grey)', line: true }] : []),
    ],
    lines: [
      ...lines,
      ...points
        .filter((point) => point.unfinished && point.value !== null)
        .map((point) => t.pictures.open(periodWords(point.key, words.language), t.charts.unfinishedMonth)),
    ],
    query,
    drawing: {
      height: HEIGHT,
      content: <TimePlot {...monthPlot(points, words, band)} box={boxOf(DRAWING_WIDTH, false, HEIGHT)} flags={flags} beforeOf="months" />,
    },
  }
}
