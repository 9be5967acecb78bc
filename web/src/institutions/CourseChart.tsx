import { Link } from '@tanstack/react-router'
import { useRef, useState, type KeyboardEvent } from 'react'
import { useLedger } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { compact, printed, withUnit } from '../catalog/format.ts'
import { PLOT } from '../charts/plot.ts'
import { useWidth } from '../charts/width.ts'
import { parsePeriod, periodWords, shortPeriodWords } from '../filters/period.ts'
import { rowsSearch } from '../filters/rows.ts'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { scaleOf, type CoursePoint } from './course.ts'

type ChartProps = { points: CoursePoint[]; metric: Metric; scope: Scope; unit: string; decimals: number; name: string; fromZero: boolean }

const EDGE = 28

/** A line over the middle half of the group; cut where the definition changes, hollow while a period lasts. */
export function CourseChart(props: ChartProps) {
  const { t } = useWords()
  const { points, fromZero } = props
  const [frame, width] = useWidth<HTMLDivElement>(640)
  const scale = scaleOf(points, fromZero)
  const inner = width - PLOT.left - PLOT.right - 2 * EDGE
  const x = (place: number): number => PLOT.left + EDGE + (points.length < 2 ? inner / 2 : (inner * place) / (points.length - 1))
  const y = (value: number): number =>
    PLOT.top + (PLOT.height - PLOT.top - PLOT.axis) * (1 - (value - scale.low) / (scale.high - scale.low || 1))
  return (
    <div className="month-chart course-chart" ref={frame}>
      <svg width={width} height={PLOT.height} viewBox={`0 0 ${width} ${PLOT.height}`} aria-hidden="true">
        <Grid scale={scale} y={y} width={width} />
        <Band points={points} x={x} y={y} />
        <Breaks points={points} x={x} words={t.charts.break} />
        <Lines points={points} x={x} y={y} />
        <Marks {...props} x={x} y={y} width={width} />
      </svg>
      <PointLinks {...props} x={x} width={width} />
      <p className="hidden-text">{t.charts.help}</p>
    </div>
  )
}

type Place = { x: (place: number) => number; y: (value: number) => number }

function Grid({ scale, y, width }: { scale: ReturnType<typeof scaleOf>; y: Place['y']; width: number }) {
  const { language } = useWords()
  const decimals = scale.steps.every((step) => Number.isInteger(step)) ? 0 : 2
  return (
    <>
      {scale.steps.map((step) => (
        <g key={step}>
          <line x1={PLOT.left} x2={width - PLOT.right} y1={y(step)} y2={y(step)} stroke={step === 0 ? 'var(--grey)' : 'var(--line2)'} />
          <text x={PLOT.left - 8} y={y(step) + 4} textAnchor="end" fontSize="12" fill="var(--ink3)">
            {compact(step, decimals, language)}
          </text>
        </g>
      ))}
    </>
  )
}

/** Runs of neighbouring points that hold: nothing is drawn across a gap or a change of definition. */
function runsOf(points: readonly CoursePoint[], holds: (point: CoursePoint) => boolean): number[][] {
  const runs: number[][] = []
  points.forEach((point, place) => {
    if (!holds(point)) return
    const last = runs.at(-1)
    if (last && last.at(-1) === place - 1 && !point.cut) last.push(place)
    else runs.push([place])
  })
  return runs
}

function Band({ points, x, y }: { points: CoursePoint[] } & Place) {
  const edge = (run: number[], side: 'upper' | 'lower'): string[] => run.map((place) => `${x(place)},${y(points[place]?.[side] ?? 0)}`)
  return (
    <>
      {runsOf(points, (point) => point.lower !== null && point.upper !== null).map((run) =>
        run.length > 1 ? (
          <polygon key={run[0]} points={[...edge(run, 'upper'), ...edge(run, 'lower').reverse()].join(' ')} fill="var(--bar-pale)" />
        ) : (
          <line
            key={run[0]}
            x1={x(run[0] ?? 0)}
            x2={x(run[0] ?? 0)}
            y1={y(points[run[0] ?? 0]?.lower ?? 0)}
            y2={y(points[run[0] ?? 0]?.upper ?? 0)}
            stroke="var(--bar-pale)"
            strokeWidth="8"
          />
        ),
      )}
    </>
  )
}

function Breaks({ points, x, words }: { points: CoursePoint[]; x: Place['x']; words: string }) {
  return (
    <>
      {points.map((point, place) => {
        if (!point.cut || place === 0) return null
        const at = (x(place) + x(place - 1)) / 2
        return (
          <g key={point.key}>
            <line x1={at} x2={at} y1={PLOT.top - 12} y2={PLOT.height - PLOT.axis} stroke="var(--warn)" strokeDasharray="4 3" />
            <text x={at} y={PLOT.top - 17} textAnchor="middle" fontSize="12" fill="var(--warn)">
              {words}
            </text>
          </g>
        )
      })}
    </>
  )
}

