import { addDays } from '../analytics/calendar.ts'
import { wordFields, type LedgerField } from '../ledger/columns.ts'
import { readCount } from './amounts.ts'
import { textCell } from './readers/cells.ts'
import type { RowReader } from './row-reader.ts'
import { plainWidth } from './written.ts'

/** Columns of words, kept as written; a dictionary may give them a meaning. */
export const WORD_FIELDS: readonly LedgerField[] = wordFields

/** Columns that no figure hangs on yet, each with its own way of being read. */
export const PLAIN_FIELDS = ['complainantCount', 'ageBand', 'onSite', 'sourceNumber', 'regulatorNumber', 'repliedOn'] as const
export type PlainField = (typeof PLAIN_FIELDS)[number]
export type PlainValues = Record<PlainField, string | number | boolean | null>

export function readWords(reader: RowReader): Partial<Record<LedgerField, string | null>> {
  const words: Partial<Record<LedgerField, string | null>> = {}
  for (const field of WORD_FIELDS) words[field] = reader.word(field)
  return words
}

/** Reads the columns above. `agesKept`: the ten years of age that a year of birth or an age tells may be kept. */
export function readPlain(reader: RowReader, received: string | null, today: string, agesKept: boolean): PlainValues {
  return {
    complainantCount: readPersons(reader),
    ageBand: readAgeBand(reader) ?? (agesKept ? derivedBand(reader, received) : null),
    onSite: readOnSite(reader),
    sourceNumber: readReference(reader, 'sourceNumber'),
    regulatorNumber: readReference(reader, 'regulatorNumber'),
    repliedOn: readReplied(reader, today),
  }
}

/** The day of the deadline: a date, or a number of calendar days after receipt ('15', '15日', '30天'). */
export function readDue(reader: RowReader, received: string | null): string | null {
  const days = /^(\d{1,3})(?:个?自然日|日|天|days?)?$/i.exec(plainWidth(reader.text('dueOn')).replace(/\s+/g, ''))
  if (days && Number(days[1]) > 0) return received === null ? null : addDays(received, Number(days[1]))
  return reader.date('dueOn')?.day ?? null
}

function readPersons(reader: RowReader): number | null {
  const written = reader.text('complainantCount')
  if (written === '') return null
  const count = readCount(textCell(written.replace(/\s*(?:人|名|位)$/, '')))
  if (count === null || count > 1_000_000) reader.fault('complainantCount', 'NOT_A_NUMBER')
  return count
}

const ON_SITE: Record<string, boolean> = {
  是: true,
  现场: true,
  现场投诉: true,
  yes: true,
  y: true,
  true: true,
  1: true,
  否: false,
  非现场: false,
  非现场投诉: false,
  no: false,
  n: false,
  false: false,
  0: false,
}

function readOnSite(reader: RowReader): boolean | null {
  const written = reader.text('onSite')
  if (written === '') return null
  const value = readYesNo(written)
  if (value === null) reader.fault('onSite', 'NOT_YES_OR_NO')
  return value
}

/** 是, 现场, yes and the like; 否, 非现场, no. Null for anything else. */
export function readYesNo(written: string): boolean | null {
  return ON_SITE[plainWidth(written).toLowerCase()] ?? null
}

function readAgeBand(reader: RowReader): number | null {
  const written = reader.text('ageBand')
  if (written === '') return null
  const value = readBand(written)
  if (value === null) reader.fault('ageBand', 'NOT_A_NUMBER')
  return value
}

/** The lower end of the ten years that a band begins in: '30-39岁' is 30, '60岁以上' 60, '18岁以下' and '未成年' 0. */
export function readBand(written: string): number | null {
  const text = plainWidth(written).replace(/\s+/g, '')
  if (text.startsWith('未成年')) return 0
  const found = /^(\d{1,3})(?:岁|周岁)?(以下)?/.exec(text)
  const from = found ? Number(found[1]) : null
  if (from === null || from > 120) return null
  return found?.[2] ? Math.max(0, band(from) - 10) : band(from)
}

/** From an age, or the year of birth and the year of receipt; what cannot be one is nothing, because it is not kept. */
function derivedBand(reader: RowReader, received: string | null): number | null {
  const digits = /^\d{1,4}/.exec(plainWidth(reader.text('birthYear')))?.[0]
  if (digits === undefined || received === null) return null
  const age = digits.length === 4 ? Number(received.slice(0, 4)) - Number(digits) : Number(digits)
  return age >= 0 && age <= 120 ? band(age) : null
}

function band(age: number): number {
  return age - (age % 10)
}

/** A number of another system, exactly as written, unless it is the number of a person. */
function readReference(reader: RowReader, field: 'sourceNumber' | 'regulatorNumber'): string | null {
  const written = reader.text(field)
  if (written === '') return null
  if (written.length > 200) reader.fault(field, 'TOO_LONG')
  return reader.maskReference(written)
}

function readReplied(reader: RowReader, today: string): string | null {
  const day = reader.date('repliedOn')?.day ?? null
  if (day !== null && day > today) reader.fault('repliedOn', 'FUTURE_DATE')
  return day
}
