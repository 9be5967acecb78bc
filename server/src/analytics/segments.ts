import { firstDayOfMonth, monthNumber, type Day } from './calendar.ts'
import type { Range } from './period.ts'

/** Before every business date: the start of "all that came before". */
export const beginning: Day = '0001-01-01'

/** A stretch that no window cuts; `whole` where it is made of whole months. */
export type Segment = Range & { whole: boolean }

/** Segments in a row, read by one branch of a query; `first` is the index of its first segment. */
export type Run = { first: number; segments: Segment[] }

export type Cut = {
  segments: Segment[]
  /** For each window the indexes of its segments. */
  of: number[][]
}

/**
 * Cuts windows that may overlap into segments, so that each day is read once and a window is the sum of its segments.
 * Whole months become segments of their own kind, because rollups by month can serve them.
 */
export function cut(windows: readonly Range[]): Cut {
  const open = windows.filter((window) => window.from < window.end)
  const bounds = new Set(open.flatMap((window) => [window.from, window.end].flatMap(withMonthEnds)))
  const sorted = [...bounds].sort()
  const segments = sorted.slice(1).flatMap((end, index) => {
    const from = sorted[index] as Day // one bound stands before each end
    return open.some((window) => covers(window, from, end)) ? [{ from, end, whole: isMonthStart(from) && isMonthStart(end) }] : []
  })
  const of = windows.map((window) => segments.flatMap((segment, index) => (covers(window, segment.from, segment.end) ? [index] : [])))
  return { segments, of }
}

/** Segments that touch, joined to runs; all of the one kind asked for. */
export function runsOf(segments: readonly Segment[], wanted: (segment: Segment) => boolean): Run[] {
  const runs: Run[] = []
  segments.forEach((segment, index) => {
    if (!wanted(segment)) return
    const last = runs.at(-1)
    if (last && last.first + last.segments.length === index && last.segments.at(-1)?.end === segment.from) last.segments.push(segment)
    else runs.push({ first: index, segments: [segment] })
  })
  return runs
}

function covers(window: Range, from: Day, end: Day): boolean {
  return window.from <= from && end <= window.end
}

function withMonthEnds(day: Day): Day[] {
  if (isMonthStart(day)) return [day]
  const month = monthNumber(day)
  return [firstDayOfMonth(month), day, firstDayOfMonth(month + 1)]
}

function isMonthStart(day: Day): boolean {
  return day.endsWith('-01')
}
