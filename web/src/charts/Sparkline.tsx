type SparklineProps = { values: (number | null)[]; name: string; fromZero: boolean; unfinished: boolean }

const WIDTH = 96
const HEIGHT = 36
const EDGE = 4

/** Six periods of one definition: a thin grey line, the present as a dot, hollow while it lasts. Counts and days start at zero, rates do not. */
export function Sparkline({ values, name, fromZero, unfinished }: SparklineProps) {
  const known = values.filter((value): value is number => value !== null)
  if (known.length < 2) return <span className="sparkline" />
  const low = fromZero ? 0 : Math.min(...known)
  const high = Math.max(...known)
  const span = high - low || 1
  const step = (WIDTH - 2 * EDGE) / Math.max(1, values.length - 1)
  const points = values.flatMap((value, place) =>
    value === null ? [] : [{ x: EDGE + place * step, y: HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE - 4) }],
  )
  const last = points.at(-1)
  return (
    <svg className="sparkline" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={name}>
      {fromZero && <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line)" />}
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} fill="none" stroke="var(--grey)" strokeWidth="1.5" />
      {points.slice(0, -1).map(({ x, y }) => (
        <circle key={x} cx={x} cy={y} r="1.5" fill="var(--grey)" />
      ))}
      {last && <circle cx={last.x} cy={last.y} r="3.5" fill={unfinished ? 'var(--card)' : 'var(--accent)'} stroke="var(--accent)" />}
    </svg>
  )
}
