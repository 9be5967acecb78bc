import { bucketMiddle, type Box } from './plot.ts'
import { apart } from './scale.ts'
import { colourOf, piecesOf, type Dot, type PlotPoint, type PlotSeries } from './series.ts'

type LineProps = { box: Box; series: PlotSeries; high: (value: number) => number; cut: ReadonlySet<string> }

/** A series in its colour; what is unfinished stands apart as a hollow dot. */
export function SeriesLine({ box, series, high, cut, small }: LineProps & { small: boolean }) {
  const { points } = series
  const colour = colourOf(series.tone)
  const unfinished = new Set(points.filter((point) => point.unfinished).map((point) => point.key))
  const pieces = piecesOf(points, (point) => (point.unfinished ? null : point.value), cut)
  const at = (dot: Dot): string => `${round(bucketMiddle(box, points.length, dot.place))},${round(high(dot.value))}`
  const radius = small ? 1.75 : points.length > 60 ? 1.5 : 3
  return (
    <g>
      {pieces.map((piece) => (
        <polyline
          key={piece[0]?.key}
          points={piece.map(at).join(' ')}
          fill="none"
          stroke={colour}
          strokeWidth={small ? 1.75 : 2}
          strokeLinejoin="round"
        />
      ))}
      {points.map((point, place) => {
        const alone = pieces.some((piece) => piece.length === 1 && piece[0]?.place === place)
        if (point.value === null || (small && !alone && !unfinished.has(point.key))) return null
        return (
          <circle
            key={point.key}
            cx={round(bucketMiddle(box, points.length, place))}
            cy={round(high(point.value))}
            r={unfinished.has(point.key) ? 3 : radius}
            fill={unfinished.has(point.key) ? 'var(--card)' : colour}
            stroke={unfinished.has(point.key) ? colour : 'none'}
            strokeWidth="1.5"
          />
        )
      })}
    </g>
  )
}

/** What a series is compared with: thin and grey, broken where it counts by an older definition. */
export function ThinLine({ box, series, high, cut, small }: LineProps & { small: boolean }) {
  const { points } = series
  const drawn = (old: boolean) => (point: PlotPoint) => (point.old === old ? point.before : null)
  const at = (dot: Dot): string => `${round(bucketMiddle(box, points.length, dot.place))},${round(high(dot.value))}`
  const many = small || points.length > 36
  return (
    <g>
      {[false, true].map((old) => {
        // A break of the series itself cuts its own line; its comparison is cut where its definition changes.
        const pieces = piecesOf(points, drawn(old), old ? NONE : cutsOf(points, cut))
        return (
          <g key={String(old)}>
            {pieces.map((piece) => (
              <polyline
                key={piece[0]?.key}
                points={piece.map(at).join(' ')}
                fill="none"
                stroke="var(--grey)"
                strokeWidth={old ? 1.2 : 1.5}
                strokeDasharray={old ? '4 3' : undefined}
              />
            ))}
            {!many &&
              pieces
                .flat()
                .map((dot) => (
                  <circle
                    key={dot.key}
                    cx={round(bucketMiddle(box, points.length, dot.place))}
                    cy={round(high(dot.value))}
                    r="2.5"
                    fill={old ? 'var(--card)' : 'var(--grey)'}
                    stroke={old ? 'var(--grey)' : 'var(--card)'}
                  />
                ))}
          </g>
        )
      })}
    </g>
  )
}

const NONE: ReadonlySet<string> = new Set()

/** Buckets before which the compared line changes its definition while its own series does not. */
function cutsOf(points: readonly PlotPoint[], cut: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(points.filter((point, place) => cut.has(point.key) && points[place - 1]?.old !== point.old).map((point) => point.key))
}

/** Each line's name beside its last value, moved apart where two would meet. */
export function DirectLabels({ box, series, high }: Pick<LineProps, 'box' | 'high'> & { series: readonly PlotSeries[] }) {
  const ends = series.flatMap((each) => {
    const last = [...each.points].reverse().find((point) => point.value !== null)
    return last?.value === null || last === undefined ? [] : [{ series: each, y: high(last.value) }]
  })
  const placed = apart(
    ends.map((end) => end.y),
    15,
    box.top,
    box.height - box.bottom - 4,
  )
  const x = box.width - box.right + 8
  return ends.map(({ series: each, y }, place) => (
    <g key={each.id}>
      <line
        x1={box.width - box.right}
        x2={x + 8}
        y1={round(y)}
        y2={round(placed[place] ?? y)}
        stroke={colourOf(each.tone)}
        strokeWidth="2"
      />
      <text x={x + 12} y={round((placed[place] ?? y) + 4)} fontSize="12" fill="var(--ink)">
        {shortened(each.name, box.right - 22)}
      </text>
    </g>
  ))
}

/** A name cut to a width in px; a Chinese character takes 12, a Latin one 7. */
export function shortened(name: string, width: number): string {
  let taken = 0
  const characters = [...name]
  for (const [place, character] of characters.entries()) {
    taken += /[\u2e80-\uffef]/.test(character) ? 12 : 7
    if (taken > width) return `${characters.slice(0, Math.max(1, place - 1)).join('')}…`
  }
  return name
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
