import type { Readable } from 'node:stream'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import type { Cell, Row } from './cells.ts'
import { fromSerial, writtenMoment } from './serial.ts'
import { localName, plainText } from './styles.ts'
import { columnOf } from './zip.ts'

export type SheetContext = { strings: string[]; dates: boolean[]; from1904: boolean }

/** Streams the rows of a sheet's part. A damaged part is a `Refusal` DAMAGED. */
export async function* readSheet(open: () => Promise<Readable>, context: SheetContext): AsyncGenerator<Row[]> {
  const reader = new SheetReader(context)
  const decoder = new TextDecoder()
  const stream = await open()
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      reader.write(decoder.decode(chunk, { stream: true }))
      if (reader.rows.length > 0) yield reader.take()
    }
    reader.end()
    if (reader.rows.length > 0) yield reader.take()
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('DAMAGED', { zh: '(工作表)', en: '(a sheet)' })
  } finally {
    stream.destroy()
  }
}

/** A push parser of `<row>` and `<c>`; what it completes waits in `rows`. */
class SheetReader {
  rows: Row[] = []
  private readonly parser = new SaxesParser()
  private row: Row = { row: 0, cells: [] }
  private column = 0
  private type = 'n'
  private style = 0
  private value = ''
  private inline = ''
  private hasFormula = false
  private hasValue = false
  private collects: 'value' | 'inline' | null = null
  private inReading = 0

  constructor(private readonly context: SheetContext) {
    this.parser.on('error', (error) => {
      throw error
    })
    this.parser.on('opentag', (tag) => this.open(tag))
    this.parser.on('closetag', (tag) => this.close(localName(tag)))
    this.parser.on('text', (text) => {
      if (this.collects === 'value') this.value += text
      else if (this.collects === 'inline') this.inline += text
    })
  }

  write(text: string): void {
    this.parser.write(text)
  }

  end(): void {
    this.parser.close()
  }

  take(): Row[] {
    const rows = this.rows
    this.rows = []
    return rows
  }

  private open(tag: SaxesTagPlain): void {
    switch (localName(tag)) {
      case 'row': {
        this.row = { row: rowNumber(tag.attributes['r'], this.row.row), cells: [] }
        this.column = 0
        break
      }
      case 'c': {
        const reference = tag.attributes['r']
        this.column = reference ? columnIn(reference) : this.column + 1
        this.type = tag.attributes['t'] ?? 'n'
        this.style = Number(tag.attributes['s'] ?? 0)
        this.value = ''
        this.inline = ''
        this.hasFormula = false
        this.hasValue = false
        break
      }
      case 'f':
        this.hasFormula = true
        break
      case 'v':
        this.hasValue = true
        this.collects = 'value'
        break
      case 'rPh':
        this.inReading++
        break
      case 't':
        if (this.type === 'inlineStr' && this.inReading === 0) this.collects = 'inline'
        break
    }
  }

  private close(name: string): void {
    switch (name) {
      case 'v':
      case 't':
        this.collects = null
        break
      case 'rPh':
        this.inReading--
        break
      case 'c': {
        const cell = this.cell()
        if (cell === undefined) break
        if (this.column > LIMITS.columns) throw new Refusal('TOO_MANY_COLUMNS')
        this.row.cells[this.column - 1] = cell
        break
      }
      case 'row':
        this.rows.push(this.row)
        break
    }
  }

  private cell(): Cell | undefined {
    if (this.type === 'inlineStr') return { text: plainText(this.inline), kind: 'text' }
    if (!this.hasValue || (this.value === '' && this.type !== 'str'))
      return this.hasFormula ? { text: '', kind: 'formulaWithoutValue' } : undefined
    switch (this.type) {
      case 's':
        return { text: this.context.strings[Number(this.value)] ?? '', kind: 'text' }
      case 'str':
        return { text: plainText(this.value), kind: 'text' }
      case 'b':
        return { text: this.value === '1' ? 'TRUE' : 'FALSE', kind: 'boolean' }
      case 'e':
        return { text: this.value, kind: 'error' }
      case 'd':
        return { text: this.value.replace('T', ' '), kind: 'text' }
      default:
        return this.number()
    }
  }

  private number(): Cell {
    const value = Number(this.value)
    if (this.context.dates[this.style]) {
      const date = fromSerial(value, this.context.from1904)
      if (date) return { text: writtenMoment(date), kind: 'date', date }
    }
    return { text: Number.isFinite(value) ? String(value) : this.value, kind: 'number' }
  }
}

/** A row's number as it states it; without one it follows the row before. */
function rowNumber(stated: string | undefined, before: number): number {
  if (stated === undefined) return before + 1
  if (!/^[1-9]\d{0,8}$/.test(stated)) throw new Refusal('DAMAGED', { zh: '(行号有误)', en: '(a row number that is none)' })
  return Number(stated)
}

/** The column of a cell's reference: 'AB12' is 28. */
function columnIn(reference: string): number {
  const letters = /^([A-Z]{1,7})\d*$/.exec(reference)?.[1]
  if (!letters) throw new Refusal('DAMAGED', { zh: '(单元格引用有误)', en: '(a reference that is none)' })
  return columnOf(letters)
}
