import type { ReturnBreakdown, ReturnMeasure } from '../../ledger/return-words.ts'
import { maskText } from '../masking.ts'
import type { Cell } from '../readers/cells.ts'
import type { Fault } from '../reasons.ts'
import { plainWidth } from '../written.ts'
import type { Block } from './blocks.ts'
import { cellName, type Grid } from './grid.ts'
import { placeLines, type Line, type PlacedLine } from './places.ts'
import { decimalOf, isValueLike, readStated } from './stated-values.ts'
import { axisBreakdown, breakdownOf, measureOf, sumOf } from './words.ts'
import type { WrittenCell } from './written-return.ts'

export type CrossRow = { row: number; cells: WrittenCell[]; faults: Fault[] }

const SERIAL = /^(?:序号|编号|行次|no\.?)$/i
const REMARK = /^(?:备注|说明|附注|原因分析|remarks?)$/i
/** Columns of another period than the table's own. */
const OTHER_PERIOD = /^(?:上期|上季度?|上年同期|去年同期|上月|上年)(?:数|件数)?$/

type Shape = { labels: number[]; values: number[] }

/** Reads one table: places across and down, one breakdown or two across each other, every cell as it is stated. */
export function readCross(grid: Grid, block: Block, sheet: string | null): CrossRow[] {
  const shape = shapeOf(grid, block)
  const heads = shape.values.map((column) => headingOf(grid, block, column, shape))
  const labels = rowParts(grid, block, shape)
  const number = (row: number, column: number) => numberAt(grid, row, column)
  const common = commonHead(heads)
  const columns = placeLines(
    heads.map((parts, index): Line => ({
      parts: common === null ? parts : parts[0] === common ? parts.slice(1) : parts,
      figure: (other) => number(block.rows[other] ?? -1, shape.values[index] ?? -1),
    })),
    block.rows.length,
  )
  const rows = placeLines(
    labels.map((parts, index): Line => ({ parts, figure: (other) => number(block.rows[index] ?? -1, shape.values[other] ?? -1) })),
    shape.values.length,
  )
  const axes = axesOf(rows, columns, cornerOf(grid, block, shape), common)
  const fractions = shape.values.map((column, index) =>
    areFractions(
      block.rows.map((row) => grid.cell(row, column)),
      columns[index]?.measure ?? null,
    ),
  )
  return block.rows.map((row, at) => {
    const place = rows[at] as PlacedLine // one a row
    const rowFractions = areFractions(
      shape.values.map((column) => grid.cell(row, column)),
      place.measure,
    )
    const made: CrossRow = { row: row + 1, cells: [], faults: [] }
    shape.values.forEach((column, index) => {
      const head = columns[index] as PlacedLine // one a column
      const measure = head.measure ?? place.measure ?? 'count'
      const read = readStated(grid.cell(row, column), measure, (fractions[index] ?? false) || rowFractions)
      const columnLabel = labelOf(heads[index] ?? [])
      if (typeof read === 'string')
        made.faults.push({ field: 'value', column: columnLabel, value: maskText(grid.text(row, column)).slice(0, 200), reason: read })
      else if (read !== null)
        made.cells.push({
          ...placed(axes, place, head),
          measure,
          unit: null,
          ...read,
          rowLabel: labelOf(labels[at] ?? []),
          columnLabel,
          sheet,
          cell: cellName(row, column),
        })
    })
    return made
  })
}

type Axes = { rows: ReturnBreakdown | null; columns: ReturnBreakdown | null }

function placed(
  axes: Axes,
  row: PlacedLine,
  column: PlacedLine,
): Pick<WrittenCell, 'breakdown' | 'path' | 'across' | 'acrossPath' | 'partial'> {
  const partial = row.partial || column.partial
  const [down, over] = [row.path.map(kept), column.path.map(kept)]
  if (axes.rows === null) return { breakdown: axes.columns ?? 'total', path: over, across: null, acrossPath: [], partial }
  return { breakdown: axes.rows, path: down, across: axes.columns, acrossPath: over, partial }
}

function kept(word: string): string {
  return maskText(word).slice(0, 200)
}

/** A side that has no place of its own is no breakdown. */
function axesOf(rows: readonly PlacedLine[], columns: readonly PlacedLine[], corner: string[], common: string | null): Axes {
  const places = (lines: readonly PlacedLine[]) => lines.flatMap((line) => line.path.at(-1) ?? [])
  const [down, over] = [places(rows), places(columns)]
  const hints = common === null ? [] : [common]
  const both = down.length > 0 && over.length > 0
  const columnAxis = over.length === 0 ? null : axisBreakdown([...hints, ...(both ? [] : corner)], over)
  const rowAxis =
    down.length === 0 ? null : axisBreakdown(corner.length > 1 ? corner.filter((text) => breakdownOf(text) !== columnAxis) : corner, down)
  return { rows: rowAxis, columns: both && rowAxis === columnAxis ? 'item' : columnAxis }
}

function shapeOf(grid: Grid, { headings, rows }: Block): Shape {
  const labels: number[] = []
  let column = 0
  for (; column < grid.width; column++) {
    const head = headings.map((row) => grid.text(row, column)).find((text) => text !== '') ?? ''
    const cells = rows.flatMap((row) => grid.cell(row, column) ?? [])
    if (cells.length === 0 && head === '' && labels.length === 0) continue
    if (SERIAL.test(head) && labels.length === 0) continue
    const speaks = cells.some((cell) => !isValueLike(cell)) && !isFigureColumn(cells) && measureOf(head) === null
    if (labels.length > 0 && !speaks) break
    labels.push(column)
  }
  const values: number[] = []
  for (; column < grid.width; column++) {
    const heads = headings.map((row) => grid.text(row, column)).filter((text) => text !== '')
    if (heads.length === 0 || heads.some((text) => REMARK.test(text.replace(/\s/g, '')) || OTHER_PERIOD.test(text))) continue
    values.push(column)
  }
  return { labels, values }
}

