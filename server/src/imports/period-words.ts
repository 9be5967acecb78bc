import { parsePeriod, periodAt, type Period } from '../analytics/period.ts'
import { tidy } from './written.ts'

const DIGITS = '〇一二三四五六七八九'
const QUARTERS: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 1: 1, 2: 2, 3: 3, 4: 4 }
const YEAR = '(20\\d\\d)\\s*(?:年度?|[-./])?\\s*'

/** The period that a text names, in the product's spelling (2025Q3); null where it names none. */
export function periodIn(written: string): string | null {
  const text = arabic(tidy(written).normalize('NFKC')).replace(/\s+/gu, '')
  return spelled(text) ?? named(text)
}

function spelled(text: string): string | null {
  if (!/^20\d\d/.test(text)) return null
  try {
    return parsePeriod(text.toUpperCase().replace(/-YTD$/, '-ytd')).text
  } catch {
    return null
  }
}

function named(text: string): string | null {
  const months = find(text, `${YEAR}(\\d{1,2})月?(?:份)?(?:-|–|—|~|至|到)(?:20\\d\\d年)?(\\d{1,2})月`)
  if (months) return between(months[1] ?? '', Number(months[2]), Number(months[3]))
  const quarter = find(text, `${YEAR}第?([一二三四1-4])季度?`) ?? find(text, `${YEAR}Q([1-4])`)
  if (quarter) return `${quarter[1]}Q${QUARTERS[quarter[2] ?? ''] ?? 1}`
  const half = find(text, `${YEAR}(上|下)半年`) ?? find(text, `${YEAR}H([12])`)
  if (half) return `${half[1]}H${half[2] === '上' || half[2] === '1' ? 1 : 2}`
  const month = find(text, `${YEAR}(1[0-2]|0?[1-9])月`)
  if (month) return `${month[1]}-${(month[2] ?? '').padStart(2, '0')}`
  const year = find(text, '(20\\d\\d)年?度?(?!\\d)')
  return year ? (year[1] ?? null) : null
}

function find(text: string, pattern: string): RegExpExecArray | null {
  return new RegExp(pattern, 'i').exec(text)
}

/** January to September is 2025Q1..2025Q3; whole units have their own names. */
function between(year: string, first: number, last: number): string | null {
  if (first < 1 || last > 12 || last < first) return null
  const two = (month: number) => `${year}-${String(month).padStart(2, '0')}`
  return whole(parsePeriod(`${two(first)}..${two(last)}`)).text
}

/** The same days as one unit of the calendar where they are one. */
export function whole(period: Period): Period {
  for (const unit of ['YEAR', 'HALF', 'QUARTER', 'MONTH'] as const) {
    const one = periodAt(unit, period.from)
    if (one.from === period.from && one.end === period.end) return one
  }
  return period
}

/** 二〇二五年 as 2025年. */
function arabic(text: string): string {
  return text.replace(/[〇○零一二三四五六七八九]{4}(?=年)/gu, (year) =>
    [...year].map((one) => DIGITS.indexOf(/[○零]/u.test(one) ? '〇' : one)).join(''),
  )
}
