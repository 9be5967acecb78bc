/** A business date `YYYY-MM-DD` in the jurisdiction's calendar; text order is time order. */
export type Day = string

const MILLISECONDS_A_DAY = 86_400_000

/** Days since 1970-01-01; no zone is involved, a business date has none. */
export function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / MILLISECONDS_A_DAY
}

export function dayOf(number: number): Day {
  return new Date(number * MILLISECONDS_A_DAY).toISOString().slice(0, 10)
}

export function addDays(day: Day, days: number): Day {
  return dayOf(dayNumber(day) + days)
}

/** Whether the text is a day of the calendar: 2025-02-30 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const number = dayNumber(text)
  return Number.isFinite(number) && dayOf(number) === text
}

/** Months since year 0: 2025-09 is 2025 × 12 + 8. */
export function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}

/** The first day of a month given by its number. */
export function firstDayOfMonth(month: number): Day {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

/** `2025-09` of a month's number. */
export function monthText(month: number): string {
  return firstDayOfMonth(month).slice(0, 7)
}

/** The day of the month given, at most the month's last: (2025-02, 30) is 2025-02-28. */
export function dayInMonth(month: number, day: number): Day {
  const last = dayNumber(firstDayOfMonth(month + 1)) - 1
  return dayOf(Math.min(dayNumber(firstDayOfMonth(month)) + day - 1, last))
}

/** The same day so many months on, at most that month's last day. */
export function addMonths(day: Day, months: number): Day {
  return dayInMonth(monthNumber(day) + months, Number(day.slice(8, 10)))
}

/** Weeks begin on Monday and are counted from the one that holds 1970-01-05. */
export function weekNumber(day: Day): number {
  return Math.floor((dayNumber(day) - 4) / 7)
}

export function firstDayOfWeek(week: number): Day {
  return dayOf(week * 7 + 4)
}

/** ISO 8601 year and number of a week: the year that holds its Thursday. */
export function isoWeek(week: number): { year: number; week: number } {
  const thursday = dayOf(week * 7 + 7)
  const year = Number(thursday.slice(0, 4))
  return { year, week: week - weekNumber(`${thursday.slice(0, 4)}-01-04`) + 1 }
}

export function weeksInYear(year: number): number {
  return isoWeek(weekNumber(`${year}-12-28`)).week
}

export function earlier(a: Day, b: Day): Day {
  return a < b ? a : b
}

export function later(a: Day, b: Day): Day {
  return a > b ? a : b
}
