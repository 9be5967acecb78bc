import {
  Bar,
  Cell,
  ComposedChart,
  CartesianGrid,
  LabelList,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts'
import { compact } from '../catalog/format.ts'
import { useWords } from '../text/text.tsx'
import { breakMonth, type MonthPoint } from './months.ts'
import { PLOT } from './plot.ts'

type MonthBarsProps = { points: MonthPoint[]; periodWords: string; narrow: boolean }

/** Bars from zero, last year as a thin line over them, the unfinished month hatched, a changed definition as a broken line. */
export function MonthBars({ points, periodWords, narrow }: MonthBarsProps) {
  const { t, language } = useWords()
  const inside = points.filter((point) => point.inPeriod)
  const broken = breakMonth(points)
  const rows = points.map((point) => ({
    ...point,
    sameDefinition: point.old ? null : point.lastYear,
    oldDefinition: point.old ? point.lastYear : null,
  }))
  return (
    <ResponsiveContainer width="100%" height={PLOT.height}>
      <ComposedChart
        data={rows}
        margin={{ top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        barCategoryGap={narrow ? '18%' : '28%'}
      >
        <defs>
          <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--card)" />
            <line x1="0" y1="0" x2="0" y2="6" stroke="var(--series1)" strokeWidth="3" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line2)" />
        {inside.length > 0 && inside.length < points.length && (
          <ReferenceArea
            x1={inside[0]?.key}
            x2={inside.at(-1)?.key}
            fill="var(--band)"
            fillOpacity={1}
            label={{ value: periodWords, position: 'insideTop', fill: 'var(--accent)', fontSize: 12, fontWeight: 600, dy: -22 }}
            ifOverflow="visible"
          />
        )}
        <XAxis
          dataKey="key"
          axisLine={{ stroke: 'var(--grey)' }}
          tickLine={false}
          interval={0}
          height={PLOT.axis}
          tick={<MonthTick points={points} narrow={narrow} />}
        />
        <YAxis
          width={PLOT.left}
          axisLine={false}
          tickLine={false}
          allowDecimals={false}
          tick={{ fill: 'var(--ink3)', fontSize: 12 }}
          tickFormatter={(value: number) => compact(value, 0, language)}
        />
        <Bar dataKey="value" isAnimationActive={false} maxBarSize={30}>
          {rows.map((row) => (
            <Cell
              key={row.key}
              fill={row.unfinished ? 'url(#hatch)' : 'var(--series1)'}
              stroke={row.unfinished ? 'var(--series1)' : undefined}
            />
          ))}
          <LabelList dataKey="value" content={<FootLabel rows={rows} />} />
        </Bar>
        <Line
          dataKey="sameDefinition"
          stroke="var(--grey)"
          strokeWidth={1.5}
          isAnimationActive={false}
          dot={{ r: 3, fill: 'var(--grey)', stroke: 'var(--card)', strokeWidth: 1.5 }}
        />
        <Line
          dataKey="oldDefinition"
          stroke="var(--grey)"
          strokeWidth={1.2}
          strokeDasharray="4 3"
          isAnimationActive={false}
          dot={{ r: 3, fill: 'var(--card)', stroke: 'var(--grey)', strokeDasharray: '' }}
        />
        {broken && (
          <ReferenceLine
            x={broken}
            position="start"
            stroke="var(--warn)"
            strokeDasharray="4 3"
            label={{ value: t.charts.break, position: 'insideTopLeft', fill: 'var(--warn)', fontSize: 12, dy: -24, dx: 2 }}
            ifOverflow="visible"
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

type FootProps = {
  x?: number | string
  y?: number | string
  width?: number | string
  height?: number | string
  index?: number
  value?: unknown
  rows: MonthPoint[]
}

/** Values stand at the foot of the bars, so that last year's line stays readable; on a hatch they get a ground of their own. */
function FootLabel({ x, y, width, height, index = 0, value, rows }: FootProps) {
  const tall = Number(height)
  if (value === null || value === undefined || Number.isNaN(tall)) return null
  const centre = Number(x) + Number(width) / 2
  const foot = Number(y) + tall
  const row = rows[index]
  const lift = liftOver(row, Number(value), tall)
  const inBar = tall >= 22 + lift
  const hatched = row?.unfinished
  return (
    <g aria-hidden="true">
      {hatched && inBar && <rect x={centre - 11} y={foot - 18 - lift} width="22" height="15" fill="var(--card)" />}
      <text
        x={centre}
        y={inBar ? foot - 6 - lift : foot - tall - 5}
        textAnchor="middle"
        fontSize="12"
        fontWeight="600"
        fill={inBar && !hatched ? 'var(--on-accent)' : 'var(--ink)'}
      >
        {String(value)}
      </text>
    </g>
  )
}

/** How far a value is lifted so that last year's point, where it lies low in the bar, does not cover it. */
function liftOver(row: MonthPoint | undefined, value: number, tall: number): number {
  const earlier = row?.lastYear
  if (earlier === null || earlier === undefined || value <= 0) return 0
  const point = (tall * earlier) / value
  return point < 22 ? Math.max(0, point + 2) : 0
}

type TickProps = { x?: number; y?: number; payload?: { value: string }; points: MonthPoint[]; narrow: boolean }

function MonthTick({ x = 0, y = 0, payload, points, narrow }: TickProps) {
  const { t } = useWords()
  const point = points.find((each) => each.key === payload?.value)
  if (!point) return null
  return (
    <text
      x={x}
      y={y + 12}
      textAnchor="middle"
      fontSize="12"
      fontWeight={point.inPeriod ? 600 : 400}
      fill={point.inPeriod ? 'var(--accent)' : 'var(--ink3)'}
    >
      {narrow ? point.month : t.charts.monthTick(point.month)}
    </text>
  )
}
