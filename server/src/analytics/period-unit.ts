import type { FullLabel } from '../platform/label.ts'
import type { Range } from './period.ts'
import {
  addDays,
  addMonths,
  dayInMonth,
  dayNumber,
  dayOf,
  firstDayOfMonth,
  firstDayOfWeek,
  isDay,
  isoWeek,
  monthNumber,
  monthText,
  weekNumber,
  weeksInYear,
  type Day,
} from './calendar.ts'

export type Unit = 'YEAR' | 'HALF' | 'QUARTER' | 'MONTH' | 'WEEK' | 'DAY'

/** A unit of the calendar: its members are counted by whole numbers, so that "before" is one less. */
export type UnitKind = {
  parse: (text: string) => number | null
  text: (index: number) => string
  label: (index: number) => FullLabel
  from: (index: number) => Day
  indexOf: (day: Day) => number
  lastYear: (index: number) => number
  /** The end of as many days from `other` on as have passed of the range. */
  sameEnd: (passed: Range, other: Day) => Day
}

const ordinals = ['一', '二', '三', '四']
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

export const units: Record<Unit, UnitKind> = {
  YEAR: ofMonths(12, {
    parse: /^(\d{4})$/,
    text: (year) => year,
    label: (year) => ({ zh: `${year}年`, en: year }),
  }),
  HALF: ofMonths(6, {
    parse: /^(\d{4})H([12])$/,
    text: (year, part) => `${year}H${part}`,
    label: (year, part) => ({ zh: `${year}年${part === 1 ? '上' : '下'}半年`, en: `H${part} ${year}` }),
  }),
  QUARTER: ofMonths(3, {
    parse: /^(\d{4})Q([1-4])$/,
    text: (year, part) => `${year}Q${part}`,
    label: (year, part) => ({ zh: `${year}年第${ordinals[part - 1]}季度`, en: `Q${part} ${year}` }),
  }),
  MONTH: ofMonths(1, {
    parse: /^(\d{4})-(0[1-9]|1[0-2])$/,
    text: (year, part) => monthText(Number(year) * 12 + part - 1),
    label: (year, part) => ({ zh: `${year}年${part}月`, en: `${monthNames[part - 1]} ${year}` }),
  }),
  WEEK: {
    parse: parseWeek,
    text: (index) => `${year(isoWeek(index).year)}-W${String(isoWeek(index).week).padStart(2, '0')}`,
    label: (index) => {
      const week = isoWeek(index)
      return { zh: `${week.year}年第${week.week}周`, en: `week ${week.week} of ${week.year}` }
    },
    from: firstDayOfWeek,
    indexOf: weekNumber,
    lastYear: (index) => {
      const week = isoWeek(index)
      const first = weekNumber(`${year(week.year - 1)}-01-04`)
      return first + Math.min(week.week, weeksInYear(week.year - 1)) - 1
    },
    sameEnd: sameLength,
  },
  DAY: {
    parse: (text) => (isDay(text) ? dayNumber(text) : null),
    text: dayOf,
    label: (index) => {
      const [y = '', m = '', d = ''] = dayOf(index).split('-')
      return { zh: `${y}年${Number(m)}月${Number(d)}日`, en: `${Number(d)} ${monthNames[Number(m) - 1]} ${y}` }
    },
    from: dayOf,
    indexOf: dayNumber,
    lastYear: (index) => dayNumber(addMonths(dayOf(index), -12)),
    sameEnd: sameLength,
  },
}

/** A unit of so many months that divide the year; members are counted from year 0. */
function ofMonths(
  months: 1 | 3 | 6 | 12,
  words: { parse: RegExp; text: (year: string, part: number) => string; label: (year: string, part: number) => FullLabel },
): UnitKind {
  const inYear = 12 / months
  const part = (index: number) => (index % inYear) + 1
  const yearOf = (index: number) => year(Math.floor(index / inYear))
  return {
    parse: (text) => {
      const match = words.parse.exec(text)
      // The years PostgreSQL and the calendar here agree on; 0000 has no year before it.
      return match && Number(match[1]) >= 1900 ? Number(match[1]) * inYear + Number(match[2] ?? 1) - 1 : null
    },
    text: (index) => words.text(yearOf(index), part(index)),
    label: (index) => words.label(yearOf(index), part(index)),
    from: (index) => firstDayOfMonth(index * months),
    indexOf: (day) => Math.floor(monthNumber(day) / months),
    lastYear: (index) => index - inYear,
    sameEnd: (passed, other) => {
      const last = addDays(passed.end, -1)
      const month = monthNumber(other) + monthNumber(last) - monthNumber(passed.from)
      const wholeMonth = monthNumber(passed.end) > monthNumber(last)
      return addDays(dayInMonth(month, wholeMonth ? 31 : Number(last.slice(8, 10))), 1)
    },
  }
}

function parseWeek(text: string): number | null {
  const match = /^(\d{4})-W(\d{2})$/.exec(text)
  if (!match || Number(match[1]) < 1900) return null
  const week = Number(match[2])
  if (week < 1 || week > weeksInYear(Number(match[1]))) return null
  return weekNumber(`${match[1]}-01-04`) + week - 1
}

function sameLength(passed: Range, other: Day): Day {
  return addDays(other, dayNumber(passed.end) - dayNumber(passed.from))
}

function year(number: number): string {
  return String(number).padStart(4, '0')
}
