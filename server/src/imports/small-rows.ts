import { readCount } from './amounts.ts'
import { BASES } from './bases.ts'
import type { FoundColumn } from './headings.ts'
import { meantWord } from './map.ts'
import type { Row } from './readers/cells.ts'
import type { Fault } from './reasons.ts'
import { periodIn } from './period-words.ts'
import { decimalOf } from './returns/stated-values.ts'
import { RowReader, type ReadingContext } from './row-reader.ts'
import { likeWord, plainWidth, tidy } from './written.ts'

/** An institution as a file writes it: other institutions, groups and regions by name. */
export type WrittenInstitution = {
  name: string
  code: string | null
  peerGroup: string | null
  aliases: string[]
  parent: string | null
  region: string | null
  ranked: boolean | null
  openedOn: string | null
  closedOn: string | null
  validFrom: string | null
  displayOrder: number | null
  successor: string | null
}

/** `more`: the other bases of a line that has a column for each. */
export type WrittenExposure = {
  institution: string
  base: string
  asOf: string
  value: number
  source: string | null
  more?: { base: string; value: number }[]
}

/** `score` as a decimal; `statedScore` and `grade` as written. */
export type WrittenAssessment = {
  institution: string
  period: string
  score: string | null
  statedScore: string | null
  grade: string | null
  scale: string | null
  scheme: string | null
  source: string | null
}

export type ReadRow<T> = { value: T | null; faults: Fault[] }

const BASE_BY_WORD = new Map(Object.entries(BASES).flatMap(([base, words]) => words.map((word) => [likeWord(word), base])))
const YES = ['true', '1', 'y', 'yes', '是', '参与', '参加', '√', '有']
const NO = ['false', '0', 'n', 'no', '否', '不参与', '不参加', '×', '无']

export function readInstitution(row: Row, byField: ReadonlyMap<string, FoundColumn>, context: ReadingContext): ReadRow<WrittenInstitution> {
  const reader = new RowReader(row, byField, context)
  const word = (field: string) => {
    const written = reader.text(field)
    return written === '' ? null : meantWord(context.map, field, written)
  }
  const name = reader.text('name')
  if (name === '') reader.fault('name', 'MISSING_VALUE')
  if (name.length > 200) reader.fault('name', 'TOO_LONG')
  const [opened, closed, from] = [reader.date('openedOn'), reader.date('closedOn'), reader.date('validFrom')]
  if (opened && closed && closed.day < opened.day) reader.fault('closedOn', 'CLOSED_BEFORE_OPENED')
  const order = reader.cell('displayOrder')
  const displayOrder = order ? readCount(order) : null
  if (order && (displayOrder === null || displayOrder > 2_000_000_000)) reader.fault('displayOrder', 'NOT_A_NUMBER')
  const value: WrittenInstitution = {
    name,
    code: word('code'),
    peerGroup: word('peerGroup'),
    aliases: [
      ...new Set(
        reader
          .text('aliases')
          .split(/[|｜]/)
          .map(tidy)
          .filter((alias) => alias !== ''),
      ),
    ],
    parent: word('parent'),
    region: word('region'),
    ranked: readYesNo(reader),
    openedOn: opened?.day ?? null,
    closedOn: closed?.day ?? null,
    validFrom: from?.day ?? null,
    displayOrder,
    successor: word('successor'),
  }
  return { value: reader.faults.length > 0 ? null : value, faults: reader.faults }
}

export function readExposure(row: Row, byField: ReadonlyMap<string, FoundColumn>, context: ReadingContext): ReadRow<WrittenExposure> {
  const reader = new RowReader(row, byField, context)
  const institution = reader.text('institution')
  if (institution === '') reader.fault('institution', 'MISSING_INSTITUTION')
  const asOf = reader.date('asOf')
  if (!asOf && !reader.cell('asOf')) reader.fault('asOf', 'MISSING_DATE')
  const columns = Object.keys(BASES).filter((base) => byField.has(base))
  const wide = columns.length > 0 && !byField.has('base') && !context.map.defaults.has('base')
  const [first, ...more] = wide ? valuesOfBases(reader, columns, byField) : valueOfBase(reader, context)
  if (reader.faults.length > 0 || !asOf || !first) return { value: null, faults: reader.faults }
  const meant = meantWord(context.map, 'institution', institution)
  const rest = wide ? { more } : {}
  return { value: { institution: meant, ...first, asOf: asOf.day, source: reader.word('source'), ...rest }, faults: [] }
}

type OfBase = { base: string; value: number }

/** The one value of a line that names its base. */
function valueOfBase(reader: RowReader, context: ReadingContext): OfBase[] {
  const written = reader.text('base')
  const base = BASE_BY_WORD.get(likeWord(meantWord(context.map, 'base', written)))
  if (base === undefined) reader.fault('base', written === '' ? 'MISSING_VALUE' : 'UNKNOWN_BASE')
  const cell = reader.cell('value')
  const value = cell ? readCount(cell) : null
  if (value === null) reader.fault('value', cell ? 'NOT_A_NUMBER' : 'MISSING_VALUE')
  return base === undefined || value === null ? [] : [{ base, value }]
}

/** The values of a line with a column for each base; an empty cell states none. */
function valuesOfBases(reader: RowReader, columns: readonly string[], byField: ReadonlyMap<string, FoundColumn>): OfBase[] {
  const values = columns.flatMap((base): OfBase[] => {
    const cell = reader.cell(base)
    if (!cell) return []
    const value = readCount(cell, scaleOf(byField.get(base)?.heading ?? ''))
    if (value === null) reader.fault(base, 'NOT_A_NUMBER')
    return value === null ? [] : [{ base, value }]
  })
  if (values.length === 0 && reader.faults.length === 0) reader.fault(columns[0] as string, 'MISSING_VALUE')
  return values
}

/** Decimal places that a heading counts in: 个人客户数(万户) four, 保费(亿元) eight. */
function scaleOf(heading: string): number {
  return heading.includes('亿') ? 8 : heading.includes('万') ? 4 : 0
}

export function readAssessment(row: Row, byField: ReadonlyMap<string, FoundColumn>, context: ReadingContext): ReadRow<WrittenAssessment> {
  const reader = new RowReader(row, byField, context)
  const institution = reader.text('institution')
  if (institution === '') reader.fault('institution', 'MISSING_INSTITUTION')
  const written = reader.text('period')
  const period = periodIn(meantWord(context.map, 'period', written))
  if (period === null) reader.fault('period', written === '' ? 'MISSING_DATE' : 'IMPOSSIBLE_DATE')
  const stated = reader.text('score')
  const score = stated === '' ? null : decimalOf(plainWidth(stated).replace(/分$/u, ''))
  if (stated !== '' && score === null) reader.fault('score', 'NOT_A_NUMBER')
  const grade = reader.word('grade')
  if (stated === '' && grade === null) reader.fault(byField.has('score') ? 'score' : 'grade', 'MISSING_VALUE')
  if (reader.faults.length > 0 || period === null) return { value: null, faults: reader.faults }
  const meant = meantWord(context.map, 'institution', institution)
  const [scale, scheme, source] = [reader.word('scale'), reader.word('scheme'), reader.word('source')]
  return { value: { institution: meant, period, score, statedScore: stated || null, grade, scale, scheme, source }, faults: [] }
}

function readYesNo(reader: RowReader): boolean | null {
  const written = reader.text('ranked').normalize('NFKC').toLowerCase()
  if (written === '') return null
  if (YES.includes(written)) return true
  if (NO.includes(written)) return false
  reader.fault('ranked', 'NOT_YES_OR_NO')
  return null
}
