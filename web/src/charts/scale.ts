/** Where a chart's axis ends and where its lines lie: whole steps of 1, 2 or 5 times a power of ten. */
export type Axis = { low: number; high: number; ticks: number[] }

/**
 * An axis that holds every value. `fromZero`: it begins at zero, as bars and counts do; a rate begins at the step below
 * its lowest value. `whole`: no step is a fraction, because half a complaint is none.
 */
export function axisOf(
  values: readonly number[],
  { fromZero, whole, steps = 4 }: { fromZero: boolean; whole: boolean; steps?: number },
): Axis {
  const lowest = Math.min(...values)
  const highest = Math.max(...values)
  const from = values.length === 0 || fromZero ? Math.min(0, values.length === 0 ? 0 : lowest) : lowest
  const to = values.length === 0 ? 1 : Math.max(highest, fromZero ? 0 : highest)
  const step = stepOf(Math.max(to - from, to === from ? Math.abs(to) || 1 : 0) / steps, whole)
  const first = Math.floor(from / step + ROUNDING)
  const last = Math.max(first + 1, Math.ceil(to / step - ROUNDING))
  const ticks = Array.from({ length: last - first + 1 }, (_, place) => clean((first + place) * step))
  return { low: clean(first * step), high: clean(last * step), ticks }
}

const ROUNDING = 1e-9

function stepOf(rough: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough * (1 - ROUNDING)) ?? 10 * power
  return whole ? Math.max(1, step) : step
}

/** 0.30000000000000004 is 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(12))
}

/** The place of a value between two ends. */
export function placeOn({ low, high }: Pick<Axis, 'low' | 'high'>, value: number, start: number, end: number): number {
  return start + ((value - low) / (high - low)) * (end - start)
}

/** Moves labels apart that would cover one another, as little as can be, between two edges; the order stays. */
export function apart(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, place) => place).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0))
  const placed = [...wanted]
  let floor = low
  for (const place of order) {
    placed[place] = Math.max(wanted[place] ?? 0, floor)
    floor = (placed[place] ?? 0) + gap
  }
  let ceiling = high
  for (const place of [...order].reverse()) {
    placed[place] = Math.min(placed[place] ?? 0, ceiling)
    ceiling = (placed[place] ?? 0) - gap
  }
  return placed
}

/** Every how manieth label of an axis fits, when each is so wide. */
export function everyNth(count: number, width: number, room: number): number {
  return Math.max(1, Math.ceil((count * width) / Math.max(1, room)))
}
