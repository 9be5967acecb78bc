import { InvalidError } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import { addDays, dayNumber, dayOf, earlier, isDay, later, type Day } from './calendar.ts'
import { units, type Unit } from './period-unit.ts'

/**
 * A period of business dates, half-open: `from` is in it, `end` is the day after its last.
 * It is so many whole units in a row (a quarter: one; 2025Q1..2025Q3: three), which is what "the one before" means.
 */
export type Period = {
  /** The one spelling used in URL, API, export and cache. */
  text: string
  from: Day
  end: Day
  unit: Unit
  first: number
  count: number
  /** From the year's first day on: 2025Q3-ytd. */
  toDate: boolean
}

/** Days from `from` (in) to `end` (out). */
export type Range = { from: Day; end: Day }

/**
 * Reads `2025`, `2025H1`, `2025Q3`, `2025-09`, `2025-W37`, `2025-09-14`, `2025Q1..2025Q3` and `2025Q3-ytd`.
 * @throws InvalidError that names the text.
 */
export function parsePeriod(text: string, path = 'query.period'): Period {
  const parsed = parse(text.trim())
  if (parsed) return parsed
  throw new InvalidError(
    {
      zh: `无法识别的期间“${text}”。可以写成 2025、2025H1、2025Q3、2025-09、2025-W37、2025-09-14、2025Q1..2025Q3 或 2025Q3-ytd。`,
      en: `“${text}” is not a period. Write 2025, 2025H1, 2025Q3, 2025-09, 2025-W37, 2025-09-14, 2025Q1..2025Q3 or 2025Q3-ytd.`,
    },
    [{ path, reason: 'UNKNOWN_PERIOD', params: { value: text } }],
  )
}

/** As many whole units directly before it: 2025Q3 → 2025Q2, 2025Q1..2025Q3 → 2024Q2..2024Q4. */
export function previousPeriod(period: Period): Period {
  return periodOf(period.unit, period.first - period.count, period.count, false)
}

/** The same units a year earlier; a 53rd week that the earlier year lacks is its 52nd, 29 February is the 28th. */
export function samePeriodLastYear(period: Period): Period {
  const shift = units[period.unit].lastYear
  const first = shift(period.first)
  const last = shift(period.first + period.count - 1)
  return periodOf(period.unit, first, last - first + 1, period.toDate)
}

/** The whole unit that holds the day. */
export function periodAt(unit: Unit, day: Day): Period {
  return periodOf(unit, units[unit].indexOf(day), 1, false)
}

export function periodOf(unit: Unit, first: number, count: number, toDate: boolean): Period {
  const kind = units[unit]
  const last = first + count - 1
  const text = toDate ? `${kind.text(last)}-ytd` : count === 1 ? kind.text(first) : `${kind.text(first)}..${kind.text(last)}`
  return { text, from: kind.from(first), end: kind.from(last + 1), unit, first, count, toDate }
}

/** The part of the period that lies before tomorrow; empty (`end` = `from`) where it has not begun. */
export function elapsed(period: Range, today: Day): Range {
  return { from: period.from, end: later(period.from, earlier(period.end, addDays(today, 1))) }
}

/** Whether days of the period are still to come. */
export function isUnfinished(period: Range, today: Day): boolean {
  return period.end > addDays(today, 1)
}

/** Whether the period has not begun. */
export function isAhead(period: Range, today: Day): boolean {
  return period.from > today
}

/**
 * The days of an earlier period that stand against those passed of the later one: 1 July to 10 September against
 * 1 April to 10 June. Whole months that have passed stand against whole months; weeks and days are counted in days.
 * A period that is cut (a bucket at the edge of a longer one) cuts the earlier one in the same way.
 */
export function sameDays(period: Period, other: Period, today: Day): Range {
  const kind = units[period.unit]
  const whole = { from: kind.from(period.first), end: kind.from(period.first + period.count) }
  const passed = elapsed(period, today)
  const place = (day: Day): Day => {
    if (day === whole.from) return other.from
    if (day === whole.end) return other.end
    return earlier(kind.sameEnd({ from: whole.from, end: day }, other.from), other.end)
  }
  return { from: place(passed.from), end: place(passed.end) }
}

/** The whole units that the period touches, cut to its days: the buckets of a time dimension. */
export function bucketsOf(period: Range, unit: Unit): Period[] {
  const kind = units[unit]
  const first = kind.indexOf(period.from)
  const last = kind.indexOf(addDays(period.end, -1))
  return Array.from({ length: last - first + 1 }, (_, offset) => {
    const whole = periodOf(unit, first + offset, 1, false)
    return { ...whole, from: later(whole.from, period.from), end: earlier(whole.end, period.end) }
  })
}

/** 2025年第三季度 / Q3 2025. */
export function periodLabel(period: Period): FullLabel {
  const kind = units[period.unit]
  const first = kind.label(period.first)
  if (period.count === 1 && !period.toDate) return first
  const last = kind.label(period.first + period.count - 1)
  if (period.toDate) return { zh: `${period.from.slice(0, 4)}年初至${last.zh}`, en: `start of ${period.from.slice(0, 4)} to ${last.en}` }
  return { zh: `${first.zh}至${last.zh}`, en: `${first.en} to ${last.en}` }
}

/** How many days lie in the range. */
export function daysIn(range: Range): number {
  return dayNumber(range.end) - dayNumber(range.from)
}

function parse(text: string): Period | null {
  const toDate = /^(.+)-ytd$/i.exec(text)
  if (toDate) return untilThen(parseUnit(toDate[1] ?? ''))
  const [left, right, ...more] = text.split('..')
  if (more.length > 0 || left === undefined) return null
  const first = parseUnit(left)
  if (first === null || right === undefined) return first
  const last = parseUnit(right)
  return last === null ? null : joined(first, last)
}

function parseUnit(text: string): Period | null {
  for (const unit of Object.keys(units) as Unit[]) {
    const index = units[unit].parse(text.toUpperCase())
    if (index !== null) return periodOf(unit, index, 1, false)
  }
  return null
}

function untilThen(last: Period | null): Period | null {
  if (last === null || last.unit === 'WEEK') return null
  const first = units[last.unit].indexOf(`${last.from.slice(0, 4)}-01-01`)
  return periodOf(last.unit, first, last.first - first + 1, true)
}

/** Ends of two kinds meet in days: 2025Q1..2025-04-10. */
function joined(first: Period, last: Period): Period | null {
  if (last.from < first.from) return null
  if (first.unit === last.unit) return periodOf(first.unit, first.first, last.first - first.first + 1, false)
  const day = (text: Day) => units.DAY.indexOf(text)
  if (!isDay(first.from)) return null
  return periodOf('DAY', day(first.from), day(dayOf(dayNumber(last.end) - 1)) - day(first.from) + 1, false)
}
