import { Link } from '@tanstack/react-router'
import { useRef, useState, type CSSProperties, type KeyboardEvent } from 'react'
import { useMay } from '../app/session.tsx'
import { useWords } from '../text/text.tsx'
import { bucketMiddle, bucketWidth, type Box } from './plot.ts'
import { placeOn } from './scale.ts'
import type { PlotPoint, PlotSeries } from './series.ts'
import type { TimeChartProps } from './TimeChart.tsx'

type LinksProps = Pick<TimeChartProps, 'series' | 'axis' | 'say' | 'rowsOf'> & { box: Box; onSeries: (id: string) => void }

/** Where the keyboard stands: which series, which bucket. */
type Spot = { series: number; place: number }

const POINT = 22

/**
 * One link over each point: left and right walk the buckets, up and down the series, Enter opens the rows, and a polite
 * live region reads where one is. One stop of the Tab key for the whole chart.
 */
export function PointLinks({ box, series, axis, say, rowsOf, onSeries }: LinksProps) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<Spot | null>(null)
  const known = (spot: Spot): PlotPoint | null => {
    const point = series[spot.series]?.points[spot.place]
    return point && point.value !== null ? point : null
  }
  const here = at && known(at) ? at : lastKnown(series)
  const onKey = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (!step || !here) return
    event.preventDefault()
    const next = walked(here, step, series)
    setAt(next)
    frame.current?.querySelector<HTMLElement>(`[data-spot="${next.series} ${next.place}"]`)?.focus()
  }
  const words = at && known(at) ? spoken(series, at, say) : ''
  return (
    <div
      ref={frame}
      className="month-links"
      role="group"
      aria-label={series.length > 1 ? t.charts.helpLines : t.charts.help}
      onKeyDown={onKey}
    >
      {series.flatMap((each, row) =>
        each.points.map((point, place) => {
          if (point.value === null) return null
          return (
            <PointLink
              key={`${each.id} ${point.key}`}
              spot={`${row} ${place}`}
              style={styleOf({ box, axis, count: each.points.length, alone: series.length === 1 }, place, point.value)}
              words={spoken(series, { series: row, place }, say)}
              search={rowsOf(each, point)}
              stop={here !== null && here.series === row && here.place === place}
              onFocus={() => {
                setAt({ series: row, place })
                onSeries(each.id)
              }}
            />
          )
        }),
      )}
      <span className="hidden-text" aria-live="polite">
        {words}
      </span>
    </div>
  )
}

const STEPS: Record<string, { series: number; place: number }> = {
  ArrowLeft: { series: 0, place: -1 },
  ArrowRight: { series: 0, place: 1 },
  ArrowUp: { series: -1, place: 0 },
  ArrowDown: { series: 1, place: 0 },
  Home: { series: 0, place: -Infinity },
  End: { series: 0, place: Infinity },
}

function lastKnown(series: readonly PlotSeries[]): Spot | null {
  const place = series[0]?.points.findLastIndex((point) => point.value !== null) ?? -1
  return place < 0 ? null : { series: 0, place }
}

/** The next point that has a value, in the direction of a step; the same one where there is none. */
function walked(from: Spot, step: { series: number; place: number }, series: readonly PlotSeries[]): Spot {
  const points = series[from.series]?.points ?? []
  if (step.series !== 0) {
    for (let next = from.series + step.series; next >= 0 && next < series.length; next += step.series) {
      if (typeof series[next]?.points[from.place]?.value === 'number') return { series: next, place: from.place }
    }
    return from
  }
  const places = points.flatMap((point, place) => (point.value === null ? [] : [place]))
  const now = places.indexOf(from.place)
  const next = Math.min(places.length - 1, Math.max(0, now + step.place))
  return { series: from.series, place: places[next] ?? from.place }
}

function spoken(series: readonly PlotSeries[], spot: Spot, say: LinksProps['say']): string {
  const each = series[spot.series]
  const point = each?.points[spot.place]
  return each && point ? say(each, point) : ''
}

type Laid = { box: Box; axis: LinksProps['axis']; count: number; alone: boolean }

/** A single series is opened anywhere in its column, one of several at its point. */
function styleOf({ box, axis, count, alone }: Laid, place: number, value: number): CSSProperties {
  const middle = bucketMiddle(box, count, place)
  if (alone) {
    const width = bucketWidth(box, count)
    return { left: middle - width / 2, width, top: box.top, height: box.height - box.top }
  }
  const high = placeOn(axis, value, box.height - box.bottom, box.top)
  const size = Math.min(POINT, Math.max(8, bucketWidth(box, count)))
  return { left: middle - size / 2, width: size, top: high - size / 2, height: size }
}

type PointLinkProps = {
  spot: string
  style: CSSProperties
  words: string
  search: ReturnType<LinksProps['rowsOf']>
  stop: boolean
  onFocus: () => void
}

function PointLink({ spot, style, words, search, stop, onFocus }: PointLinkProps) {
  const may = useMay()
  const shared = { style, title: words, 'aria-label': words, tabIndex: stop ? 0 : -1, 'data-spot': spot, onFocus }
  return search && may('complaint:read') ? (
    <Link to="/complaints" search={search} preload={false} {...shared} />
  ) : (
    <span role="img" {...shared} />
  )
}
