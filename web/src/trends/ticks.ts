import { parsePeriod, shortMonth, type PlainPeriod } from '../filters/period.ts'
import type { PlotWords } from '../charts/series.ts'
import type { Language } from '../text/language.ts'

const HAN = ['', '一', '二', '三', '四'] as const

/** Buckets in words short enough for an axis; with the year where the axis has more than one. */
export function ticksOf(keys: readonly string[], language: Language): Pick<PlotWords, 'tick' | 'tickWidth'> {
  const years = new Set(keys.map((key) => key.slice(0, 4)))
  const tick = (key: string): string => {
    const plain = parsePeriod(key)
    return plain ? (language === 'zh' ? chinese(plain, years.size > 1) : english(plain, years.size > 1)) : key
  }
  const widest = Math.max(...keys.map((key) => widthOf(tick(key))), 0)
  return { tick, tickWidth: widest }
}

function chinese(plain: PlainPeriod, withYear: boolean): string {
  const { kind, year, index } = plain
  if (kind === 'YEAR') return `${year}年`
  const head = withYear && kind !== 'DAY' ? `${String(year).slice(2)}年` : ''
  if (kind === 'HALF') return `${head}${index === 1 ? '上' : '下'}半年`
  if (kind === 'QUARTER') return `${head}${HAN[index] ?? ''}季度`
  if (kind === 'WEEK') return `${head}${index}周`
  return kind === 'DAY' ? `${index}月${plain.day}日` : `${head}${index}月`
}

function english(plain: PlainPeriod, withYear: boolean): string {
  const { kind, year, index } = plain
  if (kind === 'YEAR') return String(year)
  if (kind === 'DAY') return `${plain.day} ${shortMonth(index)}`
  const tail = withYear ? ` ${String(year).slice(2)}` : ''
  const head = kind === 'HALF' ? `H${index}` : kind === 'QUARTER' ? `Q${index}` : kind === 'WEEK' ? `W${index}` : shortMonth(index)
  return head + tail
}

function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 12 : 7), 0)
}
