import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pagesOf, type Cell, type Sheet } from './sheet.ts'

/** What a spreadsheet would take for a formula, full-width forms included. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/u
/** Text is handed on in pieces of about this size. */
const piece = 1 << 16

/** Writes sheets as CSV, one under the other: UTF-8 with byte-order mark, CRLF, texts that look like formulas quoted by an apostrophe. */
export async function writeCsv(sheets: readonly Sheet[], out: Writable): Promise<void> {
  let text = '\u{FEFF}'
  for (const [index, sheet] of sheets.entries()) {
    if (index > 0) text += '\r\n'
    for (const title of sheet.titles) text += line([title])
    if (sheet.columns.some((column) => column.heading !== '')) text += line(sheet.columns.map((column) => column.heading))
    for await (const page of pagesOf(sheet.rows)) {
      for (const row of page) {
        text += line(row)
        if (text.length < piece) continue
        await put(out, text)
        text = ''
      }
    }
    for (const row of sheet.foot ?? []) text += line(row)
  }
  await put(out, text)
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

async function put(out: Writable, text: string): Promise<void> {
  if (out.destroyed) throw new Error('The stream behind the table is closed.')
  if (!out.write(text, 'utf8')) await once(out, 'drain')
}
