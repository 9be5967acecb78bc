import { useState } from 'react'
import type { ComplaintSearch } from '../complaints/search.ts'
import { useWords } from '../text/text.tsx'
import { PLOT, type Box } from './plot.ts'
import { PointLinks } from './PointLinks.tsx'
import type { Axis } from './scale.ts'
import type { PlotBreak, PlotFlag, PlotPoint, PlotSeries, PlotWords } from './series.ts'
import { TimePlot } from './TimePlot.tsx'
import { useWidth } from './useWidth.ts'

export type TimeChartProps = {
  axis: Axis
  series: readonly PlotSeries[]
  words: PlotWords
  bars: boolean
  breaks: readonly PlotBreak[]
  flags: readonly PlotFlag[]
  band: string | null
  direct: boolean
  height?: number
  /** What a point says of itself: bucket, value, comparison. */
  say: (series: PlotSeries, point: PlotPoint) => string
  /** The rows behind a point; null where it has none to open. */
  rowsOf: (series: PlotSeries, point: PlotPoint) => ComplaintSearch | null
}

/** On a narrower chart the names of lines stand in the legend alone. */
const NAMES_FROM = 540

/** The box of a chart so wide; names at the ends of lines need room on the right. */
export function boxOf(width: number, direct: boolean, height: number = PLOT.height): Box {
  const right = direct ? Math.min(128, Math.max(72, width * 0.18)) : PLOT.right
  return { width, height, top: PLOT.top, right, bottom: PLOT.axis, left: PLOT.left }
}

/** A chart over time as wide as its place, with a link over each point. */
export function TimeChart(props: TimeChartProps) {
  const { t } = useWords()
  const { series, direct, height = PLOT.height } = props
  const [frame, width] = useWidth()
  const [at, setAt] = useState<string | null>(null)
  const named = direct && width >= NAMES_FROM
  const box = boxOf(width, named, height)
  const beforeOf = series.length === 1 ? (series[0]?.id ?? null) : at
  return (
    <div ref={frame} className="time-chart" style={{ minHeight: height }}>
      {width > 0 && (
        <>
          <svg className="plot" viewBox={`0 0 ${width} ${height}`} height={height} aria-hidden="true">
            <TimePlot {...props} direct={named} box={box} beforeOf={beforeOf} />
          </svg>
          <PointLinks {...props} box={box} onSeries={setAt} />
        </>
      )}
      <p className="hidden-text">{series.length > 1 ? t.charts.helpLines : t.charts.help}</p>
    </div>
  )
}
