import { createReadStream } from 'node:fs'
import { CsvError, parse, type Parser } from 'csv-parse'
import { LIMITS } from '../limits.ts'
import { Refusal } from '../refusal.ts'
import { textCell, type Book, type Cell, type Row } from './cells.ts'
import { detectEncoding, readHead, type Encoding } from './encoding.ts'
import { separatorOf } from './separator.ts'

/** Opens a text table. A record is a row, also where it holds line breaks. */
export async function openCsv(path: string): Promise<Book> {
  const encoding = await detectEncoding(path)
  const separator = separatorOf(new TextDecoder(encoding).decode(readHead(path, 64 * 1024), { stream: true }))
  return {
    format: 'csv',
    from1904: false,
    encoding,
    sheets: [{ name: null, merged: [], read: () => readRecords(path, encoding, separator) }],
    close() {},
  }
}

async function* readRecords(path: string, encoding: Encoding, separator: string): AsyncGenerator<Row[]> {
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: LIMITS.recordBytes,
  })
  // Each piece of text hears of its own failure; a second report of it must not end the process.
  parser.on('error', () => {})
  const decoder = new TextDecoder(encoding)
  let row = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    const rows = await records(parser, decoder.decode(chunk, { stream: true }), false)
    if (rows.length > 0) yield numbered(rows, row)
    row += rows.length
  }
  const rest = await records(parser, decoder.decode(), true)
  if (rest.length > 0) yield numbered(rest, row)
}

/** Hands text to the parser and takes every record that it completes. */
function records(parser: Parser, text: string, last: boolean): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const rows: string[][] = []
    const take = () => {
      for (let record = parser.read() as string[] | null; record !== null; record = parser.read() as string[] | null) rows.push(record)
    }
    const fail = (error: Error) => reject(refusalOf(error))
    parser.once('error', fail)
    const done = () => {
      take()
      parser.off('error', fail)
      parser.off('readable', take)
      resolve(rows)
    }
    parser.on('readable', take)
    if (last) {
      parser.once('end', done)
      if (text === '') parser.end()
      else parser.end(text)
      take()
    } else if (text === '') {
      done()
    } else {
      parser.write(text, (error) => (error ? fail(error) : done()))
    }
  })
}

function numbered(records: string[][], before: number): Row[] {
  return records.map((record, index) => ({ row: before + index + 1, cells: cellsOf(record) }))
}

function cellsOf(record: string[]): (Cell | undefined)[] {
  let length = record.length
  while (length > 0 && record[length - 1] === '') length--
  if (length > LIMITS.columns) throw new Refusal('TOO_MANY_COLUMNS')
  const filled = length === record.length ? record : record.slice(0, length)
  return filled.map((text) => (text === '' ? undefined : textCell(shielded(text))))
}

/** `="00123"` is how exports keep a spreadsheet from dropping zeros: the text inside is meant. */
function shielded(text: string): string {
  return text.startsWith('="') && text.endsWith('"') && text.length > 2 ? text.slice(2, -1) : text
}

function refusalOf(error: Error): Error {
  if (!(error instanceof CsvError)) return error
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new Refusal('UNCLOSED_QUOTE')
    case 'CSV_MAX_RECORD_SIZE':
      return new Refusal(Number(error['column']) > LIMITS.columns ? 'TOO_MANY_COLUMNS' : 'UNCLOSED_QUOTE')
    default:
      return new Refusal('DAMAGED', { zh: `(${error.code})`, en: `(${error.code})` })
  }
}
