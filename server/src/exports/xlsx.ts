import type { Writable } from 'node:stream'
import { pagesOf, sheetName, type Cell, type Sheet, type SheetColumn } from './sheet.ts'
import { numberStyle, styleOf, stylesXml, textStyle } from './xlsx-styles.ts'
import { ZipWriter } from './zip.ts'

export type BookFacts = { title: string; author: string; at: Date }

/** A sheet holds no more rows; what is left goes on in another one. */
const mostRows = 1_000_000
const mostCharacters = 32_767
/** `head`: the row of the headings; `filtered`: the last row under the filter, null where there is none. */
type Written = { name: string; head: number; columns: number; filtered: number | null }

/**
 * Writes sheets as XLSX, row by row: typed cells, number formats, headings frozen and repeated on each printed page, a
 * filter. No more than a page of rows is held, however many there are.
 */
export async function writeXlsx(sheets: readonly Sheet[], out: Writable, facts: BookFacts): Promise<void> {
  const zip = new ZipWriter(out, facts.at)
  const written: Written[] = []
  for (const sheet of sheets) await writeSheet(zip, sheet, written)
  await zip.whole('xl/styles.xml', stylesXml())
  await zip.whole('xl/workbook.xml', workbookXml(written))
  await zip.whole('xl/_rels/workbook.xml.rels', relationsXml(written.length))
  await zip.whole('docProps/core.xml', coreXml(facts))
  await zip.whole('_rels/.rels', rootRelations)
  await zip.whole('[Content_Types].xml', typesXml(written.length))
  await zip.end()
}

async function writeSheet(zip: ZipWriter, sheet: Sheet, written: Written[]): Promise<void> {
  const { columns } = sheet
  let at = await beginSheet(zip, sheet, written)
  const head = at
  for await (const page of pagesOf(sheet.rows)) {
    for (const cells of page) {
      if (at - head >= mostRows) {
        await endSheet(zip, sheet, written, head, at)
        at = await beginSheet(zip, sheet, written)
      }
      at += 1
      await zip.write(rowXml(at, cells, columns, false))
    }
  }
  const filtered = at
  for (const cells of sheet.foot ?? []) {
    at += 1
    await zip.write(rowXml(at, cells, columns, true))
  }
  await endSheet(zip, sheet, written, head, filtered)
}

/** Opens the sheet and writes all that stands above its rows. Gives the number of the last row written. */
async function beginSheet(zip: ZipWriter, sheet: Sheet, written: Written[]): Promise<number> {
  const withHeadings = sheet.columns.some((column) => column.heading !== '')
  const head = sheet.titles.length + (withHeadings ? 1 : 0)
  const name = sheetName(sheet.name, new Set(written.map((one) => one.name)))
  written.push({ name, head, columns: sheet.columns.length, filtered: null })
  await zip.begin(`xl/worksheets/sheet${written.length}.xml`)
  await zip.write(openingXml(sheet, head, withHeadings ? 1 : 0, written.length === 1))
  for (const [index, title] of sheet.titles.entries())
    await zip.write(`<row r="${index + 1}">${textCell(`A${index + 1}`, title, styleOf(index === 0 ? 'TITLE' : 'SUBTITLE'))}</row>`)
  if (withHeadings) {
    const style = styleOf('HEADING')
    const cells = sheet.columns.map((column, index) => textCell(`${letters(index)}${head}`, column.heading, style))
    await zip.write(`<row r="${head}">${cells.join('')}</row>`)
  }
  return head
}

async function endSheet(zip: ZipWriter, sheet: Sheet, written: Written[], head: number, last: number): Promise<void> {
  const one = written.at(-1)
  const withHeadings = sheet.columns.some((column) => column.heading !== '')
  const filter = withHeadings && last > head ? `<autoFilter ref="A${head}:${letters(sheet.columns.length - 1)}${last}"/>` : ''
  if (one && filter) one.filtered = last
  const orientation = sheet.upright ? 'portrait' : 'landscape'
  await zip.write(
    `</sheetData>${filter}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="${orientation}" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`,
  )
}

