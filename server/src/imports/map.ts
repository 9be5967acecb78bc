import { columnsOf, type ImportKind } from './columns.ts'
import type { SlashStyle } from './dates.ts'
import { Refusal } from './refusal.ts'
import { likeness, likeWord, tidy } from './written.ts'

/** MAP.json as it is written; every part may be absent. */
export type ImportMap = {
  /** Heading → field. */
  columns?: Record<string, string>
  /** Field → written word → value. */
  values?: Record<string, Record<string, string>>
  /** Field → value where the file has no column for it or an empty cell. */
  defaults?: Record<string, string>
  /** Fields whose unknown words become entries. */
  create?: string[]
  /** Heading → style of its days. */
  dates?: Record<string, string>
  /** Names of the sheets to read; absent: every sheet that has the headings. */
  sheets?: string[]
  /** Sheet (for a text file '') → the one or two rows of its headings, counted from 1. */
  headingRows?: Record<string, number[]>
}

/** A mapping made ready: headings by likeness, words tidied. */
export type ReadyMap = {
  fieldByHeading: Map<string, string> | null
  dates: Map<string, SlashStyle>
  values: Map<string, { exact: Map<string, string>; like: Map<string, string> }>
  defaults: Map<string, string>
  create: ReadonlySet<string>
  sheets: ReadonlySet<string> | null
  headingRows: ReadonlyMap<string, number[]>
}

const PARTS = ['columns', 'values', 'defaults', 'create', 'dates', 'sheets', 'headingRows']

/** Checks a MAP.json against the registry of its kind. Throws `Refusal` BAD_MAP that names what is wrong. */
export function checkMap(kind: ImportKind, value: unknown): ImportMap {
  if (value === null || value === undefined) return {}
  if (!isRecord(value)) throw bad('应为一个对象', 'It must be an object.')
  for (const part of Object.keys(value)) if (!PARTS.includes(part)) throw bad(`没有“${part}”这一部分`, `There is no part "${part}".`)
  const map: ImportMap = {}
  if (value['columns'] !== undefined) map.columns = texts(kind, value['columns'], 'columns', 'value')
  if (value['defaults'] !== undefined) map.defaults = texts(kind, value['defaults'], 'defaults', 'key')
  if (value['dates'] !== undefined) map.dates = dates(value['dates'])
  if (value['create'] !== undefined) map.create = created(kind, value['create'])
  if (value['values'] !== undefined) map.values = words(kind, value['values'])
  if (value['sheets'] !== undefined) map.sheets = names(value['sheets'])
  if (value['headingRows'] !== undefined) map.headingRows = rowNumbers(value['headingRows'])
  return map
}

/** What reading a file needs of a mapping. */
export function readyMap(map: ImportMap): ReadyMap {
  return {
    fieldByHeading: map.columns ? new Map(Object.entries(map.columns).map(([heading, field]) => [likeness(heading), field])) : null,
    dates: new Map(Object.entries(map.dates ?? {}).map(([heading, style]) => [likeness(heading), style as SlashStyle])),
    values: new Map(
      Object.entries(map.values ?? {}).map(([field, byWord]) => [
        field,
        {
          exact: new Map(Object.entries(byWord).map(([written, meant]) => [tidy(written), tidy(meant)])),
          like: new Map(Object.entries(byWord).map(([written, meant]) => [likeWord(written), tidy(meant)])),
        },
      ]),
    ),
    defaults: new Map(Object.entries(map.defaults ?? {}).map(([field, text]) => [field, tidy(text)])),
    create: new Set(map.create ?? []),
    sheets: map.sheets ? new Set(map.sheets) : null,
    headingRows: new Map(Object.entries(map.headingRows ?? {})),
  }
}

/** What a written word means by the mapping: as written, else in another width, case or spacing; else itself. */
export function meantWord(map: ReadyMap, field: string, written: string): string {
  const values = map.values.get(field)
  if (!values) return written
  return values.exact.get(written) ?? values.like.get(likeWord(written)) ?? written
}

function texts(kind: ImportKind, value: unknown, part: string, fieldIs: 'key' | 'value'): Record<string, string> {
  if (!isRecord(value)) throw bad(`${part} 应为一个对象`, `${part} must be an object.`)
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw bad(`${part} 的“${key}”应为文字`, `${part}: "${key}" must be a text.`)
    checkField(kind, fieldIs === 'key' ? key : text)
  }
  return value as Record<string, string>
}

function words(kind: ImportKind, value: unknown): Record<string, Record<string, string>> {
  if (!isRecord(value)) throw bad('values 应为一个对象', 'values must be an object.')
  for (const [field, byWord] of Object.entries(value)) {
    checkField(kind, field)
    if (!isRecord(byWord) || Object.values(byWord).some((text) => typeof text !== 'string'))
      throw bad(`values 的“${field}”应为“写法: 值”`, `values: "${field}" must hold written: value.`)
  }
  return value as Record<string, Record<string, string>>
}

function dates(value: unknown): Record<string, string> {
  if (!isRecord(value)) throw bad('dates 应为一个对象', 'dates must be an object.')
  for (const [heading, style] of Object.entries(value))
    if (style !== 'M/D/YYYY' && style !== 'D/M/YYYY')
      throw bad(`“${heading}”的日期样式只能是 M/D/YYYY 或 D/M/YYYY`, `The style of "${heading}" must be M/D/YYYY or D/M/YYYY.`)
  return value as Record<string, string>
}

function created(kind: ImportKind, value: unknown): string[] {
  if (!Array.isArray(value) || value.some((field) => typeof field !== 'string'))
    throw bad('create 应为字段列表', 'create must be a list of fields.')
  for (const field of value as string[]) checkField(kind, field)
  return value as string[]
}

function names(value: unknown): string[] {
  if (!Array.isArray(value) || value.some((name) => typeof name !== 'string') || value.length === 0)
    throw bad('sheets 应为工作表名的列表', 'sheets must be a list of names of sheets.')
  return value as string[]
}

function rowNumbers(value: unknown): Record<string, number[]> {
  const isRow = (one: unknown) => Number.isInteger(one) && (one as number) >= 1 && (one as number) <= MOST_HEADING_ROW
  if (!isRecord(value)) throw bad('headingRows 应为一个对象', 'headingRows must be an object.')
  for (const [sheet, rows] of Object.entries(value)) {
    const good = Array.isArray(rows) && rows.every(isRow) && (rows.length === 1 || (rows.length === 2 && rows[1] === rows[0] + 1))
    if (!good)
      throw bad(
        `headingRows 的“${sheet}”应为一行或相邻两行的行号`,
        `headingRows: "${sheet}" must be one row, or two that follow each other.`,
      )
  }
  return value as Record<string, number[]>
}
const MOST_HEADING_ROW = 1000

function checkField(kind: ImportKind, field: string): void {
  if (!(field in columnsOf(kind)))
    throw bad(
      `没有字段“${field}”,可用:${Object.keys(columnsOf(kind)).join('、')}`,
      `There is no field "${field}"; known: ${Object.keys(columnsOf(kind)).join(', ')}.`,
    )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function bad(zh: string, en: string): Refusal {
  return new Refusal('BAD_MAP', { zh, en })
}
