/** One bucket of a line: a month, a week … `value` is null where it has not begun or nothing is known. */
export type PlotPoint = {
  key: string
  value: number | null
  /** What it is compared with: the same bucket last year, or of the stretch before. */
  before: number | null
  /** `before` counts by an older definition. */
  old: boolean
  /** Days of it are still to come. */
  unfinished: boolean
  /** Inside the period of the view. */
  inPeriod: boolean
}

/** `tone`: which of the six colours, or grey for what stands for the rest. */
export type PlotSeries = { id: string; name: string; tone: number | 'rest'; points: PlotPoint[] }

/** A changed definition: it begins with this bucket, and no line crosses it. */
export type PlotBreak = { key: string; sentence: string }

/** A remark on some buckets, known by its number in the list under the chart. */
export type PlotFlag = { number: number; from: string; to: string }

/** How figures and buckets are written. */
export type PlotWords = {
  axis: (value: number) => string
  figure: (value: number) => string
  tick: (key: string) => string
  /** How wide the longest tick is, in px. */
  tickWidth: number
}

export const colourOf = (tone: PlotSeries['tone']): string => (tone === 'rest' ? 'var(--grey)' : `var(--series${tone})`)

export type Dot = { place: number; value: number; key: string }

/**
 * The pieces that a line is drawn in: it is cut where a value is missing, before a changed definition, and before what
 * is unfinished, which stands alone as a hollow dot.
 */
export function piecesOf(
  points: readonly PlotPoint[],
  valueOf: (point: PlotPoint) => number | null,
  cutBefore: ReadonlySet<string>,
): Dot[][] {
  const pieces: Dot[][] = []
  let open: Dot[] = []
  const close = (): void => {
    if (open.length > 0) pieces.push(open)
    open = []
  }
  points.forEach((point, place) => {
    const value = valueOf(point)
    if (value === null || cutBefore.has(point.key)) close()
    if (value !== null) open.push({ place, value, key: point.key })
  })
  close()
  return pieces
}
