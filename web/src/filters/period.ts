/** Periods as the API writes them (`2026`, `2026H1`, `2026Q3`, `2026-09`, `a..b`, `2026Q3-ytd`) and as people say them. */
import type { Language } from '../text/language.ts'

export type PeriodKind = 'YEAR' | 'HALF' | 'QUARTER' | 'MONTH' | 'WEEK' | 'DAY'
export type PlainPeriod = { kind: PeriodKind; year: number; index: number; day?: number }

const HAN = ['', '一', '二', '三', '四'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

export const two = (value: number): string => String(value).padStart(2, '0')
export const shortMonth = (month: number): string => MONTHS[month - 1] ?? ''

/** Reads one period without `..` or `-ytd`; null where it is none. */
export function parsePeriod(key: string): PlainPeriod | null {
  const match = /^(\d{4})(?:(H)([12])|(Q)([1-4])|-(W)(\d\d)|-(\d\d)(?:-(\d\d))?)?$/.exec(key)
  if (!match) return null
  const year = Number(match[1])
  if (match[2]) return { kind: 'HALF', year, index: Number(match[3]) }
  if (match[4]) return { kind: 'QUARTER', year, index: Number(match[5]) }
  if (match[6]) return { kind: 'WEEK', year, index: Number(match[7]) }
  if (match[9]) return { kind: 'DAY', year, index: Number(match[8]), day: Number(match[9]) }
  if (match[8]) return { kind: 'MONTH', year, index: Number(match[8]) }
  return { kind: 'YEAR', year, index: 1 }
}

const monthsIn = { YEAR: 12, HALF: 6, QUARTER: 3, MONTH: 1 } as const

/** First and last month of a period, as `YYYY-MM`. */
export function monthsOf(key: string): { from: string; to: string } {
  const [head = '', tail = head] = key.replace(/-ytd$/, '').split('..')
  const start = edgeMonths(head)
  const end = edgeMonths(tail)
  return { from: key.endsWith('-ytd') ? `${end.to.slice(0, 4)}-01` : start.from, to: end.to }
}

function edgeMonths(key: string): { from: string; to: string } {
  const plain = parsePeriod(key)
  if (!plain) return { from: '', to: '' }
  const length = plain.kind === 'WEEK' || plain.kind === 'DAY' ? 1 : monthsIn[plain.kind]
  const last = plain.kind === 'WEEK' ? Math.min(12, Math.ceil(plain.index / 4.4)) : plain.index * length
  return { from: `${plain.year}-${two(last - length + 1)}`, to: `${plain.year}-${two(last)}` }
}

/** The kind that its comparisons and its sparkline step by; ranges have none. */
export function kindOf(key: string): PeriodKind | null {
  return parsePeriod(key)?.kind ?? null
}

/** Every month from one to another, both included. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  for (let plain = parsePeriod(from); plain?.kind === 'MONTH' && periodKey(plain) <= to; plain = shiftPeriod(plain, 1))
    months.push(periodKey(plain))
  return months
}

/** The same kind of period, `steps` later (negative: earlier). */
export function shiftPeriod(plain: PlainPeriod, steps: number): PlainPeriod {
  if (plain.kind === 'YEAR') return { ...plain, year: plain.year + steps }
  const perYear = plain.kind === 'HALF' ? 2 : plain.kind === 'QUARTER' ? 4 : 12
  const position = plain.year * perYear + plain.index - 1 + steps
  return { kind: plain.kind, year: Math.floor(position / perYear), index: (((position % perYear) + perYear) % perYear) + 1 }
}

export function periodKey(plain: PlainPeriod): string {
  if (plain.kind === 'YEAR') return String(plain.year)
  if (plain.kind === 'HALF') return `${plain.year}H${plain.index}`
  if (plain.kind === 'QUARTER') return `${plain.year}Q${plain.index}`
  return `${plain.year}-${two(plain.index)}`
}

/** Six periods that end with this one, with the dimension that cuts them; quarters for half-years, months for odd ranges. */
export function sixUpTo(key: string): { period: string; by: 'YEAR' | 'QUARTER' | 'MONTH' } {
  const plain = parsePeriod(key)
  const { to } = monthsOf(key)
  const month: PlainPeriod = { kind: 'MONTH', year: Number(to.slice(0, 4)), index: Number(to.slice(5)) }
  const quarter: PlainPeriod = { kind: 'QUARTER', year: month.year, index: Math.ceil(month.index / 3) }
  const [last, by] =
    plain?.kind === 'YEAR'
      ? ([plain, 'YEAR'] as const)
      : plain?.kind === 'QUARTER' || plain?.kind === 'HALF'
        ? ([quarter, 'QUARTER'] as const)
        : ([month, 'MONTH'] as const)
  return { period: `${periodKey(shiftPeriod(last, -5))}..${periodKey(last)}`, by }
}

export function periodWords(key: string, language: Language): string {
  if (key.endsWith('-ytd')) {
    const { to } = monthsOf(key)
    const month = Number(to.slice(5))
    if (language === 'zh') return `${to.slice(0, 4)}年1—${month}月`
    return `Jan–${shortMonth(month)} ${to.slice(0, 4)}`
  }
  const [from = '', to] = key.split('..')
  if (!to) return plainWords(from, language)
  return language === 'zh'
    ? `${plainWords(from, language)}至${plainWords(to, language)}`
    : `${plainWords(from, language)} – ${plainWords(to, language)}`
}

function plainWords(key: string, language: Language): string {
  const plain = parsePeriod(key)
  if (!plain) return key
  const { year, index } = plain
  const words: Record<PeriodKind, [string, string]> = {
    YEAR: [`${year}年`, `${year}`],
    HALF: [`${year}年${index === 1 ? '上' : '下'}半年`, `${index === 1 ? 'First' : 'Second'} half of ${year}`],
    QUARTER: [`${year}年第${HAN[index]}季度`, `Q${index} ${year}`],
    MONTH: [`${year}年${index}月`, `${shortMonth(index)} ${year}`],
    WEEK: [`${year}年第${index}周`, `Week ${index} of ${year}`],
    DAY: [`${year}年${index}月${plain.day}日`, `${plain.day} ${shortMonth(index)} ${year}`],
  }
  return words[plain.kind][language === 'zh' ? 0 : 1]
}

/** The period without its year, for buttons under a year: 第三季度, 9月, Q3, Sep. */
export function shortPeriodWords(plain: PlainPeriod, language: Language): string {
  const { index } = plain
  const words: Record<PeriodKind, [string, string]> = {
    YEAR: ['全年', 'Whole year'],
    HALF: [index === 1 ? '上半年' : '下半年', index === 1 ? 'First half' : 'Second half'],
    QUARTER: [`第${HAN[index]}季度`, `Q${index}`],
    MONTH: [`${index}月`, shortMonth(index)],
    WEEK: [`第${index}周`, `Week ${index}`],
    DAY: [`${plain.day}日`, `${plain.day}`],
  }
  return words[plain.kind][language === 'zh' ? 0 : 1]
}
