import type { Cell } from '../readers/cells.ts'
import { type Grid } from './grid.ts'
import { isValueLike } from './stated-values.ts'
import { breakdownOf, measureOf, sumOf } from './words.ts'

/** One table of a sheet: what is written above it, its heading rows, its rows. Rows count from 0. */
export type Block = { titles: string[]; headings: number[]; rows: number[] }
export type Blocks = { blocks: Block[]; titles: number; blank: number; notes: number }

type RowKind = 'blank' | 'heading' | 'body' | 'alone'

const NOTE =
  /^(?:注|备注|附注|说明|填表说明|填报说明|制表人?|填表人?|填报人|审核人?|复核人?|负责人|单位负责人|经办人|数据来源|联系人|联系电话|单位|计量单位|填报单位|报送单位)\d*\s*[:：、.．]/u
const UNIT = /^[(（]?(?:计量)?单位\s*[:：]/u
const SERIAL = /^(?:序号|编号|行次|no\.?)$/i

/** Cuts a sheet into its tables by what the rows hold, wherever they begin; several may stand below one another. */
export function blocksOf(grid: Grid): Blocks {
  const found: Blocks = { blocks: [], titles: 0, blank: 0, notes: 0 }
  let open: Block = { titles: [], headings: [], rows: [] }
  const close = () => {
    if (open.rows.length > 0) found.blocks.push(open)
    else found.titles += open.headings.length
    open = { titles: [], headings: [], rows: [] }
  }
  const numbers = [...grid.rows.keys()].sort((a, b) => a - b)
  numbers.forEach((row, place) => {
    const before = numbers[place - 1]
    const gap = before === undefined ? 0 : row - before - 1
    if (before !== undefined) found.blank += gap
    const kind = kindOf(grid, row)
    switch (kind) {
      case 'blank':
        found.blank++
        break
      case 'heading':
        if (open.rows.length > 0) close()
        open.headings.push(row)
        break
      case 'body':
        if (open.headings.length > 0 && open.rows.length === 0 && isLowerHeading(grid, row, open.headings)) open.headings.push(row)
        else if (open.headings.length > 0) open.rows.push(row)
        else found.notes++
        break
      case 'alone': {
        const next = numbers[place + 1]
        const heads = next !== undefined && (kindOf(grid, next) === 'heading' || isTitleAbove(grid, numbers, place))
        if (open.rows.length > 0 && (isNote(grid, row) || (!heads && isWide(grid, row)))) found.notes++
        else if (open.rows.length > 0 && heads && gap >= 0 && !isIndented(grid, row, open)) {
          close()
          addTitle(open, grid, row, found)
        } else if (open.rows.length > 0) open.rows.push(row)
        else if (open.headings.length > 0 && !isWide(grid, row)) open.rows.push(row)
        else addTitle(open, grid, row, found)
      }
    }
  })
  close()
  return found
}

function addTitle(open: Block, grid: Grid, row: number, found: Blocks): void {
  open.titles.push(aloneText(grid, row))
  found.titles++
}

/** A lone text with other lone texts between it and the next heading row. */
function isTitleAbove(grid: Grid, numbers: readonly number[], place: number): boolean {
  for (let next = place + 1; next < numbers.length && next <= place + 3; next++) {
    const kind = kindOf(grid, numbers[next] ?? 0)
    if (kind === 'heading') return true
    if (kind !== 'alone') return false
  }
  return false
}

/** A group of places without figures of its own stands under its table's headings, not above the next ones'. */
function isIndented(grid: Grid, row: number, open: Block): boolean {
  return open.headings.length === 0 || grid.indent(row, firstColumn(grid, row)) > 0
}

function kindOf(grid: Grid, row: number): RowKind {
  const filled = (grid.rows.get(row) ?? []).map((cell, column) => ({ cell, column })).filter((one) => grid.cell(row, one.column))
  // The unit stands beside a title, not among headings.
  const cells = filled.length > 1 ? filled.filter(({ column }) => !UNIT.test(grid.text(row, column))) : filled
  if (cells.length === 0) return 'blank'
  const texts = cells.filter(({ cell }) => cell && !isValueLike(cell))
  if (cells.length === 1) return cells[0]?.cell && isValueLike(cells[0].cell) ? 'blank' : 'alone'
  if (isNote(grid, row) && texts.length === cells.length) return 'alone'
  const first = cells[0]?.cell as Cell // there are two or more
  if (texts.length === cells.length) return bodyOfWords(grid, row) ? 'body' : 'heading'
  // Numbers among the headings: 12345, 12363 and the like are names of channels.
  const label = grid.text(row, cells[0]?.column ?? 0)
  const named = !isValueLike(first) && (breakdownOf(label) !== null || SERIAL.test(label)) && sumOf(label) === null
  // A serial number before its label is no figure.
  const serial = isValueLike(first) && cells[1]?.cell !== undefined && !isValueLike(cells[1].cell)
  const later = serial ? [] : texts.filter(({ column }) => cells.some((one) => one.column < column && one.cell && isValueLike(one.cell)))
  const speaks = later.some(({ column }) => {
    const text = grid.text(row, column)
    return sumOf(text) !== null || measureOf(text) !== null
  })
  return named || speaks ? 'heading' : 'body'
}

/** Figures alone under headings, where every row has its label, are headings too: 12345, 12363. */
function isLowerHeading(grid: Grid, row: number, headings: readonly number[]): boolean {
  const above = headings.at(-1) ?? 0
  const left = Math.min(...headings.map((heading) => firstColumn(grid, heading)))
  return row === above + 1 && grid.cell(row, left) === undefined
}

/** Labels without a figure: a group over two columns of labels, all its values blank. */
function bodyOfWords(grid: Grid, row: number): boolean {
  const range = grid.range(row, firstColumn(grid, row))
  return range !== null && range.bottom > range.top && range.top - 1 === row && hasFiguresBelow(grid, row, range.bottom - 1)
}

function hasFiguresBelow(grid: Grid, row: number, last: number): boolean {
  for (let below = row + 1; below <= last; below++)
    if ((grid.rows.get(below) ?? []).some((cell, column) => column > 0 && cell?.kind === 'number')) return true
  return false
}

function firstColumn(grid: Grid, row: number): number {
  return (grid.rows.get(row) ?? []).findIndex((_, column) => grid.cell(row, column) !== undefined)
}

function aloneText(grid: Grid, row: number): string {
  return grid.text(row, Math.max(0, firstColumn(grid, row)))
}

function isNote(grid: Grid, row: number): boolean {
  return NOTE.test(aloneText(grid, row))
}

/** A sentence, a cell drawn over the table, or one that does not stand at the left. */
function isWide(grid: Grid, row: number): boolean {
  const column = firstColumn(grid, row)
  const range = grid.range(row, column)
  return (range !== null && range.right - range.left >= 2) || column > 2 || aloneText(grid, row).length > 30
}
