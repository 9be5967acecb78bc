import type { Cell, Moment } from './readers/cells.ts'
import { fromSerial } from './readers/serial.ts'
import { plainWidth, tidy } from './written.ts'

/** How a column writes days that could be read two ways. */
export type SlashStyle = 'M/D/YYYY' | 'D/M/YYYY'

export type DateContext = { from1904: boolean; style: SlashStyle | null }

const TIME = String.raw`(?:[T\s]*(上午|中午|下午|晚上)?\s*(\d{1,2})(?:[:时点](\d{1,2}))(?:[:分](\d{1,2})(?:\.\d+)?)?(?:秒|分)?\s*([ap]\.?m\.?)?)?`
const SEPARATED = new RegExp(String.raw`^(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})${TIME}$`, 'i')
const CHINESE = new RegExp(String.raw`^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?${TIME}$`, 'i')
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\s*(\d{2}):?(\d{2})(?::?(\d{2}))?)?$/
const SLASHED = new RegExp(String.raw`^(\d{1,2})\s*/\s*(\d{1,2})\s*/\s*(\d{4})${TIME}$`, 'i')

/**
 * The day and time that a cell states, or null where it cannot be read as a date: two-digit years, days that do not
 * exist, M/D/YYYY without `style`. Numbers are serials of the workbook's own system or YYYYMMDD.
 */
export function readDate(cell: Cell, context: DateContext): Moment | null {
  switch (cell.kind) {
    case 'date':
      return cell.date ?? null
    case 'number':
      return readNumber(cell.text, context.from1904)
    case 'text':
      return readTextOnce(cell.text, context.style)
    default:
      return null
  }
}

/** Whether a text is a day that only a known style can read. */
export function isSlashed(cell: Cell | undefined): boolean {
  return cell !== undefined && cell.kind === 'text' && SLASHED.test(plainWidth(tidy(cell.text)))
}

/** What one cell says about the style of its column: the part that cannot be a month. */
export function styleEvidence(cell: Cell | undefined): SlashStyle | null {
  if (cell === undefined || cell.kind !== 'text') return null
  const found = SLASHED.exec(plainWidth(tidy(cell.text)))
  if (!found) return null
  const [first, second] = [Number(found[1]), Number(found[2])]
  if (second > 12 && second <= 31 && first <= 12) return 'M/D/YYYY'
  if (first > 12 && first <= 31 && second <= 12) return 'D/M/YYYY'
  return null
}

function readNumber(text: string, from1904: boolean): Moment | null {
  if (/^\d{8}$/.test(text)) return moment(text.slice(0, 4), text.slice(4, 6), text.slice(6, 8))
  return fromSerial(Number(text), from1904)
}

const read = new Map<string, Moment | null>()

/** Days come again and again in a ledger. */
function readTextOnce(text: string, style: SlashStyle | null): Moment | null {
  const key = style === null ? text : `${style} ${text}`
  const known = read.get(key)
  if (known !== undefined) return known
  const moment = readText(plainWidth(tidy(text)), style)
  if (read.size > 20_000) read.clear()
  read.set(key, moment)
  return moment
}

function readText(text: string, style: SlashStyle | null): Moment | null {
  const separated = SEPARATED.exec(text)
  if (separated) return moment(separated[1], separated[3], separated[4], separated.slice(5))
  const chinese = CHINESE.exec(text)
  if (chinese) return moment(chinese[1], chinese[2], chinese[3], chinese.slice(4))
  const compact = COMPACT.exec(text)
  if (compact) return moment(compact[1], compact[2], compact[3], [undefined, ...compact.slice(4)])
  const slashed = style && SLASHED.exec(text)
  if (!slashed) return null
  const [month, day] = style === 'M/D/YYYY' ? [slashed[1], slashed[2]] : [slashed[2], slashed[1]]
  return moment(slashed[3], month, day, slashed.slice(4))
}

function moment(year = '', month = '', day = '', time: (string | undefined)[] = []): Moment | null {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  if (y < 1000 || m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return null
  const clock = readClock(time)
  if (clock === undefined) return null
  const two = (value: number) => String(value).padStart(2, '0')
  return { day: `${year}-${two(m)}-${two(d)}`, time: clock }
}

/** 'HH:MM:SS', null without a time or at midnight, undefined where it cannot be. */
function readClock([part, hours, minutes, seconds, half]: (string | undefined)[]): string | null | undefined {
  if (hours === undefined) return null
  let h = Number(hours)
  const [m, s] = [Number(minutes ?? 0), Number(seconds ?? 0)]
  if (half) h = (h % 12) + (/^p/i.test(half) ? 12 : 0)
  // 中午12:30 is half past twelve, 下午3:20 twenty past three; 下午15:20 says it twice.
  if (part && part !== '上午' && h < 12 && !(part === '中午' && h > 9)) h += 12
  if (part === '上午' && h === 12) h = 0
  if (h > 23 || m > 59 || s > 59) return undefined
  if (h + m + s === 0) return null
  return [h, m, s].map((part) => String(part).padStart(2, '0')).join(':')
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** A time of day on its own, 'HH:MM:SS', or null. */
export function readTime(cell: Cell): string | null {
  if (cell.kind === 'date') return cell.date?.time ?? null
  if (cell.kind === 'number') {
    const value = Number(cell.text)
    return value >= 0 && value < 1 ? (fromSerial(value + 1, true)?.time ?? null) : null
  }
  const found = /^(\d{1,2})[:时](\d{1,2})(?:[:分](\d{1,2}))?\s*分?\s*秒?([ap]m)?$/i.exec(plainWidth(tidy(cell.text)))
  return found ? (readClock([undefined, ...found.slice(1)]) ?? null) : null
}
