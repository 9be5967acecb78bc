import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import { textCell, type Book, type Cell, type Range, type Row } from './cells.ts'
import { openMarkup, sheetOf, type Table } from './markup.ts'
import { writtenMoment } from './serial.ts'
import { localName } from './styles.ts'

/** Opens a workbook in the XML of Excel 2003, which many systems name .xls. Throws `Refusal`. */
export async function openSpreadsheetMl(path: string, bytes: number): Promise<Book> {
  const { encoding, pieces } = await openMarkup(path, bytes)
  const reader = new WorkbookReader()
  try {
    for await (const piece of pieces()) reader.write(piece)
    reader.end()
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('DAMAGED', { zh: '(XML)', en: '(XML)' })
  }
  return { format: 'spreadsheetml', from1904: reader.from1904, encoding, sheets: reader.tables.map(sheetOf), close() {} }
}

class WorkbookReader {
  readonly tables: Table[] = []
  from1904 = false
  private readonly parser = new SaxesParser()
  private table: Table | null = null
  private row: Row = { row: 0, cells: [] }
  private column = 0
  private across = 0
  private type: string | null = null
  private formula = false
  private text = ''
  private collects = false
  private first = true

  constructor() {
    this.parser.on('error', (error) => {
      throw error
    })
    this.parser.on('opentag', (tag) => this.open(tag))
    this.parser.on('closetag', (tag) => this.close(localName(tag)))
    this.parser.on('text', (text) => {
      if (this.collects) this.text += text
    })
  }

  write(text: string): void {
    // What is decoded already is no longer in the encoding that it declares.
    this.parser.write(this.first ? text.replace(/^\uFEFF/, '').trimStart() : text)
    this.first &&= text === ''
  }

  end(): void {
    this.parser.close()
  }

  private open(tag: SaxesTagPlain): void {
    switch (localName(tag)) {
      case 'Worksheet':
        this.table = { name: own(tag, 'Name') ?? '', rows: [], merged: [] }
        this.tables.push(this.table)
        this.row = { row: 0, cells: [] }
        break
      case 'Row':
        this.beginRow(index(tag) ?? this.row.row + 1)
        break
      case 'Cell':
        this.beginCell(tag)
        break
      case 'Data':
        this.type = own(tag, 'Type') ?? 'String'
        this.text = ''
        this.collects = true
        break
    }
  }

  private beginRow(row: number): void {
    if (row > LIMITS.rows) throw new Refusal('TOO_MANY_ROWS')
    if (row <= this.row.row) throw new Refusal('DAMAGED', { zh: '(行号倒置)', en: '(rows out of order)' })
    this.row = { row, cells: [] }
    this.column = 0
    this.across = 0
  }

  private beginCell(tag: SaxesTagPlain): void {
    this.column = index(tag) ?? this.column + this.across + 1
    if (this.column > LIMITS.columns) throw new Refusal('TOO_MANY_COLUMNS')
    this.across = Math.min(count(own(tag, 'MergeAcross')), LIMITS.columns)
    const down = Math.min(count(own(tag, 'MergeDown')), LIMITS.rows)
    this.formula = own(tag, 'Formula') !== undefined
    this.type = null
    if (this.table && this.across + down > 0 && this.table.merged.length < LIMITS.mergedRanges)
      this.table.merged.push(rangeAt(this.row.row, this.column, down, this.across))
  }

  private close(name: string): void {
    if (name === 'Data') this.collects = false
    else if (name === 'Cell') {
      const cell = this.cell()
      if (cell) this.row.cells[this.column - 1] = cell
    } else if (name === 'Row') this.table?.rows.push(this.row)
    else if (name === 'Date1904') this.from1904 = true
  }

  private cell(): Cell | undefined {
    const { type, text } = this
    if (type === null || (text === '' && type !== 'String')) return this.formula ? { text: '', kind: 'formulaWithoutValue' } : undefined
    switch (type) {
      case 'Number':
        return { text: Number.isFinite(Number(text)) ? String(Number(text)) : text, kind: 'number' }
      case 'DateTime':
        return dateCell(text)
      case 'Boolean':
        return { text: text === '1' ? 'TRUE' : 'FALSE', kind: 'boolean' }
      case 'Error':
        return { text, kind: 'error' }
      default:
        return text === '' ? undefined : textCell(text)
    }
  }
}

function dateCell(text: string): Cell {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?(?:\.\d+)?$/.exec(text)
  if (!found) return textCell(text)
  const day = found[1] as string
  if (Number.isNaN(Date.parse(`${day}T00:00:00Z`)) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return textCell(text)
  const time = found[2] === undefined || found[2] === '00:00:00' ? null : found[2]
  const date = { day, time }
  return { text: writtenMoment(date), kind: 'date', date }
}

function rangeAt(row: number, column: number, down: number, across: number): Range {
  return { top: row, left: column, bottom: row + down, right: column + across }
}

/** An attribute with whatever prefix its writer gave the namespace. */
function own(tag: SaxesTagPlain, name: string): string | undefined {
  return tag.attributes[`ss:${name}`] ?? tag.attributes[name]
}

function index(tag: SaxesTagPlain): number | undefined {
  const text = own(tag, 'Index')
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal('DAMAGED', { zh: '(序号有误)', en: '(an index that is none)' })
  return Number(text)
}

function count(text: string | undefined): number {
  const value = Number.parseInt(text ?? '', 10)
  return value > 0 ? value : 0
}
