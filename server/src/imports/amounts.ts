import type { Cell } from './readers/cells.ts'
import { plainWidth, tidy } from './written.ts'

/**
 * An amount in fen, exactly, or null where the cell is no number. `scale` is how many decimal places the column's unit
 * lies above a fen: 2 for yuan, 6 for ten thousand yuan; a unit that the cell itself states goes before it. More places
 * than that are rounded half up. Thousands separators, full-width digits and a currency sign are taken; "约3万" is not.
 */
export function readFen(cell: Cell, scale: 2 | 6): bigint | null {
  const stated = statedUnit.exec(plainWidth(tidy(cell.text)))?.[0] ?? ''
  const decimal = readDecimal(cell, statedUnit)
  return decimal === null ? null : scaled(decimal, unitScales[stated] ?? scale)
}
const statedUnit = /(?:[万亿]元?|元)$/
const unitScales: Record<string, number> = { 元: 2, 万: 6, 万元: 6, 亿: 10, 亿元: 10 }

/**
 * A whole number that is not negative, for exposures and orders; null otherwise. "12.0" is 12. `scale`: in how many decimal
 * places the number is counted, 4 in ten thousands; so many may stand behind its point.
 */
export function readCount(cell: Cell, scale = 0): number | null {
  const decimal = readDecimal(cell, null)
  if (decimal === null || decimal.negative || /[1-9]/.test(decimal.places.slice(scale))) return null
  const value = Number(decimal.whole + decimal.places.slice(0, scale).padEnd(scale, '0'))
  return Number.isSafeInteger(value) ? value : null
}

type Decimal = { negative: boolean; whole: string; places: string }

function readDecimal(cell: Cell, unit: RegExp | null): Decimal | null {
  if (cell.kind !== 'text' && cell.kind !== 'number') return null
  let text = plainWidth(tidy(cell.text)).replace(/^[¥￥]\s*|^(?:rmb|cny)\s*/i, '')
  if (unit) text = text.replace(unit, '').trim()
  if (cell.kind === 'number' && /e/i.test(text)) text = withoutExponent(text)
  const found = /^([-+])?(\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.(\d*))?$|^([-+])?\.(\d+)$/.exec(text)
  if (!found) return null
  const places = found[3] ?? found[5] ?? ''
  return { negative: (found[1] ?? found[4]) === '-', whole: (found[2] ?? '0').replace(/[,，]/g, ''), places }
}

function withoutExponent(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const shift = Number(exponent)
  if (!/^-?\d+(\.\d+)?$/.test(mantissa) || Math.abs(shift) > 30) return text
  const negative = mantissa.startsWith('-')
  const [whole = '', places = ''] = mantissa.replace('-', '').split('.')
  const digits = whole + places
  const point = whole.length + shift
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const at = point <= 0 ? 1 : point
  return `${negative ? '-' : ''}${padded.slice(0, at)}${at < padded.length ? `.${padded.slice(at)}` : ''}`
}

function scaled(decimal: Decimal, scale: number): bigint {
  const kept = decimal.places.slice(0, scale).padEnd(scale, '0')
  const next = decimal.places[scale] ?? '0'
  const magnitude = BigInt(decimal.whole + kept) + (next >= '5' ? 1n : 0n)
  return decimal.negative ? -magnitude : magnitude
}

/** Fen as yuan with two places, from integers: '-12.05'. */
export function yuanText(fen: number | string): string {
  const text = String(fen)
  const digits = text.replace('-', '').padStart(3, '0')
  return `${text.startsWith('-') ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
