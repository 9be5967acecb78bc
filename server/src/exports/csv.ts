import type { Writable } from 'node:stream'
import type { Cell, Sheet } from './sheet.ts'

/** What a spreadsheet would take for a formula, full-width forms included. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/u

/** Writes sheets as CSV, one under the other: UTF-8 with byte-order mark, CRLF, texts that look like formulas quoted by an apostrophe. */
export async function writeCsv(sheets: readonly Sheet[], out: Writable): Promise<void> {
  await put(out, '\u{FEFF}')
  for (const [index, sheet] of sheets.entries()) {
    if (index > 0) await put(out, '\r\n')
    for (const title of sheet.titles) await put(out, line([title]))
    if (sheet.columns.some((column) => column.heading !== '')) await put(out, line(sheet.columns.map((column) => column.heading)))
    for (const row of sheet.rows) await put(out, line(row))
  }
}

export function line(cells: readonly Cell[]): string {
  return `${cells.map(field).join(',')}\r\n`
}

function field(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = formulaStart.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function put(out: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(text, 'utf8', (error) => (error ? reject(error) : resolve()))
  })
}
