/** A table on its way out: typed columns, rows of texts and numbers; a format writes it as it is. */
export type Sheet = {
  name: string
  /** Lines above the headings. */
  titles: string[]
  columns: SheetColumn[]
  rows: Rows
  /** Lines below the rows (totals, medians), outside the filter. */
  foot?: Cell[][]
  /** Printed upright; a table of many columns lies. */
  upright?: boolean
}

/** All rows at hand, or page by page: then no more than a page is ever held. */
export type Rows = Cell[][] | AsyncIterable<Cell[][]>

/** DATE: a day written 2026-09-30, which becomes a date of the workbook. */
export type SheetColumn = { heading: string; kind: 'TEXT' | 'NUMBER' | 'DATE'; decimals: number; width: number }

/** A number is written as one; a text always as text. */
export type Cell = string | number | null

/** Excel's format of a column: 1,234.50. */
export function numberFormat(decimals: number): string {
  return decimals === 0 ? '#,##0' : `#,##0.${'0'.repeat(decimals)}`
}

/** A name that Excel takes, told apart from those taken already. */
export function sheetName(wanted: string, taken: ReadonlySet<string>): string {
  const plain =
    wanted
      .replaceAll(/[[\]:*?/\\]/gu, ' ')
      .replaceAll(/^'+|'+$/gu, ' ')
      .trim()
      .slice(0, 31) || 'Sheet'
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` ${number}`
    const name = `${plain.slice(0, 31 - suffix.length)}${suffix}`
    if (![...taken].some((other) => other.toLowerCase() === name.toLowerCase())) return name
  }
}

/** The rows of a sheet page by page, however it holds them. */
export async function* pagesOf(rows: Rows): AsyncIterable<Cell[][]> {
  if (Array.isArray(rows)) yield rows
  else yield* rows
}