/** Figures with a stray word among them are figures still. */
function isFigureColumn(cells: readonly Cell[]): boolean {
  return cells.filter((cell) => isValueLike(cell)).length * 2 > cells.length
}

/** The words above a column from the top; what is drawn over several columns, or left blank behind one, holds for all of them. */
function headingOf(grid: Grid, { headings }: Block, column: number, { labels }: Shape): string[] {
  const first = (labels.at(-1) ?? -1) + 1
  const parts: string[] = []
  headings.forEach((row, level) => {
    let text = grid.text(row, column)
    const below = headings.slice(level + 1).some((next) => grid.text(next, column) !== '')
    if (text === '' && below && grid.range(row, column) === null)
      for (let left = column - 1; left >= first && text === ''; left--) text = grid.text(row, left)
    if (text !== '' && text !== parts.at(-1)) parts.push(text)
  })
  return parts
}

/** The words before each row; a blank upper label is the one above it, an indented or numbered label stands under the last one that is less so. */
function rowParts(grid: Grid, { rows }: Block, { labels }: Shape): string[][] {
  const lead = labels[0] ?? 0
  const levels = levelsOf(grid, rows, lead, labels.length)
  const above: string[] = []
  const held: string[] = []
  return rows.map((row, at) => {
    const words = labels.map((column) => grid.text(row, column))
    if (labels.length > 1) {
      const lowest = words.findLastIndex((word) => word !== '')
      words.forEach((word, depth) => {
        if (word === '' && depth < lowest && held[depth] !== undefined && sumOf(held[depth]) === null) words[depth] = held[depth]
      })
      held.splice(0, held.length, ...words)
    }
    const parts = words.filter((word, depth) => word !== '' && word !== words[depth - 1])
    const level = levels[at]
    if (level === undefined || level === null) return parts
    const name = unnumbered(parts[0] ?? '')
    const sum = sumOf(name)
    if (sum !== null) return above.slice(0, sum.whole ? 0 : Math.max(level, above.length - 1)).concat(name)
    above.splice(level, above.length, name)
    return [...above]
  })
}

const NUMBERS = [
  /^[一二三四五六七八九十]+\s*[、.．]\s*/u,
  /^[（(][一二三四五六七八九十]+[）)]\s*/u,
  /^\d{1,2}\s*[、.．](?!\d)\s*/u,
  /^[（(]\d{1,2}[）)]\s*/u,
]

/** How deep each row's label lies, by its indent or its numbering; nothing where all lie alike. */
function levelsOf(grid: Grid, rows: readonly number[], column: number, labels: number): (number | null)[] {
  if (labels > 1) return []
  const texts = rows.map((row) => grid.text(row, column))
  const indents = rows.map((row) => grid.indent(row, column))
  const numbers = texts.map((text) => NUMBERS.findIndex((pattern) => pattern.test(text)))
  const kinds = [...new Set(numbers.filter((kind) => kind >= 0))].sort()
  const steps = [...new Set(indents)].sort((a, b) => a - b)
  if (kinds.length > 1) return numbers.map((kind, at) => (kind < 0 ? (sumOf(texts[at] ?? '') ? 0 : kinds.length) : kinds.indexOf(kind)))
  if (steps.length > 1) return indents.map((indent) => steps.indexOf(indent))
  return []
}

function unnumbered(text: string): string {
  const pattern = NUMBERS.find((one) => one.test(text))
  return pattern ? text.replace(pattern, '') : text
}

/** A heading drawn over all columns but the sums, which names the breakdown: 投诉渠道. */
function commonHead(heads: readonly (readonly string[])[]): string | null {
  const tops = new Set(heads.flatMap((parts) => (parts.length > 1 && parts[0] !== undefined ? [parts[0]] : [])))
  const [only] = tops
  return tops.size === 1 && only !== undefined && breakdownOf(only) !== null && measureOf(only) === null ? only : null
}

function cornerOf(grid: Grid, { headings }: Block, { labels }: Shape): string[] {
  const texts = new Set(headings.flatMap((row) => labels.map((column) => grid.text(row, column))))
  return [...texts].flatMap((text) => text.split(/[\\/／、|｜]+/u)).flatMap((text) => (text.trim() === '' ? [] : [text.trim()]))
}

function labelOf(parts: readonly string[]): string {
  const words = parts.filter((part, index) => !(index === 0 && parts.length > 1 && breakdownOf(part) !== null && sumOf(part) === null))
  const last = words.at(-1) ?? ''
  const sum = sumOf(last)
  // 小计 alone says nothing without the group that it adds up.
  const group = sum && sum.name === '' && words.length > 1 ? (words.at(-2) ?? '') : ''
  return kept(`${group}${last}`)
}

function numberAt(grid: Grid, row: number, column: number): number | null {
  const cell = grid.cell(row, column)
  if (!cell || (cell.kind !== 'number' && cell.kind !== 'text')) return null
  const value = decimalOf(plainWidth(cell.text.trim()))
  return value === null ? null : Number(value)
}

/** Percentages written as parts of 1: all of them at most 1, as numbers. */
function areFractions(cells: readonly (Cell | undefined)[], measure: ReturnMeasure | null): boolean {
  if (measure !== 'share' && measure !== 'change' && measure !== 'changeLastYear') return false
  const numbers = cells.flatMap((cell) => (cell?.kind === 'number' ? [Math.abs(Number(cell.text))] : []))
  return numbers.length > 0 && numbers.every((value) => value <= 1)
}
