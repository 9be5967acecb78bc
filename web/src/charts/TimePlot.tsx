import { useId } from 'react'
import { Bars } from './Bars.tsx'
import { DirectLabels, SeriesLine, ThinLine } from './Lines.tsx'
import { BreakMark, FlagMark } from './Marks.tsx'
import { bucketMiddle, bucketWidth, type Box } from './plot.ts'
import { everyNth, placeOn, type Axis } from './scale.ts'
import type { PlotBreak, PlotFlag, PlotSeries, PlotWords } from './series.ts'

export type TimePlotProps = {
  box: Box
  axis: Axis
  series: readonly PlotSeries[]
  words: PlotWords
  /** Bars for one series of counts; lines for all else. */
  bars: boolean
  breaks: readonly PlotBreak[]
  flags: readonly PlotFlag[]
  /** What stands over the band of the view's period; null without a band. */
  band: string | null
  /** Whose thin grey line of comparison is drawn. */
  beforeOf: string | null
  /** Names at the ends of the lines. */
  direct: boolean
  /** One of many small ones: few ticks, no figures. */
  small?: boolean
}

/** A chart over time as plain SVG content: what the screen shows and what leaves as a picture are this same drawing. */
export function TimePlot(props: TimePlotProps) {
  const { box, axis, series, words, breaks, flags, small } = props
  const hatch = useId()
  const [first] = series
  const count = first?.points.length ?? 0
  const high = (value: number): number => placeOn(axis, value, box.height - box.bottom, box.top)
  const cut = new Set(breaks.map((each) => each.key))
  const place = (key: string): number => first?.points.findIndex((point) => point.key === key) ?? -1
  return (
    <>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--card)" />
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--series1)" strokeWidth="3" />
        </pattern>
      </defs>
      <Band {...props} />
      <ValueAxis {...props} high={high} />
      <TimeAxis {...props} />
      {props.bars && first && <Bars box={box} series={first} high={high} hatch={`url(#${hatch})`} words={words} />}
      {series.map(
        (each) =>
          each.id === props.beforeOf && <ThinLine key={each.id} box={box} series={each} high={high} cut={cut} small={small ?? false} />,
      )}
      {!props.bars &&
        series.map((each) => <SeriesLine key={each.id} box={box} series={each} high={high} cut={cut} small={small ?? false} />)}
      {props.direct && <DirectLabels box={box} series={series} high={high} />}
      {breaks.map((each) => (
        <BreakMark key={each.key} box={box} place={place(each.key)} count={count} sentence={small ? '' : each.sentence} />
      ))}
      {flags.map((flag) => (
        <FlagMark
          key={flag.number}
          box={box}
          from={place(flag.from)}
          to={place(flag.to)}
          count={count}
          number={flag.number}
          small={small}
        />
      ))}
    </>
  )
}

function Band({ box, series, band, small }: TimePlotProps) {
  const points = series[0]?.points ?? []
  const from = points.findIndex((point) => point.inPeriod)
  const inside = points.filter((point) => point.inPeriod).length
  if (band === null || inside === 0 || inside === points.length) return null
  const width = bucketWidth(box, points.length)
  const x = box.left + width * from
  const anchor = Math.min(box.width - box.right, Math.max(box.left, x + (width * inside) / 2))
  return (
    <>
      <rect x={x} y={box.top} width={width * inside} height={box.height - box.top - box.bottom} fill="var(--band)" />
      {!small && band !== '' && (
        <text x={anchor} y={box.top - 6} textAnchor="middle" fontSize="12" fontWeight="600" fill="var(--accent)">
          {band}
        </text>
      )}
    </>
  )
}

type HighProps = { high: (value: number) => number }

function ValueAxis({ box, axis, words, high, small }: TimePlotProps & HighProps) {
  const shown = small ? axis.ticks.filter((_, place) => place === axis.ticks.length - 1) : axis.ticks
  return (
    <>
      {axis.ticks.map((tick) => (
        <line
          key={tick}
          x1={box.left}
          x2={box.width - box.right}
          y1={high(tick)}
          y2={high(tick)}
          stroke={tick === axis.low ? 'var(--grey)' : 'var(--line2)'}
        />
      ))}
      {shown.map((tick) => (
        <text
          key={tick}
          x={small ? box.width - box.right : box.left - 8}
          y={small ? high(tick) - 3 : high(tick) + 4}
          textAnchor="end"
          fontSize="12"
          fill="var(--ink3)"
        >
          {words.axis(tick)}
        </text>
      ))}
    </>
  )
}

function TimeAxis({ box, series, words, small }: TimePlotProps) {
  const points = series[0]?.points ?? []
  const room = box.width - box.left - box.right
  const step = small ? Math.max(1, points.length - 1) : everyNth(points.length, words.tickWidth + 8, room)
  return points.map((point, place) => {
    // Counted from the last bucket, which is the one that is asked about.
    if ((points.length - 1 - place) % step !== 0) return null
    const middle = bucketMiddle(box, points.length, place)
    const anchor = small && points.length > 1 ? (place === 0 ? 'start' : 'end') : 'middle'
    return (
      <text
        key={point.key}
        x={anchor === 'start' ? box.left : anchor === 'end' ? box.width - box.right : middle}
        y={box.height - box.bottom + 17}
        textAnchor={anchor}
        fontSize="12"
        fontWeight={point.inPeriod && !small ? 600 : 400}
        fill={point.inPeriod && !small ? 'var(--accent)' : 'var(--ink3)'}
      >
        {words.tick(point.key)}
      </text>
    )
  })
}