function Lines({ points, x, y }: { points: CoursePoint[] } & Place) {
  const path = (run: number[], of: 'value' | 'median'): string => run.map((place) => `${x(place)},${y(points[place]?.[of] ?? 0)}`).join(' ')
  return (
    <>
      {runsOf(points, (point) => point.median !== null).map((run) => (
        <polyline key={run[0]} points={path(run, 'median')} fill="none" stroke="var(--bar)" strokeWidth="1.5" strokeDasharray="4 3" />
      ))}
      {runsOf(points, (point) => point.value !== null).map((run) => (
        <polyline key={run[0]} points={path(run, 'value')} fill="none" stroke="var(--series1)" strokeWidth="2.2" />
      ))}
    </>
  )
}

/** Dots with their values, and the periods under them; where they stand close, every second value alone. */
function Marks({ points, x, y, decimals, width }: ChartProps & Place & { width: number }) {
  const { language } = useWords()
  const room = width / Math.max(1, points.length)
  return (
    <>
      {points.map((point, place) => {
        const last = place === points.length - 1
        const shown = room > 52 || last || place % 2 === (points.length - 1) % 2
        return (
          <g key={point.key}>
            {point.value !== null && (
              <>
                <circle
                  cx={x(place)}
                  cy={y(point.value)}
                  r="4"
                  fill={point.unfinished ? 'var(--card)' : 'var(--series1)'}
                  stroke={point.unfinished ? 'var(--series1)' : 'var(--card)'}
                  strokeWidth="1.5"
                />
                {shown && (
                  <text x={x(place)} y={y(point.value) - 10} textAnchor="middle" fontSize="12" fontWeight="600" fill="var(--ink)">
                    {compact(point.value, decimals, language)}
                  </text>
                )}
              </>
            )}
            {shown && (
              <text
                x={x(place)}
                y={PLOT.height - 8}
                textAnchor="middle"
                fontSize="12"
                fontWeight={last ? 600 : 400}
                fill={last ? 'var(--accent)' : 'var(--ink3)'}
              >
                {tickWords(point.key, place, points, language)}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}

/** The year is said where it begins. */
function tickWords(key: string, place: number, points: readonly CoursePoint[], language: 'zh' | 'en'): string {
  const plain = parsePeriod(key)
  if (!plain) return key
  if (plain.kind === 'YEAR') return String(plain.year)
  const short = shortPeriodWords(plain, language)
  const year = key.slice(2, 4)
  return place === 0 || points[place - 1]?.key.slice(0, 4) !== key.slice(0, 4)
    ? language === 'zh'
      ? `${year}年${short}`
      : `${short} ’${year}`
    : short
}

type LinksProps = ChartProps & { x: Place['x']; width: number }

/** One link over each period: arrows walk them, Enter opens the rows, a polite live region reads the point. */
function PointLinks({ points, metric, scope, unit, decimals, x, width }: LinksProps) {
  const { t, language } = useWords()
  const may = useMay()
  const { metrics } = useLedger()
  const frame = useRef<HTMLDivElement>(null)
  const known = points.flatMap((point, place) => (point.value === null ? [] : [{ point, place }]))
  const [at, setAt] = useState(-1)
  const current = at >= 0 ? at : known.length - 1
  const room = width / Math.max(1, points.length)
  const words = ({ point }: (typeof known)[number]): string =>
    [
      `${periodWords(point.key, language)}${t.overview.colon}${withUnit(printed(point.value ?? 0, decimals), unit)}`,
      point.unfinished ? t.institutions.unfinished : '',
      point.median === null
        ? ''
        : t.institutions.median(printed(point.median, Number.isInteger(point.median) && decimals === 0 ? 0 : Math.max(1, decimals))),
      point.rank === null ? '' : t.institutions.rankOf(point.rank, point.members),
    ]
      .filter((part) => part !== '')
      .join(t.filters.join)
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const next = Math.min(known.length - 1, Math.max(0, current + step))
    setAt(next)
    frame.current?.querySelectorAll<HTMLElement>('a, [tabindex]')[next]?.focus()
  }
  // What returns and assessments tell has no complaints behind it.
  const opens = may('complaint:read') && metrics.get(metric)?.dateRole !== 'OWN'
  return (
    <div ref={frame} className="course-links month-links" role="group" aria-label={t.charts.help} onKeyDown={onKey}>
      {known.map((each, place) => {
        const shared = {
          tabIndex: place === current ? 0 : -1,
          'aria-label': words(each),
          title: words(each),
          onFocus: () => setAt(place),
          style: { left: x(each.place) - room / 2 + 2, width: Math.max(24, room - 4), top: PLOT.top - 12, bottom: 0 },
        }
        return opens ? (
          <Link key={each.point.key} to="/complaints" search={rowsSearch(scope, { metric, period: each.point.key })} {...shared} />
        ) : (
          <span key={each.point.key} role="img" {...shared} />
        )
      })}
      <span className="hidden-text" aria-live="polite">
        {at >= 0 && known[at] ? words(known[at]) : ''}
      </span>
    </div>
  )
}
