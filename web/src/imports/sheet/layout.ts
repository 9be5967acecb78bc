import type { Table } from '../draft.ts'
import type { SheetRow } from './rows.ts'

/** The height of a row, in pixels. */
export const LINE = 28

/** A column as it is drawn: persons' columns are not. */
export type DrawnColumn = { index: number; letter: string; width: number; heading: string; numeric: boolean }

/** A, B … Z, AA: as a spreadsheet names its columns. */
export function letterOf(index: number): string {
  return (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))
}

const NARROWEST = 46
const WIDEST = 132

/** Columns with widths that fit most of what was seen, so that rows that come later move nothing. */
export function drawnColumns(tables: readonly Table[], seen: readonly SheetRow[]): DrawnColumn[] {
  const read = tables.filter((table) => table.read)
  const first = read[0]
  const width = Math.max(
    0,
    ...read.map((table) => Math.max(0, ...table.columns.map((column) => column.index + 1))),
    ...seen.map((row) => dataWidth(row)),
  )
  const columns: DrawnColumn[] = []
  for (let index = 0; index < width; index++) {
    const column = first?.columns.find((one) => one.index === index)
    if (read.some((table) => table.columns.find((one) => one.index === index)?.personal)) continue
    const texts = [...(column?.samples ?? []), ...seen.filter((row) => !beside(row)).map((row) => row.cells[index] ?? '')].filter(Boolean)
    const wide = Math.max(textWidth(column?.heading ?? ''), ...texts.slice(0, 60).map(textWidth))
    columns.push({
      index,
      letter: letterOf(index),
      heading: column?.heading ?? '',
      width: Math.round(Math.min(WIDEST, Math.max(NARROWEST, wide + 14))),
      numeric: texts.length > 0 && texts.every((text) => /^[\d.,/:\s年月日-]+$/.test(text)),
    })
  }
  return columns
}

/** The letters of columns that hold persons and are not drawn. */
export function hiddenLetters(tables: readonly Table[]): string[] {
  const letters = new Set(
    tables.flatMap((table) => table.columns.filter((column) => column.personal).map((column) => letterOf(column.index))),
  )
  return [...letters]
}

function beside(row: SheetRow): boolean {
  return row.outcome === 'TITLE' || row.outcome === 'NOTE'
}

function dataWidth(row: SheetRow): number {
  return beside(row) ? 0 : row.cells.length
}

function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += character > '\u2e7f' ? 13 : 7.4
  return width
}
