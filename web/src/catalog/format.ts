/** How figures are printed. The server has rounded them already; here they only get their signs and their spacing. */
import type { Language } from '../text/language.ts'
import type { Text } from '../text/zh.ts'

export const MINUS = '−'

/** A figure with its decimals and thousands separators: 1,234.50. */
export function printed(value: number, decimals = 0): string {
  const text = Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? MINUS + text : text
}

/** With its sign: +12.8, −2, 0. */
export function signed(value: number, decimals = 0): string {
  return value > 0 ? `+${printed(value, decimals)}` : printed(value, decimals)
}

/** Short enough for axes and tiles: 1.23万, 3.4亿; 12.3k, 1.2m in English. */
export function compact(value: number, decimals: number, language: Language): string {
  const size = Math.abs(value)
  const steps: [number, string][] =
    language === 'zh'
      ? [
          [1e8, '亿'],
          [1e4, '万'],
        ]
      : [
          [1e6, 'm'],
          [1e4, 'k'],
        ]
  for (const [from, word] of steps) {
    if (size < from) continue
    const unit = word === 'k' ? 1e3 : from
    return `${printed(Number((value / unit).toPrecision(3)), decimalsOf(value / unit))}${word}`
  }
  return printed(value, decimals)
}

function decimalsOf(value: number): number {
  const size = Math.abs(value)
  return size >= 100 ? 0 : size >= 10 ? 1 : 2
}

/** A unit that stands right behind its figure (%), or apart (件, days). One is not many: 1 day, −1 day. */
export function withUnit(figure: string, unit: string): string {
  const one = /^[+−]?1$/.test(figure) && /^[a-z]+s$/.test(unit)
  return unit === '%' || unit === '' ? figure + unit : `${figure} ${one ? unit.slice(0, -1) : unit}`
}

export type Direction = 'up' | 'down' | 'flat'

/** The arrow is the direction of the number, never the verdict. */
export function directionOf(change: number): Direction {
  return change > 0 ? 'up' : change < 0 ? 'down' : 'flat'
}

/** A change in words: +12.8%, +0.8 个百分点, −2 天, 持平. */
export function changeWords(change: number, decimals: number, unit: string, t: Text): string {
  if (change === 0) return t.figures.flat
  return withUnit(signed(change, decimals), unit)
}
