import { bucketMiddle, bucketWidth, type Box } from './plot.ts'
import type { PlotPoint, PlotSeries, PlotWords } from './series.ts'

type BarsProps = { box: Box; series: PlotSeries; high: (value: number) => number; hatch: string; words: PlotWords }

/** Bars from zero, the unfinished one hatched, each with its figure where there is room. */
export function Bars({ box, series, high, hatch, words }: BarsProps) {
  const count = series.points.length
  const width = Math.min(30, bucketWidth(box, count) * 0.7)
  return series.points.map((point, place) => {
    if (point.value === null) return null
    const middle = bucketMiddle(box, count, place)
    const top = Math.min(high(point.value), high(0))
    const tall = Math.abs(high(point.value) - high(0))
    return (
      <g key={point.key}>
        <rect
          x={middle - width / 2}
          y={top}
          width={width}
          height={tall}
          fill={point.unfinished ? hatch : 'var(--series1)'}
          stroke={point.unfinished ? 'var(--series1)' : 'none'}
        />
        {bucketWidth(box, count) >= 24 && (
          <FootLabel point={point} middle={middle} foot={top + tall} tall={tall} words={words.figure(point.value)} />
        )}
      </g>
    )
  })
}

type FootProps = { point: PlotPoint; middle: number; foot: number; tall: number; words: string }

/** Values stand at the foot of the bars, so that the line over them stays readable; on a hatch they get a ground of their own. */
function FootLabel({ point, middle, foot, tall, words }: FootProps) {
  const lift = liftOver(point, tall)
  const inBar = tall >= 22 + lift && words.length <= 4
  const hatched = point.unfinished
  return (
    <>
      {hatched && inBar && <rect x={middle - 11} y={foot - 18 - lift} width="22" height="15" fill="var(--card)" />}
      <text
        x={middle}
        y={inBar ? foot - 6 - lift : foot - tall - 5}
        textAnchor="middle"
        fontSize="12"
        fontWeight="600"
        fill={inBar && !hatched ? 'var(--on-accent)' : 'var(--ink)'}
      >
        {words}
      </text>
    </>
  )
}

/** How far a value is lifted so that the point of the line, where it lies low in the bar, does not cover it. */
function liftOver({ value, before }: PlotPoint, tall: number): number {
  if (before === null || value === null || value <= 0) return 0
  const point = (tall * before) / value
  return point < 22 ? Math.max(0, point + 2) : 0
}
