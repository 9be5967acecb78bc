import { Parser } from 'htmlparser2'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import { textCell, type Book, type Cell, type Range, type Row } from './cells.ts'
import { openMarkup, sheetOf, type Table } from './markup.ts'

/** As HTML has it: no cell spans more rows than this, whatever it says. */
const MOST_ROWS_SPANNED = 65_534
/** Unclosed elements of careless pages end with their cell; what lies deeper is no table. */
const DEEPEST = 1000
const UNSEEN = new Set(['script', 'style', 'title', 'xml'])
const BLOCKS = new Set(['p', 'div', 'li'])

/**
 * Opens a web page whose tables systems name .xls: each table is a sheet, one inside a cell of another too. Spans give
 * merged ranges, `<br>` a line break. Throws `Refusal`.
 */
export async function openHtml(path: string, bytes: number): Promise<Book> {
  const { encoding, pieces } = await openMarkup(path, bytes)
  const reader = new PageReader()
  for await (const piece of pieces()) reader.write(piece)
  const tables = reader.end()
  if (tables.length === 0) throw new Refusal('UNKNOWN_FORMAT', { zh: '(网页中没有表格)', en: '(a web page without a table)' })
  return { format: 'html', from1904: false, encoding, sheets: tables.map(sheetOf), close() {} }
}

/** Collects the tables of a page as its tags come. */
class PageReader {
  private readonly tables: OpenTable[] = []
  private readonly open: OpenTable[] = []
  private unseen = 0
  private depth = 0
  private readonly parser = new Parser({
    onopentag: (name, attributes) => this.opened(name, attributes),
    onclosetag: (name, implied) => this.closed(name, implied),
    ontext: (text) => {
      if (this.unseen === 0) this.open.at(-1)?.text(text)
    },
  })

  write(text: string): void {
    this.parser.write(text)
  }

  end(): Table[] {
    this.parser.end()
    for (const table of this.open) table.end()
    return this.tables.filter((table) => table.rows.length > 0)
  }

  private opened(name: string, attributes: Record<string, string>): void {
    if (++this.depth > DEEPEST) throw new Refusal('DAMAGED', { zh: '(标签嵌套过深)', en: '(elements nested too deeply)' })
    if (UNSEEN.has(name)) this.unseen++
    if (name === 'table') {
      const table = new OpenTable()
      this.tables.push(table)
      this.open.push(table)
      return
    }
    const table = this.open.at(-1)
    if (!table) return
    if (name === 'tr') table.beginRow()
    else if (name === 'td' || name === 'th') table.beginCell(attributes)
    else if (name === 'br') table.text(LINE_BREAK)
    else if (BLOCKS.has(name)) table.text(BLOCK)
  }

  private closed(name: string, implied: boolean): void {
    this.depth--
    // A page that was cut would else be read as a shorter ledger.
    if (name === 'table' && implied) throw new Refusal('DAMAGED', { zh: '(表格没有结尾)', en: '(a table has no end)' })
    if (UNSEEN.has(name)) this.unseen--
    if (name === 'table') this.open.pop()?.end()
    const table = this.open.at(-1)
    if (!table) return
    if (name === 'tr') table.endRow()
    else if (name === 'td' || name === 'th') table.endCell()
    else if (BLOCKS.has(name)) table.text(BLOCK)
  }
}

/** Stand for a line break until white space, which means nothing in a page, has been folded. */
const LINE_BREAK = '\ue000'
const BLOCK = '\ue001'

class OpenTable implements Table {
  readonly name = null
  readonly rows: Row[] = []
  readonly merged: Range[] = []
  private cells: Row['cells'] | null = null
  /** For each column how many rows below the last one a cell from above still reaches. */
  private reach: number[] = []
  private cell: { column: number; text: string; number: string | undefined } | null = null

  beginRow(): void {
    this.endRow()
    this.cells = []
    this.reach = this.reach.map((rows) => Math.max(0, rows - 1))
    this.rows.push({ row: this.rows.length + 1, cells: this.cells })
    if (this.rows.length > LIMITS.rows) throw new Refusal('TOO_MANY_ROWS')
    this.next = 0
  }

  private next = 0

  beginCell(attributes: Record<string, string>): void {
    this.endCell()
    if (!this.cells) this.beginRow()
    let column = this.next
    while ((this.reach[column] ?? 0) > 0) column++
    const wide = span(attributes['colspan'], LIMITS.columns)
    const tall = span(attributes['rowspan'], MOST_ROWS_SPANNED)
    if (column + wide > LIMITS.columns) throw new Refusal('TOO_MANY_COLUMNS')
    for (let at = this.reach.length; at < column; at++) this.reach[at] = 0
    for (let at = column; at < column + wide; at++) this.reach[at] = tall
    this.next = column + wide
    const top = this.rows.length
    if ((wide > 1 || tall > 1) && this.merged.length < LIMITS.mergedRanges)
      this.merged.push({ top, left: column + 1, bottom: top + tall - 1, right: column + wide })
    this.cell = { column, text: '', number: attributes['x:num'] }
  }

  text(text: string): void {
    if (this.cell) this.cell.text += text
  }

  endCell(): void {
    if (!this.cell) return
    const { column, text, number } = this.cell
    this.cell = null
    const read = cellOf(text, number)
    if (read && this.cells) this.cells[column] = read
  }

  endRow(): void {
    this.endCell()
    this.cells = null
  }

  end(): void {
    this.endRow()
    for (const range of this.merged) range.bottom = Math.min(range.bottom, this.rows.length)
  }
}

function span(text: string | undefined, most: number): number {
  const value = Number.parseInt(text ?? '', 10)
  return value >= 1 ? Math.min(value, most) : 1
}

/**
 * A cell's text as a reader of the page sees it. A no-break space alone is how pages write an empty cell. Excel's own
 * pages give the number behind a rounded one in `x:num`.
 */
function cellOf(written: string, number: string | undefined): Cell | undefined {
  const text = written
    .replace(/[ \t\r\n\f]+/g, ' ')
    .replace(/ ?([\ue000\ue001]) ?/g, '$1')
    .replace(/^[ \ue001]+|[ \ue001]+$/g, '')
    .replace(/\ue001+/g, '\n')
    .replaceAll(LINE_BREAK, '\n')
  if (text === '' || text === '\u00a0') return undefined
  if (number && Number.isFinite(Number(number)) && /^[-+\d.,%\s]+$/.test(text)) return { text: String(Number(number)), kind: 'number' }
  return textCell(text.replaceAll('\u00a0', ' '))
}
