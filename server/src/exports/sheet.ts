/** A table on its way out: typed columns, rows of texts and numbers; a format writes it as it is. */
export type Sheet = {
  name: string
  /** Lines above the headings. */
  titles: string[]
  columns: SheetColumn[]
  rows: Cell[][]
}

export type SheetColumn = { heading: string; kind: 'TEXT' | 'NUMBER'; decimals: number; width: number }

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
      .trim()
      .slice(0, 31) || 'Sheet'
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` ${number}`
    const name = `${plain.slice(0, 31 - suffix.length)}${suffix}`
    if (![...taken].some((other) => other.toLowerCase() === name.toLowerCase())) return name
  }
}
