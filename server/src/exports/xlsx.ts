import type { Writable } from 'node:stream'
import ExcelJS from 'exceljs'
import { numberFormat, sheetName, type Sheet } from './sheet.ts'

/** Writes sheets as XLSX: typed cells, number formats, headings frozen and repeated on each printed page, a filter. */
export async function writeXlsx(
  sheets: readonly Sheet[],
  out: Writable,
  facts: { title: string; author: string; at: Date },
): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out as never, useStyles: true, useSharedStrings: false })
  book.creator = facts.author
  book.title = facts.title
  book.created = facts.at
  book.modified = facts.at
  const taken = new Set<string>()
  for (const sheet of sheets) {
    const name = sheetName(sheet.name, taken)
    taken.add(name)
    writeSheet(book, sheet, name)
  }
  await book.commit()
}

function writeSheet(book: ExcelJS.stream.xlsx.WorkbookWriter, sheet: Sheet, name: string): void {
  const headings = sheet.columns.map((column) => column.heading)
  const withHeadings = headings.some((heading) => heading !== '')
  const head = sheet.titles.length + (withHeadings ? 1 : 0)
  const worksheet = book.addWorksheet(name, {
    views: [{ state: 'frozen', xSplit: withHeadings ? 1 : 0, ySplit: head }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `1:${Math.max(head, 1)}`,
    },
  })
  worksheet.columns = sheet.columns.map((column) => ({
    width: column.width,
    style: { alignment: { vertical: 'top', wrapText: column.kind === 'TEXT' } },
  }))
  sheet.titles.forEach((title, index) => {
    const row = worksheet.addRow([title])
    row.getCell(1).alignment = { wrapText: false }
    row.font = index === 0 ? { bold: true, size: 14 } : { color: { argb: 'FF5F697B' } }
    row.commit()
  })
  if (withHeadings) writeHeadings(worksheet, headings, head, sheet.rows.length)
  for (const cells of sheet.rows) {
    const row = worksheet.addRow([...cells])
    sheet.columns.forEach((column, index) => {
      const cell = row.getCell(index + 1)
      if (typeof cells[index] === 'number') cell.numFmt = numberFormat(column.decimals)
      else if (column.kind === 'NUMBER') cell.alignment = { horizontal: 'right' }
    })
    row.commit()
  }
  worksheet.commit()
}

function writeHeadings(worksheet: ExcelJS.Worksheet, headings: string[], at: number, rows: number): void {
  const row = worksheet.addRow(headings)
  row.font = { bold: true }
  row.alignment = { wrapText: true, vertical: 'middle' }
  row.border = { bottom: { style: 'thin' } }
  row.commit()
  if (rows > 0) worksheet.autoFilter = { from: { row: at, column: 1 }, to: { row: at + rows, column: headings.length } }
}
