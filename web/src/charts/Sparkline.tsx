/** Something to be said of one of the periods: a remark, late entries. */
export type SparkFlag = { place: number; words: string }
type SparklineProps = {
  values: (number | null)[]
  name: string
  fromZero: boolean
  unfinished: boolean
  /** The sentence of the change of definition before the first period shown. */
  broken?: string | null
  flags?: readonly SparkFlag[]
}

const WIDTH = 96
const HEIGHT = 36
const EDGE = 4

/**
 * Six periods of one definition: a thin grey line, the present as a dot, hollow while it lasts; a dashed line where a change of
 * definition cuts it off, a small mark above a period of which something is said. Counts and days start at zero, rates do not.
 */
export function Sparkline({ values, name, fromZero, unfinished, broken = null, flags = [] }: SparklineProps) {
  const known = values.filter((value): value is number => value !== null)
  if (known.length < 2) return <span className="sparkline" />
  const low = fromZero ? 0 : Math.min(...known)
  const high = Math.max(...known)
  const span = high - low || 1
  const step = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1)
  const across = (place: number): number => EDGE + place * step
  const points = values.flatMap((value, place) =>
    value === null ? [] : [{ x: across(place), y: HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE - 4) }],
  )
  const last = points.at(-1)
  const first = values.findIndex((value) => value !== null)
  const shown = flags.filter(({ place }) => place >= first)
  const said = [name, ...(broken ? [broken] : []), ...shown.map(({ words }) => words)].join(' ')
  return (
    <svg className="sparkline" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={said}>
      <title>{said}</title>
      {fromZero && <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line)" />}
      {broken && (
        <line
          x1={across(first) - step / 2}
          x2={across(first) - step / 2}
          y1="2"
          y2={HEIGHT - 1}
          stroke="var(--warn)"
          strokeDasharray="3 2"
        />
      )}
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} fill="none" stroke="var(--grey)" strokeWidth="1.5" />
      {points.slice(0, -1).map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r="1.5" fill="var(--grey)" />
      ))}
      {last && <circle cx={last.x} cy={last.y} r="3.5" fill={unfinished ? 'var(--card)' : 'var(--accent)'} stroke="var(--accent)" />}
      {[...new Set(shown.map(({ place }) => place))].map((place) => (
        <path key={place} d={`M${across(place) - 3} 0h6l-3 5z`} fill="var(--warn)" />
      ))}
    </svg>
  )
}
