import type { ReturnMeasure } from '../../ledger/return-words.ts'
import type { Cell } from '../readers/cells.ts'
import type { Reason } from '../reasons.ts'
import { plainWidth, tidy } from '../written.ts'

export type StatedValue = { stated: string; value: string | null; published: boolean }

const NOTHING = /^[-—–－―/／\\.·*＊无]*$/u
const NOT_PUBLISHED = /^(?:未公布|不公布|未披露|未公开|不予公布|未报送?|n\/?a|not published)$/i
const UNIT = /(?:件|笔|宗|起|次|户|条|个百分点|pp|cases?)$/i

/** Whether a cell holds a number, stands for none, or says that there is one and it is not told. */
export function isValueLike(cell: Cell): boolean {
  if (cell.kind === 'number' || cell.kind === 'formulaWithoutValue' || cell.kind === 'error') return true
  if (cell.kind !== 'text') return false
  const text = plainWidth(tidy(cell.text))
  return NOTHING.test(text) || NOT_PUBLISHED.test(text) || decimalOf(text) !== null
}

/**
 * What a cell states: null where it states nothing (blank, a dash). `asFraction`: shares of this line are written as
 * parts of 1. A cell that is no number is a reason.
 */
export function readStated(cell: Cell | undefined, measure: ReturnMeasure, asFraction: boolean): StatedValue | Reason | null {
  if (!cell) return null
  if (cell.kind === 'formulaWithoutValue') return 'FORMULA_WITHOUT_VALUE'
  if (cell.kind !== 'number' && cell.kind !== 'text') return 'NOT_A_NUMBER'
  const stated = tidy(cell.text)
  const text = plainWidth(stated)
  if (NOTHING.test(text)) return null
  if (NOT_PUBLISHED.test(text)) return { stated, value: null, published: false }
  const value = decimalOf(text)
  if (value === null) return 'NOT_A_NUMBER'
  if (measure === 'count') return readCounted(stated, value)
  const isFraction = asFraction && measure !== 'rank' && measure !== 'median' && measure !== 'rate' && !/[%‰]$/.test(text)
  return { stated, value: isFraction ? hundredfold(value) : value, published: true }
}

function readCounted(stated: string, value: string): StatedValue | Reason {
  if (value.startsWith('-')) return 'NEGATIVE_NUMBER'
  return { stated, value: value.replace(/\.0+$/, ''), published: true }
}

/** A plain decimal without separators, exponent, unit or percent sign; null for anything else. */
export function decimalOf(written: string): string | null {
  const text = written
    .replace(/\s+/gu, '')
    .replace(UNIT, '')
    .replace(/[%％]$/u, '')
    .replace(/^[−–]/u, '-')
  const found = /^([-+]?)(\d{1,3}(?:[,，]\d{3})+|\d{1,15})(?:\.(\d{1,20}))?$|^([-+]?)\.(\d{1,20})$/u.exec(text)
  if (!found) return /^[-+]?\d(?:\.\d+)?e[-+]?\d{1,2}$/i.test(text) ? exponentFree(Number(text)) : null
  const sign = (found[1] ?? found[4]) === '-' ? '-' : ''
  const whole = (found[2] ?? '0').replace(/[,，]/gu, '').replace(/^0+(?=\d)/, '')
  const places = found[3] ?? found[5] ?? ''
  return `${sign}${whole}${places === '' ? '' : `.${places}`}`
}

function exponentFree(value: number): string | null {
  return Math.abs(value) < 1e15 ? decimalOf(value.toFixed(12).replace(/\.?0+$/, '')) : null
}

/** The same decimal with its point two places on: 0.441 is 44.1. */
function hundredfold(value: string): string {
  const negative = value.startsWith('-')
  const [whole = '0', places = ''] = value.replace('-', '').split('.')
  const moved = `${whole}${places.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '')
  const rest = places.slice(2)
  return `${negative ? '-' : ''}${moved}${rest === '' ? '' : `.${rest}`}`
}
