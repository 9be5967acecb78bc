/** Stretches of months on the page of trends, and the buckets that they are cut into. */
import { monthsBetween, monthsOf, parsePeriod, periodKey, shiftPeriod, two, type PeriodKind } from '../filters/period.ts'

export type Span = { from: string; to: string }

/** Which unit a dimension of time cuts by; dimensions that are not here are none of time. */
export const UNITS: Readonly<Record<string, PeriodKind>> = {
  DAY: 'DAY',
  WEEK: 'WEEK',
  MONTH: 'MONTH',
  QUARTER: 'QUARTER',
  HALF: 'HALF',
  HALF_YEAR: 'HALF',
  YEAR: 'YEAR',
}

const MONTHS_IN: Readonly<Record<string, number>> = { MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12 }
/** How many months are shown where nobody chose, and at most: a day chart of years has more points than the screen. */
const SHOWN: Readonly<Record<PeriodKind, { usual: number; most: number }>> = {
  DAY: { usual: 2, most: 4 },
  WEEK: { usual: 9, most: 36 },
  MONTH: { usual: 12, most: 120 },
  QUARTER: { usual: 24, most: 240 },
  HALF: { usual: 48, most: 360 },
  YEAR: { usual: 96, most: 600 },
}

export const addMonths = (month: string, steps: number): string => {
  const plain = parsePeriod(month)
  return plain ? periodKey(shiftPeriod(plain, steps)) : month
}
export const monthsIn = ({ from, to }: Span): number => monthsBetween(from, to).length

/**
 * The months to show: those chosen, else so many that end with the year of the period (its months, where days are
 * shown), inside what the ledger knows and no more than a chart of this unit can hold.
 */
export function spanOf(chosen: string | undefined, unit: PeriodKind, period: string, known: Span): Span {
  const [from = '', to = ''] = chosen?.split('..') ?? []
  const asked = from && to && from <= to ? { from, to } : usualSpan(unit, period)
  const end = clip(asked.to, known)
  const start = clip(asked.from, { from: known.from, to: end })
  const most = addMonths(end, 1 - SHOWN[unit].most)
  return { from: start < most ? most : start, to: end }
}

function usualSpan(unit: PeriodKind, period: string): Span {
  const { from, to } = monthsOf(period)
  const { usual } = SHOWN[unit]
  const end = unit === 'DAY' || unit === 'WEEK' ? to : `${to.slice(0, 4)}-12`
  const start = addMonths(end, 1 - usual)
  return { from: from < start ? from : start, to: end }
}

function clip(month: string, { from, to }: Span): string {
  return month < from ? from : month > to ? to : month
}

/** A stretch of months as the API takes it, widened to whole buckets, so that no bucket is cut at an edge. */
export function periodOfSpan(span: Span, unit: PeriodKind): string {
  if (unit === 'WEEK') return `${weekOf(`${span.from}-01`)}..${weekOf(lastDayOf(span.to))}`
  const { from, to } = wholeBuckets(span, unit)
  return from === to ? from : `${from}..${to}`
}

/** As many buckets, right before those of the stretch. */
export function periodBefore(span: Span, unit: PeriodKind): string {
  if (unit === 'DAY' || unit === 'WEEK') {
    const first = unit === 'DAY' ? Date.parse(`${span.from}-01`) : Date.parse(daysOfBucket(weekOf(`${span.from}-01`)).from)
    const last = unit === 'DAY' ? Date.parse(lastDayOf(span.to)) : Date.parse(daysOfBucket(weekOf(lastDayOf(span.to))).to)
    const [from, to] = [isoDay(first - (last + DAY - first)), isoDay(first - DAY)]
    return unit === 'DAY' ? `${from}..${to}` : `${weekOf(from)}..${weekOf(to)}`
  }
  const whole = wholeBuckets(span, unit)
  const length = monthsIn(whole)
  return periodOfSpan({ from: addMonths(whole.from, -length), to: addMonths(whole.to, -length) }, unit)
}

function wholeBuckets({ from, to }: Span, unit: PeriodKind): Span {
  const length = MONTHS_IN[unit] ?? 1
  return { from: startOfBucket(from, length), to: addMonths(startOfBucket(to, length), length - 1) }
}

function startOfBucket(month: string, length: number): string {
  const index = Number(month.slice(5)) - 1
  return `${month.slice(0, 4)}-${two(index - (index % length) + 1)}`
}

/** First and last day of a bucket. */
export function daysOfBucket(key: string): { from: string; to: string } {
  const plain = parsePeriod(key)
  if (plain?.kind === 'DAY') return { from: key, to: key }
  if (plain?.kind === 'WEEK') {
    const monday = mondayOf(plain.year, plain.index)
    return { from: isoDay(monday), to: isoDay(monday + 6 * DAY) }
  }
  const { from, to } = monthsOf(key)
  return { from: `${from}-01`, to: lastDayOf(to) }
}

const DAY = 86_400_000
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10)
const lastDayOf = (month: string): string => isoDay(Date.parse(`${addMonths(month, 1)}-01`) - DAY)

/** The ISO week that a day lies in: its Thursday decides the year. */
export function weekOf(day: string): string {
  const at = Date.parse(day)
  const thursday = at + (3 - ((new Date(at).getUTCDay() + 6) % 7)) * DAY
  const year = new Date(thursday).getUTCFullYear()
  return `${year}-W${two(Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1)}`
}

function mondayOf(year: number, week: number): number {
  const fourth = Date.UTC(year, 0, 4)
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY + (week - 1) * 7 * DAY
}
