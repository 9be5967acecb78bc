import { useNavigate } from '@tanstack/react-router'
import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useTable, type Table } from '../catalog/table.ts'
import { axisOf, everyNth, placeOn } from '../charts/scale.ts'
import { useWidth } from '../charts/useWidth.ts'
import { monthsBetween, periodWords } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import type { Metric } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'
import { stretchOf, totalQuery, type Choice } from './choice.ts'
import { breakKeys } from './model.ts'
import type { TrendSearch } from './search.ts'
import { spanOf, type Span } from './span.ts'
import { ticksOf } from './ticks.ts'

type BrushProps = { scope: Scope; choice: Choice; known: Span }

const TALL = 32
const HEIGHT = 50

/**
 * The whole ledger month by month, with the stretch that the chart shows between two handles. Arrows move a handle by a
 * month, with Shift by a quarter; the two month fields do the same by name.
 */
export function Brush({ scope, choice, known }: BrushProps) {
  const { t, language } = useWords()
  const navigate = useNavigate()
  const months = useMemo(() => monthsBetween(known.from, known.to), [known])
  const query = useMemo(() => totalQuery(scope, overall(choice, known), stretchOf(overall(choice, known), false)), [scope, choice, known])
  const table = useTable(query).value
  // What a hand or a key has moved already stands at once; it holds until the address has moved on.
  const [drawn, setDrawn] = useState<{ span: Span; from: Span } | null>(null)
  const span = drawn?.from === choice.span ? drawn.span : choice.span
  const draw = (next: Span): void => setDrawn({ span: next, from: choice.span })
  const choose = (next: Span): void => {
    const kept = spanOf(`${next.from}..${next.to}`, choice.unit, scope.period, known)
    draw(kept)
    void navigate({ to: '.', replace: true, search: (before: TrendSearch) => ({ ...before, span: `${kept.from}..${kept.to}` }) })
  }
  if (months.length < 2) return null
  const fields = (end: 'from' | 'to') => (
    <label>
      {end === 'from' ? t.filters.from : t.filters.to}
      <select className="input" value={span[end]} onChange={(event) => choose(moved(span, end, event.target.value))}>
        {months.map((month) => (
          <option key={month} value={month}>
            {periodWords(month, language)}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <div className="brush" role="group" aria-label={t.trends.brush}>
      <Strip months={months} table={table} metric={choice.metric.key} span={span} onDraw={draw} onChoose={choose} />
      <div className="brush-fields">
        {fields('from')}
        {fields('to')}
      </div>
    </div>
  )
}

/** The metric over everything that is known, by month. */
function overall(choice: Choice, known: Span): Choice {
  return { ...choice, grain: 'MONTH', unit: 'MONTH', span: known, dimension: null }
}

/** One end moved to a month; the other gives way rather than be passed. */
function moved(span: Span, end: 'from' | 'to', month: string): Span {
  if (end === 'from') return { from: month, to: span.to < month ? month : span.to }
  return { from: span.from > month ? month : span.from, to: month }
}

type StripProps = {
  months: string[]
  table: Table | null
  metric: Metric
  span: Span
  onDraw: (span: Span) => void
  onChoose: (span: Span) => void
}

function Strip({ months, table, metric, span, onDraw, onChoose }: StripProps) {
  const { t, language } = useWords()
  const [measure, width] = useWidth()
  const frame = useRef<HTMLDivElement>(null)
  const edge = 12
  const each = Math.max(0, (width - 2 * edge) / months.length)
  const left = (month: string): number => edge + Math.max(0, months.indexOf(month)) * each
  const monthAt = (clientX: number, end: 'from' | 'to'): string => {
    const x = clientX - (frame.current?.getBoundingClientRect().left ?? 0) - edge
    const place = Math.round(x / each) - (end === 'to' ? 1 : 0)
    return months[Math.min(months.length - 1, Math.max(0, place))] ?? span[end]
  }
  return (
    <div className="brush-frame" ref={frame} style={{ height: HEIGHT }}>
      <div ref={measure} />
      {width > 0 && (
        <>
          <svg viewBox={`0 0 ${width} ${HEIGHT}`} height={HEIGHT} aria-hidden="true">
            <StripBars months={months} table={table} metric={metric} span={span} left={left} each={each} language={language} room={width} />
          </svg>
          {(['from', 'to'] as const).map((end) => (
            <Handle
              key={end}
              name={end === 'from' ? t.trends.handleFrom : t.trends.handleTo}
              place={months.indexOf(span[end])}
              months={months}
              left={left(span[end]) + (end === 'to' ? each : 0)}
              onMove={(place) => onChoose(moved(span, end, months[place] ?? span[end]))}
              onDrag={(clientX) => onDraw(moved(span, end, monthAt(clientX, end)))}
              onDrop={(clientX) => onChoose(moved(span, end, monthAt(clientX, end)))}
            />
          ))}
        </>
      )}
    </div>
  )
}

type BarsProps = Pick<StripProps, 'months' | 'table' | 'metric' | 'span'> & {
  left: (month: string) => number
  each: number
  language: 'zh' | 'en'
  room: number
}

function StripBars({ months, table, metric, span, left, each, language, room }: BarsProps) {
  const values = new Map(table?.rows.map((row) => [table.id('MONTH', row), table.figure(metric, 'VALUE', row)]) ?? [])
  const axis = axisOf(
    [...values.values()].filter((value) => value !== null),
    { fromZero: true, whole: false },
  )
  const ticks = ticksOf(months, language)
  const step = everyNth(months.length, ticks.tickWidth + 12, room)
  const held = (x: number): number => Math.min(room - ticks.tickWidth / 2, Math.max(ticks.tickWidth / 2, x))
  const breaks = table ? breakKeys(table, metric, 'MONTH') : []
  return (
    <>
      <rect x={left(span.from)} y="0" width={Math.max(0, left(span.to) + each - left(span.from))} height={TALL} fill="var(--band)" />
      {months.map((month, place) => {
        const value = values.get(month) ?? null
        const high = value === null ? TALL : placeOn(axis, value, TALL, 3)
        const inside = month >= span.from && month <= span.to
        return (
          <g key={month}>
            <rect
              x={left(month) + each * 0.1}
              y={Math.min(high, TALL)}
              width={each * 0.8}
              height={Math.abs(TALL - high)}
              fill={inside ? 'var(--bar)' : 'var(--bar-pale)'}
            />
            {place % step === 0 && (
              <text x={held(left(month) + each / 2)} y={HEIGHT - 4} textAnchor="middle" fontSize="12" fill="var(--ink3)">
                {ticks.tick(month)}
              </text>
            )}
          </g>
        )
      })}
      {breaks.map((month) => (
        <line key={month} x1={left(month)} x2={left(month)} y1="0" y2={TALL} stroke="var(--warn)" strokeDasharray="3 2" />
      ))}
      <line x1={12} x2={room - 12} y1={TALL} y2={TALL} stroke="var(--grey)" />
    </>
  )
}

type HandleProps = {
  name: string
  place: number
  months: string[]
  left: number
  onMove: (place: number) => void
  onDrag: (clientX: number) => void
  onDrop: (clientX: number) => void
}

function Handle({ name, place, months, left, onMove, onDrag, onDrop }: HandleProps) {
  const { language } = useWords()
  const held = useRef(false)
  const onKey = (event: KeyboardEvent): void => {
    const size = event.shiftKey ? 3 : 1
    const step = { ArrowLeft: -size, ArrowRight: size, Home: -months.length, End: months.length }[event.key]
    if (step === undefined) return
    event.preventDefault()
    onMove(Math.min(months.length - 1, Math.max(0, place + step)))
  }
  const end = (event: PointerEvent): void => {
    if (!held.current) return
    held.current = false
    onDrop(event.clientX)
  }
  return (
    <button
      type="button"
      role="slider"
      className="brush-handle"
      style={{ left }}
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={months.length - 1}
      aria-valuenow={Math.max(0, place)}
      aria-valuetext={periodWords(months[place] ?? '', language)}
      aria-orientation="horizontal"
      onKeyDown={onKey}
      onPointerDown={(event) => {
        held.current = true
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={(event) => held.current && onDrag(event.clientX)}
      onPointerUp={end}
      onPointerCancel={end}
    />
  )
}
