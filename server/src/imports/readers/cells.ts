/** The day and, where a cell holds one, the time of day ('HH:MM:SS') of a date cell. */
export type Moment = { day: string; time: string | null }

export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formulaWithoutValue'

/**
 * One cell as the file holds it. `text` is what a person would read; for a number the shortest decimal that
 * gives it, for a date 'YYYY-MM-DD' with ' HH:MM' where it has a time.
 */
export type Cell = { text: string; kind: CellKind; date?: Moment }

/** A row of a sheet, or a record of a text file. `row` counts from 1 as a person sees it; an absent cell is undefined. */
export type Row = { row: number; cells: (Cell | undefined)[] }

/** Cells that are drawn as one: rows and columns from 1, both ends included. */
export type Range = { top: number; left: number; bottom: number; right: number }

/** One sheet, read anew each time `read` is called. Rows come in batches, in order; empty rows may be left out. */
export type Sheet = { name: string | null; merged: Range[]; read(): AsyncIterable<Row[]> }

export type Book = {
  format: 'csv' | 'xlsx' | 'xls' | 'html' | 'spreadsheetml'
  sheets: Sheet[]
  /** Days between the workbook's serial 0 and 1970-01-01 are those of the 1904 system. */
  from1904: boolean
  /** What the text was read as; null for workbooks. */
  encoding: string | null
  close(): void
}

export const textCell = (text: string): Cell => ({ text, kind: 'text' })

export const isBlank = (cell: Cell | undefined): boolean => cell === undefined || (cell.kind === 'text' && cell.text.trim() === '')

/**
 * Whether reports name the sheet of a row: where the book has more than one, and in an old workbook always, as the
 * published ledger's truth has it.
 */
export const namesSheets = (book: Book): boolean => book.sheets.length > 1 || book.format === 'xls'