function openingXml(sheet: Sheet, head: number, split: number, selected: boolean): string {
  const widths = sheet.columns.map(
    ({ width }, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" style="${styleOf('PLAIN')}" customWidth="1"/>`,
  )
  const pane =
    head === 0
      ? ''
      : `<pane ${split ? 'xSplit="1" ' : ''}ySplit="${head}" topLeftCell="${split ? 'B' : 'A'}${head + 1}" activePane="${split ? 'bottomRight' : 'bottomLeft'}" state="frozen"/>`
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView ${selected ? 'tabSelected="1" ' : ''}workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.join('')}</cols><sheetData>`
}

function rowXml(row: number, cells: readonly Cell[], columns: readonly SheetColumn[], foot: boolean): string {
  let xml = `<row r="${row}">`
  for (let index = 0; index < cells.length; index++) xml += cellXml(`${letters(index)}${row}`, cells[index] ?? null, columns[index], foot)
  return `${xml}</row>`
}

function cellXml(at: string, cell: Cell, column: SheetColumn | undefined, foot: boolean): string {
  if (cell === null || cell === '') return ''
  if (typeof cell === 'number') return `<c r="${at}" s="${numberStyle(shownDecimals(cell, column), foot)}"><v>${cell}</v></c>`
  const serial = column?.kind === 'DATE' ? serialOf(cell) : null
  if (serial !== null) return `<c r="${at}" s="${styleOf('DATE')}"><v>${serial}</v></c>`
  return textCell(at, cell, textStyle(column, foot))
}

/** The column's, or more where the figure has them: a median of counts is 9.5, and Excel would show 10. */
function shownDecimals(figure: number, column: SheetColumn | undefined): number {
  const decimals = column?.decimals ?? 0
  if (Number.isInteger(figure)) return decimals
  return Math.max(decimals, String(figure).split('.')[1]?.length ?? 0)
}

function textCell(at: string, text: string, style: number): string {
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, mostCharacters))}</t></is></c>`
}

/** Days since the beginning of the workbook's calendar; null where the text is no day. */
function serialOf(day: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null
  return Math.round(Date.parse(day) / 86_400_000) + 25_569
}

const known: string[] = []

/** A, B … Z, AA. */
function letters(index: number): string {
  return (known[index] ??= index < 26 ? String.fromCharCode(65 + index) : letters(Math.floor(index / 26) - 1) + letters(index % 26))
}

const SPECIAL = /[&<>"]/
/** Characters that no XML may hold, and what Excel would take for an escape of one. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
const ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g

function escaped(text: string): string {
  const plain = text.replaceAll(FORBIDDEN, '').replaceAll(ESCAPE, '_x005F_')
  if (!SPECIAL.test(plain)) return plain
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function workbookXml(sheets: readonly Written[]): string {
  const listed = sheets.map(({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`)
  const names = sheets.flatMap(({ name, head, columns, filtered }, index) => {
    const quoted = `'${escaped(name.replaceAll("'", "''"))}'`
    const area = `${quoted}!$A$${head}:$${letters(columns - 1)}$${filtered}`
    return [
      ...(filtered === null ? [] : [`<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${area}</definedName>`]),
      ...(head === 0 ? [] : [`<definedName name="_xlnm.Print_Titles" localSheetId="${index}">${quoted}!$1:$${head}</definedName>`]),
    ]
  })
  const defined = names.length > 0 ? `<definedNames>${names.join('')}</definedNames>` : ''
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><bookViews><workbookView/></bookViews><sheets>${listed.join('')}</sheets>${defined}</workbook>`
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

function relationsXml(sheets: number): string {
  const listed = Array.from(
    { length: sheets },
    (_, index) => `<Relationship Id="rId${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  )
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${listed.join('')}<Relationship Id="rId${sheets + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`
}

const rootRelations = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

function coreXml({ title, author, at }: BookFacts): string {
  const when = `xsi:type="dcterms:W3CDTF">${at.toISOString().replace(/\.\d+Z$/, 'Z')}`
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escaped(title)}</dc:title><dc:creator>${escaped(author)}</dc:creator><dcterms:created ${when}</dcterms:created><dcterms:modified ${when}</dcterms:modified></cp:coreProperties>`
}

function typesXml(sheets: number): string {
  const main = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const listed = Array.from(
    { length: sheets },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${main}.worksheet+xml"/>`,
  )
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${main}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${main}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${listed.join('')}</Types>`
}
